namespace UgcLab.PowerShell.Pipeline;

/// <summary>The base class of cmdlets that use the service. It has -Session and a client that is never null.</summary>
public abstract class UgcCmdlet : AsyncCmdlet
{
    /// <summary>
    /// The session to use, as returned by Connect-UgcLab -PassThru. By default, the session of this runspace or of the process is used, or
    /// one is opened with the key in $env:UGCLAB_API_KEY.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public UgcSession? Session { get; set; }

    private bool _hasReturned;
    private int _unsent;

    // Whether no more is created, because of an error that concerns all input.
    private protected bool IsOver { get; private set; }

    // The ids of jobs that this cmdlet has created or received, and that aren't saved as far as it knows.
    internal HashSet<string> UnsavedIds { get; } = new(StringComparer.Ordinal);

    private protected override string UnsavedText
    {
        get
        {
            const int MostShown = 10;
            (int count, bool areMany) = (UnsavedIds.Count, UnsavedIds.Count > MostShown);
            string jobs = $"{string.Join(", ", UnsavedIds.Take(MostShown))}{(areMany ? $", and {count - MostShown} more" : "")}";
            string source = areMany ? "Get-UgcJob -Unsaved" : string.Join(", ", UnsavedIds.Select(
                id => $"'{id.Replace("'", "''", StringComparison.Ordinal)}'"));
            return count == 0 ? "" : $" {(count == 1 ? "1 job that was created" : $"{count} jobs that were created")} may not be saved: "
                + $"{jobs}. To save {(count == 1 ? "it" : "them")}, run: {source} | Wait-UgcJob | Save-UgcVideo";
        }
    }

    private protected UgcSession? OpenSession => Session ?? UgcSession.Default;

    // After RequireSession.
    internal UgcSession SessionInUse => OpenSession!;

    private UgcLabClient? _used;

    internal UgcLabClient Client => _used = OpenClient ?? DefaultSessions.FromEnvironment(WriteLine).Client;

    private UgcLabClient? OpenClient => OpenSession is { IsEnded: true }
        ? throw new UgcLabException(UgcLabErrorKind.NotConnected, "This session was ended.") : OpenSession?.Client;

    internal override bool IsPaying => _used?.Purchases.IsInFlight is true;

    // The session of the runspace may be replaced while the job runs.
    private protected override void ContinueAsJob(string name, Func<CancellationToken, Task> step)
    {
        _ = Client;
        Session = OpenSession;
        Session!.IsShared = true;
        base.ContinueAsJob(name, step);
    }

    // Before rows are read: without a session, they would only lack its defaults.
    private protected void RequireSession()
    {
        if (!IsWhatIf)
        {
            _ = Client;
        }
    }

    private protected static void RequirePeriod(DateTimeOffset? since, DateTimeOffset? before) =>
        Invalid.ThrowIf(since >= before, "-Since must be earlier than -Before.");

    // The store of the session, or the user's default store if no session is open.
    private protected IStoreEngine Store => OpenClient?.Store ?? Stores.Default();

    private protected History History => new(Store, OpenSession?.Client.BaseUri);

    internal BatchService Batches => OpenClient?.Batches ?? new BatchService(Store);

    internal TimeProvider Clock => OpenSession?.Client.Clock ?? TimeProvider.System;

    // After jobs were returned, the pipeline continues to wait for them and save them, although no more can be created.
    private protected override bool EndsAll(UgcLabException failure) => base.EndsAll(failure) && !_hasReturned;

    private protected bool EndsCreation(UgcLabException failure) => base.EndsAll(failure) && _hasReturned;

    private protected override void Note(UgcLabException failure) => IsOver |= EndsCreation(failure);

    private protected void Returned(IReadOnlyList<UgcJob> jobs)
    {
        _hasReturned |= jobs.Count > 0;
        UnsavedIds.UnionWith(jobs.Where(job => job.IsOpen).Select(job => job.UgcId));
    }

    // A job that was waited for, and why it has no video or isn't finished.
    internal void WriteOutcome(JobOutcome outcome, bool withJob = true)
    {
        if (outcome.Job is { IsFinal: true, IsSuccess: false })
        {
            UnsavedIds.Remove(outcome.Job.UgcId);
        }

        if (withJob && outcome.Failure?.Kind is not (UgcLabErrorKind.JobNotFound or UgcLabErrorKind.JobIdInvalid))
        {
            WriteObject(outcome.Job);
        }

        if (outcome.Failure is not null)
        {
            WriteFailure(outcome.Failure, outcome.Job);
        }
    }

    private protected void CountUnsent() => _unsent++;

    private protected void WriteUnsent()
    {
        if (_unsent > 0)
        {
            WriteWarning($"{Format.Count(_unsent, "more request")} {(_unsent == 1 ? "was" : "were")} not sent.");
        }
    }

    // Shows the address, because a random path has to be entered in the dashboard.
    private protected async Task<WebhookReceiver> OpenWebhooksAsync(string prefix, CancellationToken cancellationToken)
    {
        WebhookReceiver? opened = await WebhookReceiver.OpenAsync(prefix, cancellationToken: cancellationToken);
        try
        {
            WriteLine($"Webhooks for this wait are received at {opened.Address}");
            WriteWarnings(opened.Warning);
            (WebhookReceiver told, opened) = (opened, null);
            return told;
        }
        finally
        {
            // If $WarningPreference is Stop, the warning throws, and the port would stay in use.
            opened?.Dispose();
        }
    }

    // Writes the items with the given names and ids. An empty array matches all items.
    private protected async Task WriteWantedAsync<T>(
        IAsyncEnumerable<T> list, string[] names, string[] ids, Func<T, string> idOf, Func<T, string?> nameOf)
    {
        HashSet<string> missing = new(ids, StringComparer.Ordinal);
        await foreach (T item in list)
        {
            if ((ids.Length == 0 || missing.Remove(idOf(item))) && IsLike(names, nameOf(item)))
            {
                WriteObject(item);
            }

            // Ids are unique, so no more pages are needed.
            if (ids.Length > 0 && missing.Count == 0)
            {
                break;
            }
        }
    }

    // Works without a session.
    private protected Task<Estimator> NewEstimatorAsync() => Estimator.OfAsync(Store, OpenSession?.Limits ?? new UgcLimits(), Clock);
}
