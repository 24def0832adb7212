using System.Runtime.CompilerServices;
using System.Threading.Channels;
using UgcLab.Batch;
using UgcLab.Ledger;

namespace UgcLab;

/// <summary>
/// Carries out the plan of a batch: sends what is to be sent, waits for what was bought now or earlier, and saves each video
/// as it is made. It may be broken off at any instant and run again: the ledger knows what was done.
/// </summary>
public sealed class BatchRun
{
    private readonly Channel<BatchEvent> _events = Channel.CreateUnbounded<BatchEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly UgcLabClient _client;
    private readonly OpenBatch _batch;
    private readonly BatchPlan _plan;
    private readonly BatchRunOptions _options;
    private readonly IProgress<UgcNotice>? _notices;
    private readonly BatchTally _tally;
    private readonly DateTimeOffset _began;
    private JobWatch? _watch;
    private ILookup<RowKey, UgcHistoryEntry>? _past;

    /// <summary>Takes what is to be done. Nothing happens yet.</summary>
    public BatchRun(UgcLabClient client, OpenBatch batch, BatchPlan plan, BatchRunOptions options, IProgress<UgcNotice>? notices = null)
    {
        (_client, _batch, _plan, _options, _notices) = (client, batch, plan, options, notices);
        (_tally, _began) = (new BatchTally(plan.ToSend), client.Clock.GetUtcNow());
    }

    /// <summary>What happens, as it happens. It ends when the run does.</summary>
    public ChannelReader<BatchEvent> Events => _events.Reader;

    /// <summary>Why it ended before its last row; null while it has not.</summary>
    public UgcLabException? StoppedBy { get; private set; }

    /// <summary>How far it is.</summary>
    public BatchProgress Progress => _tally.Progress(_watch?.Progress.Open ?? 0);

    /// <summary>Runs. What concerns one row or one video comes out of <see cref="Events"/>; what ends the run early is in the result.</summary>
    /// <param name="rows">The rows that the plan was made of; they are read anew each time.</param>
    /// <param name="cancellationToken">Stops it: a purchase that is out is seen through, all else ends at once.</param>
    public async Task<UgcBatchResult> RunAsync(Func<IEnumerable<BatchInput>> rows, CancellationToken cancellationToken = default)
    {
        try
        {
            StoppedBy = await SendAndSaveAsync(rows, cancellationToken).ConfigureAwait(false);
            return Finish(rows(), StoppedBy);
        }
        catch (OperationCanceledException)
        {
            // Nobody takes the result any more, but the sheet is looked for.
            Finish(rows(), new UgcLabException(UgcLabErrorKind.BatchStopped, "It was stopped."));
            throw;
        }
        finally
        {
            // The watch closes it as well; a run that came to no watch leaves no port open either.
            _options.Webhooks?.Dispose();
            _events.Writer.TryComplete();
        }
    }

