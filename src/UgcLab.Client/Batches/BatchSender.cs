namespace UgcLab.Batches;

// Sends the rows of a plan, one after another, and stops where going on would be wrong. Rows that are done are removed from those to send.
internal sealed class BatchSender(BatchRun run, Dictionary<RowKey, PlannedRow> toCreate, JobPoller poller, OtherRuns others)
    : IProgress<UgcNotice>
{
    // Three unconfirmed rows in sequence point to the connection or the service, not to a row.
    private const int MostUnconfirmed = 3;

    private readonly HashSet<string> _missingProjects = [];
    private int _unconfirmed;

    private DateTimeOffset Until => run.Options.Until ?? DateTimeOffset.MaxValue;
    private bool IsTimeReached => run.Services.Clock.GetUtcNow() >= Until;

    public async Task<UgcLabException?> RunAsync(IEnumerable<BatchInput> rows, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using CancellationTokenSource ended = new();
        Task ending = CancelWaitsAsync(stopping, ended.Token);
        try
        {
            return await SendAllAsync(rows, stopping.Token, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<UgcLabException?> SendAllAsync(
        IEnumerable<BatchInput> rows, CancellationToken stopping, CancellationToken cancellationToken)
    {
        RowCounter count = new(run.Batch.BaseUri);
        foreach (BatchInput input in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (toCreate.Count == 0)
            {
                break;
            }

            if (input.Purchase is PurchaseRequest purchase && count.Next(purchase) is RowKey key
                && toCreate.TryGetValue(key, out PlannedRow planned) && planned.Is(purchase, run.Batch) && toCreate.Remove(key))
            {
                UgcLabException? stop = IsTimeReached ? TimeReached()
                    : await SendAsync(input, new BatchRow(purchase, key), planned, stopping, cancellationToken)
                        .ConfigureAwait(false);
                if (stop is not null)
                {
                    return stop;
                }
            }
        }

        if (toCreate.Count > 0)
        {
            string were = toCreate.Count == 1 ? "was changed while the batch ran, and is" : "were changed while the batch ran, and are";
            string rowsLeft = Format.Count(toCreate.Count, "row");
            run.Warn($"{rowsLeft} {were} not sent: what the sheet says now was not checked. Run it again.");
        }

        return null;
    }

    private async Task<UgcLabException?> SendAsync(
        BatchInput input, BatchRow row, PlannedRow planned, CancellationToken stopping, CancellationToken cancellationToken)
    {
        run.Update(progress => progress.Begin(input.ToString()));
        string project = row.Purchase.Request.ProjectId;
        if (_missingProjects.Contains(project))
        {
            Fail(input, new UgcLabException(UgcLabErrorKind.ProjectNotFound,
                $"Project {Redaction.Show(project)} was not found for an earlier row, so this one is not sent."));
            return null;
        }

        try
        {
            PurchaseRequest purchase = row.Purchase with { AllowUnknownPrice = run.Options.AllowUnknownPrice };
            (IReadOnlyList<UgcJob> jobs, bool isNew) = await run.Batch.CreateAsync(
                row with { Purchase = purchase }, planned.Generation, planned.Known, claims: true, run.Options.Limit, this, stopping)
                .ConfigureAwait(false);
            _unconfirmed = 0;
            if (!isNew)
            {
                // Another process has created it since the plan was made. It may be waiting for it, or have saved it to another folder.
                // This run may know its videos from its beginning.
                UgcJob[] uncounted = [.. jobs.Where(job => run.Counted.TryAdd(job.UgcId))];
                run.Update(progress => progress.Find(uncounted.Length, jobs.Count));
                others.Follow(uncounted.Concat(jobs.Where(job => job.SavedPath is not null)).Where(job => !job.IsOpen));
                await others.AddAsync([.. uncounted.Where(job => job.IsOpen)]).ConfigureAwait(false);
                return null;
            }

            run.Update(progress => progress.Create(jobs));
            run.Report(new BatchEvent(null) { Row = input.ToString(), Purchase = input.Purchase, Created = jobs });
            foreach (UgcJob job in jobs)
            {
                poller.Add(job);
            }

            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && stopping.IsCancellationRequested)
        {
            // The time was over when the wait was canceled, whatever the clock was set to since.
            return TimeReached();
        }
        catch (UgcLabException failure)
        {
            return !failure.Kind.Is(ErrorTraits.EndsSending) ? Failed(input, project, failure)
                : failure.Kind is not UgcLabErrorKind.InsufficientCredits ? failure
                : failure.WithMessage(
                    failure.Message, "Add credits to the workspace, then run the same command again. This request was not charged.");
        }
    }

    // Handles the failure of one row. Returns why no more rows are sent; null to continue.
    private UgcLabException? Failed(BatchInput input, string project, UgcLabException failure)
    {
        Fail(input, failure);
        if (failure.Kind is UgcLabErrorKind.ProjectNotFound)
        {
            _missingProjects.Add(project);
        }

        _unconfirmed = failure.Kind is UgcLabErrorKind.OutcomeUnconfirmed ? _unconfirmed + 1 : 0;
        string why = $"{MostUnconfirmed} consecutive rows are unconfirmed, so no more are sent.";
        return _unconfirmed < MostUnconfirmed ? null
            : new UgcLabException(UgcLabErrorKind.OutcomeUnconfirmed, why,
                $"Check the dashboard, record the outcomes with Resolve-UgcBatchRow, and then run batch {run.Batch.Name} again.");
    }

    private void Fail(BatchInput input, UgcLabException failure)
    {
        run.Update(progress => progress.NotCreate(input.Purchase!.Request.Outputs));
        run.Report(new BatchEvent(failure) { Row = input.ToString(), Purchase = input.Purchase });
    }

    // The end of the time allowed ends a wait, and never a request that is in flight: that one may be rejected with 429, and
    // wait for an hour to be repeated.
    private async Task CancelWaitsAsync(CancellationTokenSource stopping, CancellationToken cancellationToken)
    {
        // Sleep stops timers, and a clock can be set: so no single wait is long.
        TimeSpan step = TimeSpan.FromSeconds(5);
        while (run.Options.Until is not null && !stopping.IsCancellationRequested)
        {
            TimeSpan left = Until - run.Services.Clock.GetUtcNow();
            TimeSpan wait = left <= TimeSpan.Zero ? TimeSpan.FromSeconds(1) : left < step ? left + TimeSpan.FromMilliseconds(1) : step;
            await Task.Delay(wait, run.Services.Clock, cancellationToken).ConfigureAwait(false);
            if (IsTimeReached && !run.Services.Purchases.IsInFlight)
            {
                await stopping.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    private UgcLabException TimeReached() => new(
        UgcLabErrorKind.BatchStopped, $"The time of -Until, {Format.Time(Until)}, is reached, so no more rows are sent.",
        "Run the same command again to resume.");

    // Notices of a purchase. Those of jobs that are read while a row waits don't come here.
    void IProgress<UgcNotice>.Report(UgcNotice value)
    {
        if (value.Kind is UgcNoticeKind.Waiting)
        {
            run.Update(progress => progress with { WaitsUntil = value.Until });
        }

        run.Notify(value);
    }
}
