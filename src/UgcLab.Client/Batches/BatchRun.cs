using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace UgcLab.Batches;

// Carries out the plan of a batch: sends the rows, waits for jobs created now or earlier, and saves each video when it is finished.
// It may be stopped at any time and run again, also by several processes at once, because the store records the progress.
internal sealed class BatchRun(
    BatchServices services, OpenBatch batch, BatchPlan plan, BatchRunOptions options, IProgress<UgcNotice>? notices = null)
{
    private readonly Channel<BatchEvent> _events = Channel.CreateUnbounded<BatchEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly object _lock = new();
    private readonly DateTimeOffset _began = services.Clock.GetUtcNow();
    private BatchProgress _progress = new(plan.ToSend) { Videos = plan.Estimate.Videos };
    private JobPoller? _poller;

    public BatchServices Services => services;
    public OpenBatch Batch => batch;
    public BatchRunOptions Options => options;
    public CountedJobs Counted { get; } = new();

    // It ends when the run does.
    public ChannelReader<BatchEvent> Events => _events.Reader;
    public BatchProgress Progress => _progress with { EndsAt = _poller?.EndsAt(SendsUntil()) };

    // Why it ended before its last row; null while it has not.
    public UgcLabException? StoppedBy { get; private set; }

    // The outcome, also of a run that was stopped; null while it runs.
    public UgcBatchResult? Result { get; private set; }

    public void Update(Func<BatchProgress, BatchProgress> change)
    {
        lock (_lock)
        {
            _progress = change(_progress);
        }
    }

    public void Report(BatchEvent happened) => _events.Writer.TryWrite(happened);

    public void Warn(string text) => Notify(new UgcNotice(UgcNoticeKind.Warning, text));

    public void Notify(UgcNotice notice) => notices?.Report(notice);

    public void FailVideo(UgcJob job, UgcLabException failure, bool canBeSaved = true)
    {
        Update(progress => progress.Fail(canBeSaved));
        Report(new BatchEvent(failure) { Job = job });
    }

    // Reads the rows of the plan again each time. Events report single rows and videos; the result
    // reports why the run ended early. When the run is stopped, it waits only for a request in flight.
    public async Task<UgcBatchResult> RunAsync(Func<IEnumerable<BatchInput>> rows, CancellationToken cancellationToken = default)
    {
        try
        {
            StoppedBy = await SendAndSaveAsync(rows, cancellationToken).ConfigureAwait(false);
            return Result = await FinishAsync(rows(), StoppedBy).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The result is lost, but the results files are expected.
            Result = await FinishAsync(rows(), new UgcLabException(UgcLabErrorKind.BatchStopped, "It was stopped.")).ConfigureAwait(false);
            if (await batch.CloseAsync().ConfigureAwait(false) is [OwnerRecord other, ..])
            {
                Warn($"Batch {batch.Name} continues: {other} is still running it.");
            }

            throw;
        }
        finally
        {
            // The poller closes it as well; a run that came to no poller leaves no port open either.
            options.Webhooks?.Dispose();
            _events.Writer.TryComplete();
        }
    }

    private async Task<UgcLabException?> SendAndSaveAsync(Func<IEnumerable<BatchInput>> rows, CancellationToken cancellationToken)
    {
        JobPoller poller = await services.OpenPollerAsync(options.JobTimeout, notices, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable watching = poller.ConfigureAwait(false);
        _poller = poller;
        if (options.Webhooks is WebhookReceiver receiver)
        {
            poller.UseWebhooks(receiver);
        }

        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using OtherRuns others = new(this, poller);
        await others.AddEarlierAsync(cancellationToken).ConfigureAwait(false);
        Task saved = Task.Run(() => SaveAllAsync(poller, stopping.Token), CancellationToken.None);
        Task followed = Task.Run(() => others.RunAsync(stopping.Token), CancellationToken.None);
        UgcLabException? stop = null;
        try
        {
            if (plan.ToSend > 0)
            {
                stop = await ReconciliationEvidence.CountClipsAsync(
                    services.Projects, batch.Store, notices, cancellationToken).ConfigureAwait(false);
                stop ??= await SendAsync(rows, poller, others, cancellationToken).ConfigureAwait(false);
            }

            if (stop is not null && poller.Progress.Open > 0)
            {
                Warn($"Sending has stopped. {stop.Message} Videos that were created are still waited for and saved.");
            }

            others.Complete();
            await followed.ConfigureAwait(false);
            poller.Complete();
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
            await Task.WhenAll(saved, followed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A sheet that can't be read anymore ends the sending, and not the saving.
    private async Task<UgcLabException?> SendAsync(
        Func<IEnumerable<BatchInput>> rows, JobPoller poller, OtherRuns others, CancellationToken cancellationToken)
    {
        try
        {
            await RecordRowsAsync(rows(), cancellationToken).ConfigureAwait(false);
            int? again = plan.Generation is int proposed ? await batch.GenerationAsync(proposed).ConfigureAwait(false) : null;
            BatchSender sending = new(this, plan.RowsIn(again), poller, others);
            return await Task.Run(() => sending.RunAsync(rows(), cancellationToken), CancellationToken.None).ConfigureAwait(false);
        }
        catch (UgcLabException failure)
        {
            return failure;
        }
    }

    // Rows are recorded before the first is sent.
    private async Task RecordRowsAsync(IEnumerable<BatchInput> rows, CancellationToken cancellationToken)
    {
        RowCounter count = new(batch.BaseUri);
        foreach (BatchInput[] some in rows.Where(input => input.Purchase is not null).Chunk(BatchView.RowsTogether))
        {
            cancellationToken.ThrowIfCancellationRequested();
            BatchRow[] planned = [.. some.Select(input => new BatchRow(input.Purchase!, count.Next(input.Purchase!)))
                .Where(row => plan.ToCreate.TryGetValue(row.Key, out PlannedRow planned) && planned.Is(row.Purchase, batch))];
            if (planned.Length > 0)
            {
                await batch.PlanAsync(planned).ConfigureAwait(false);
            }
        }
    }

    // Runs until the poller has handed over its last job and the last video is saved. What ends every job's wait, such as a key
    // that is refused, is thrown; downloads that have begun end first, so that they are kept.
    private Task SaveAllAsync(JobPoller poller, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        poller.Outcomes.ReadAllAsync(cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = options.Downloads, CancellationToken = cancellationToken },
        (outcome, _) => SaveAsync(outcome, cancellationToken));

    private async ValueTask SaveAsync(JobOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Failure is not null)
        {
            FailVideo(outcome.Job, outcome.Failure, canBeSaved: outcome.Failure.Kind is not UgcLabErrorKind.JobFailed);
            return;
        }

        try
        {
            SaveTarget target = options.Target(outcome.Job);
            UgcSavedVideo video = await services.Downloads.SaveAsync(
                outcome.Job, target, options.DownloadProgress, cancellationToken).ConfigureAwait(false);
            if (video.Warning is string warning)
            {
                Warn(warning);
            }

            _ = Counted.TryAdd(video.UgcId, isSaved: true);
            Update(progress => progress with { SavedNow = progress.SavedNow + 1 });
            Report(new BatchEvent(null) { Job = video.Job, Video = video });
        }
        catch (UgcLabException failure)
        {
            FailVideo(outcome.Job, failure);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What has come lies in NAME.part; the next run continues it.
        }
    }

    private async Task<UgcBatchResult> FinishAsync(IEnumerable<BatchInput> rows, UgcLabException? stop)
    {
        BatchResults results = new(batch);
        ResultFiles files;
        using (await services.Batches.LockResultsAsync(options.ReportFolder).ConfigureAwait(false))
        {
            UgcBatch now = await services.Batches.GetAsync(batch.Name).ConfigureAwait(false);
            await services.Batches.RecordReportAsync(now, options.ReportFolder).ConfigureAwait(false);
            files = await ResultSheet.WriteAsync(
                options.ReportFolder, now, plan.Columns, results.RowsAsync(rows), services.Clock.GetUtcNow(), options.Source,
                options.Delimiter).ConfigureAwait(false);
        }

        foreach (string warning in files.Warnings)
        {
            Warn(warning);
        }

        UgcBatchResult result = results.Sum(stop, _progress.Unsaved > 0);
        if (result.ExitCode < ExitCodes.Stopped && !(plan.HasOpenGeneration && options.IsPartial))
        {
            await batch.EndGenerationAsync(results.Least).ConfigureAwait(false);
        }

        return result with
        {
            Created = _progress.RowsCreated,
            VideosSaved = _progress.SavedNow,
            CreditsCharged = _progress.Credits,
            RemainingCredits = _progress.Remaining,
            StartedAt = _began,
            EndedAt = services.Clock.GetUtcNow(),
            ReportPath = files.Csv,
        };
    }

    // When the last row is sent, by the rate limits and the speed of the rows so far.
    private DateTimeOffset? SendsUntil()
    {
        int left = _progress.ToSend - _progress.Sent;
        if (left <= 0)
        {
            return null;
        }

        DateTimeOffset now = services.Clock.GetUtcNow();
        DateTimeOffset byPace = _progress.Sent == 0 ? now : now + ((now - _began) / _progress.Sent * left);
        DateTimeOffset byLimits = _began + (plan.Estimate.SendingTime ?? TimeSpan.Zero);
        return byPace > byLimits ? byPace : byLimits;
    }
}