    private async Task<UgcLabException?> SendAndSaveAsync(Func<IEnumerable<BatchInput>> rows, CancellationToken cancellationToken)
    {
        JobWatch watch = _client.Watch(_options.JobTimeout, _notices);
        await using ConfiguredAsyncDisposable watching = watch.ConfigureAwait(false);
        _watch = watch;
        if (_options.Webhooks is WebhookReceiver receiver)
        {
            watch.Listen(receiver);
        }

        foreach (UgcJob job in OpenJobs())
        {
            watch.Add(job);
        }

        using BatchSaving saving = new(_client, _options, watch, _tally, _events.Writer);
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task saved = Task.Run(() => saving.RunAsync(stopping.Token), CancellationToken.None);
        UgcLabException? stop = null;
        try
        {
            if (_plan.ToSend > 0)
            {
                stop = await CountClipsAsync(cancellationToken).ConfigureAwait(false);
                stop ??= await SendAsync(rows, watch, cancellationToken).ConfigureAwait(false);
            }

            if (stop is not null && watch.Progress.Open > 0)
            {
                _notices?.Report(new UgcNotice(UgcNoticeKind.Warning, $"Sending has stopped. {stop.Message} What was bought is still waited for and saved."));
            }

            watch.Complete();
            await saved.ConfigureAwait(false);
            return stop;
        }
        catch (UgcLabException failure)
        {
            return stop ?? failure;
        }
        finally
        {
            // However this ends, the saving has ended before the ledger closes.
            await stopping.CancelAsync().ConfigureAwait(false);
            await saved.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    // A sheet that cannot be read any more ends the sending, and not the saving.
    private async Task<UgcLabException?> SendAsync(Func<IEnumerable<BatchInput>> rows, JobWatch watch, CancellationToken cancellationToken)
    {
        BatchSending sending = new(_batch, _plan, _options, _client.Clock, watch, _tally, _events.Writer, _notices);
        try
        {
            return await Task.Run(() => sending.RunAsync(rows(), cancellationToken), CancellationToken.None).ConfigureAwait(false);
        }
        catch (UgcLabException failure)
        {
            return failure;
        }
    }

    // What was bought and is not on the disk, or is not there any more.
    private UgcJob[] OpenJobs()
    {
        if (_batch.Ledger.Read(index => index.Rows.Values.All(row => row.Jobs.Count == 0)))
        {
            return [];
        }

        ILookup<RowKey, UgcHistoryEntry> past = _batch.Purchases();
        UgcJob[] open = [.. past.SelectMany(purchases => purchases).SelectMany(purchase => purchase.Jobs)
            .Where(job => (!job.IsFinal || job.IsSuccess) && !(job.SavedPath is string path && File.Exists(path)))];

        // A run with nothing to do reads the record once. Any other lets go of it, for it is long, and reads what it will have become.
        _past = _plan.ToSend == 0 && open.Length == 0 ? past : null;
        return open;
    }

    // A witness for whoever has to settle a row in doubt; the first words with the service as well, before any money.
    private async Task<UgcLabException?> CountClipsAsync(CancellationToken cancellationToken)
    {
        const int MostProjects = 200;
        try
        {
            int seen = 0;
            await foreach (UgcProject project in _client.Projects.ListAsync(100, _notices, cancellationToken).ConfigureAwait(false))
            {
                if (project.UgcCount is int clips)
                {
                    _batch.Ledger.Counted(project.Id, clips);
                }

                if (++seen == MostProjects)
                {
                    break;
                }
            }

            return null;
        }
        catch (UgcLabException failure)
        {
            return failure.Kind is UgcLabErrorKind.KeyRefused or UgcLabErrorKind.AccessDenied or UgcLabErrorKind.NotTheService or UgcLabErrorKind.NotConnected ? failure : null;
        }
    }

    private UgcBatchResult Finish(IEnumerable<BatchInput> rows, UgcLabException? stop)
    {
        BatchOutcome outcome = new(_batch, _past);
        using IEnumerator<BatchInput> left = rows.GetEnumerator();
        ResultFiles files = ResultSheet.Write(_options.ReportFolder, _client.Batches.Get(_batch.Name), _plan.Columns, Rest(left).Select(outcome.Add), _client.Clock.GetUtcNow(), _options.Source);
        foreach (string warning in files.Warnings)
        {
            _notices?.Report(new UgcNotice(UgcNoticeKind.Warning, warning));
        }

        // A sheet of results that cannot be written takes no rows, and they count all the same.
        foreach (BatchInput input in Rest(left))
        {
            outcome.Add(input);
        }

        return outcome.Sum(stop, _tally.IsAnythingUnsaved) with
        {
            Bought = _tally.Bought,
            VideosSaved = _tally.Saved,
            CreditsCharged = _tally.Credits,
            RemainingCredits = _tally.Remaining,
            StartedAt = _began,
            EndedAt = _client.Clock.GetUtcNow(),
            ReportPath = files.Csv,
        };
    }

    private static IEnumerable<BatchInput> Rest(IEnumerator<BatchInput> rows)
    {
        while (rows.MoveNext())
        {
            yield return rows.Current;
        }
    }
}
