using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using UgcLab.Batch;
using UgcLab.Files;
using UgcLab.Http;
using UgcLab.Rows;
using UgcLab.Store;

namespace UgcLab;

/// <summary>
/// Carries out the plan of a batch: sends what is to be sent, waits for what was created now or earlier, and saves each video
/// as it is finished. It may be stopped at any time and run again, also by several processes at once: the store knows what was done.
/// </summary>
public sealed class BatchRun
{
    // Rows are recorded together before the first is sent.
    private const int Together = 500;

    private readonly Channel<BatchEvent> _events = Channel.CreateUnbounded<BatchEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly UgcLabClient _client;
    private readonly OpenBatch _batch;
    private readonly BatchPlan _plan;
    private readonly BatchRunOptions _options;
    private readonly IProgress<UgcNotice>? _notices;
    private readonly BatchTally _tally;
    private readonly DateTimeOffset _began;
    private JobWatch? _watch;
    private OtherRuns? _others;

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
    public BatchProgress Progress => _tally.Progress((_watch?.Progress.Open ?? 0) + (_others?.Count ?? 0));

    /// <summary>Runs. What concerns one row or one video comes out of <see cref="Events"/>; what ends the run early is in the result.</summary>
    /// <param name="rows">The rows that the plan was made of; they are read anew each time.</param>
    /// <param name="cancellationToken">Stops it: a request that is in flight is waited for, everything else ends at once.</param>
    public async Task<UgcBatchResult> RunAsync(Func<IEnumerable<BatchInput>> rows, CancellationToken cancellationToken = default)
    {
        try
        {
            StoppedBy = await SendAndSaveAsync(rows, cancellationToken).ConfigureAwait(false);
            return await FinishAsync(rows(), StoppedBy).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // No one takes the result any more, but the sheet is looked for.
            await FinishAsync(rows(), new UgcLabException(UgcLabErrorKind.BatchStopped, "It was stopped.")).ConfigureAwait(false);
            if (await _batch.CloseAsync().ConfigureAwait(false) is [OwnerRecord other, ..])
            {
                _notices?.Report(new UgcNotice(UgcNoticeKind.Warning, $"Batch {_batch.Name} goes on: {other} is still running it."));
            }

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
        JobWatch watch = await _client.WatchAsync(_options.JobTimeout, _notices, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable watching = watch.ConfigureAwait(false);
        _watch = watch;
        if (_options.Webhooks is WebhookReceiver receiver)
        {
            watch.Listen(receiver);
        }

        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using OtherRuns others = new(_client, _batch, _options, watch, _tally, _events.Writer);
        _others = others;
        await others.AddAsync(await OpenJobsAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        using BatchSaving saving = new(_client, _options, watch, _tally, _events.Writer);
        Task saved = Task.Run(() => saving.RunAsync(stopping.Token), CancellationToken.None);
        Task followed = Task.Run(() => others.RunAsync(stopping.Token), CancellationToken.None);
        UgcLabException? stop = null;
        try
        {
            if (_plan.ToSend > 0)
            {
                stop = await CountClipsAsync(cancellationToken).ConfigureAwait(false);
                stop ??= await SendAsync(rows, watch, others, cancellationToken).ConfigureAwait(false);
            }

            if (stop is not null && watch.Progress.Open > 0)
            {
                _notices?.Report(new UgcNotice(UgcNoticeKind.Warning, $"Sending has stopped. {stop.Message} Videos that were created are still waited for and saved."));
            }

            others.Complete();
            await followed.ConfigureAwait(false);
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
            // However this ends, saving has ended before the batch closes.
            await stopping.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(saved, followed).ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    // A sheet that can't be read any more ends the sending, and not the saving.
    private async Task<UgcLabException?> SendAsync(Func<IEnumerable<BatchInput>> rows, JobWatch watch, OtherRuns others, CancellationToken cancellationToken)
    {
        try
        {
            await RecordRowsAsync(rows(), cancellationToken).ConfigureAwait(false);
            int? again = _plan.Generation is int proposed ? await _batch.GenerationAsync(proposed).ConfigureAwait(false) : null;
            Dictionary<RowKey, int> generations = _plan.Generations.ToDictionary(row => row.Key, row => again ?? row.Value);
            BatchSending sending = new(_batch, generations, _options, _client, watch, others, _tally, _events.Writer, _notices);
            return await Task.Run(() => sending.RunAsync(rows(), cancellationToken), CancellationToken.None).ConfigureAwait(false);
        }
        catch (UgcLabException failure)
        {
            return failure;
        }
    }

    private async Task RecordRowsAsync(IEnumerable<BatchInput> rows, CancellationToken cancellationToken)
    {
        RowCounter count = _batch.NewInput();
        IReadOnlyList<string>? columns = [.. _plan.Columns];
        foreach (BatchInput[] some in rows.Where(input => input.Order is not null).Chunk(Together))
        {
            cancellationToken.ThrowIfCancellationRequested();
            BatchRow[] planned = [.. some.Select(input => BatchRow.Of(input.Order!, count.Next(input.Order!), null)).Where(row => _plan.Generations.ContainsKey(row.Key))];
            if (planned.Length > 0)
            {
                await _batch.PlanAsync(planned, columns).ConfigureAwait(false);
                columns = null;
            }
        }
    }

    // What was created and is not on the disk, or is not there any more.
    private async Task<List<UgcJob>> OpenJobsAsync(CancellationToken cancellationToken)
    {
        List<UgcJob> open = [];
        if (_batch.Id is not long batch)
        {
            return open;
        }

        await foreach (UgcHistoryEntry entry in _client.History.ReadAsync(new PurchaseFilter { Batch = batch, Unsaved = true }, cancellationToken).ConfigureAwait(false))
        {
            open.AddRange(entry.Jobs.Where(job => job.SavedPath is null && (!job.IsFinal || job.IsSuccess)));
        }

        List<string> missing = [];
        await foreach (SavedRecord saved in _batch.Store.ReadSavedAsync(batch, cancellationToken).ConfigureAwait(false))
        {
            if (!File.Exists(saved.Path))
            {
                missing.Add(saved.UgcId);
            }
        }

        foreach (string id in missing)
        {
            if (await _client.History.FindJobAsync(id, cancellationToken).ConfigureAwait(false) is UgcJob job)
            {
                open.Add(job);
            }
        }

        return open;
    }

    // Evidence for unconfirmed rows; and the first contact with the service, before any money is spent.
    private async Task<UgcLabException?> CountClipsAsync(CancellationToken cancellationToken)
    {
        const int MostProjects = 200;
        Dictionary<string, int> counts = [];
        try
        {
            int seen = 0;
            await foreach (UgcProject project in _client.Projects.ListAsync(100, _notices, cancellationToken).ConfigureAwait(false))
            {
                if (project.UgcCount is int clips)
                {
                    counts[project.Id] = clips;
                }

                if (++seen == MostProjects)
                {
                    break;
                }
            }

            await _batch.Store.RecordClipsAsync(counts).ConfigureAwait(false);
            return null;
        }
        catch (UgcLabException failure)
        {
            return failure.Kind is UgcLabErrorKind.KeyRefused or UgcLabErrorKind.AccessDenied or UgcLabErrorKind.NotTheService or UgcLabErrorKind.NotConnected ? failure : null;
        }
    }

    private async Task<UgcBatchResult> FinishAsync(IEnumerable<BatchInput> rows, UgcLabException? stop)
    {
        BatchOutcome outcome = new(_batch);
        ResultFiles files;
        using (await LockResultsAsync().ConfigureAwait(false))
        {
            UgcBatch batch = await _client.Batches.GetAsync(_batch.Name).ConfigureAwait(false);
            await _batch.Store.RecordReportAsync(_batch.Id!.Value, _options.ReportFolder, batch.Version).ConfigureAwait(false);
            IAsyncEnumerator<ResultRow> results = outcome.RowsAsync(rows).GetAsyncEnumerator();
            await using (results.ConfigureAwait(false))
            {
                files = await ResultSheet.WriteAsync(_options.ReportFolder, batch, _plan.Columns, Rest(results), _client.Clock.GetUtcNow(), _options.Source).ConfigureAwait(false);

                // A sheet of results that can't be written takes no rows, and they count all the same.
                while (await results.MoveNextAsync().ConfigureAwait(false))
                {
                }
            }
        }

        foreach (string warning in files.Warnings)
        {
            _notices?.Report(new UgcNotice(UgcNoticeKind.Warning, warning));
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

    // Processes that run the batch write its results one after another, each from what the store holds by then.
    private async Task<FileLock> LockResultsAsync()
    {
        string path = Path.Combine(_batch.Store.Folder, string.Create(CultureInfo.InvariantCulture, $"results-{_batch.Id}.lock"));
        PrivateFolder.Make(_batch.Store.Folder);
        while (true)
        {
            if (FileLock.TryTake(path) is FileLock held)
            {
                return held;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System).ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<ResultRow> Rest(IAsyncEnumerator<ResultRow> rows)
    {
        while (await rows.MoveNextAsync().ConfigureAwait(false))
        {
            yield return rows.Current;
        }
    }
}
