namespace UgcLab.PowerShell.Creation;

// What becomes of the jobs of a cmdlet that creates. They are returned at once; with -Wait when they have ended; with -Destination, their
// files are. Jobs that end while a row waits for its slot are handed over then, here or by the Wait-UgcJob that follows.
// done: receives the id of each job that is saved or has no output.
internal sealed class CreatedJobs(CreationCmdlet cmdlet, Func<UgcLabClient> client, Action<string> done, CancellationToken stopToken)
    : IDisposable
{
    // As in Wait-UgcJob.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan HandoverInterval = TimeSpan.FromSeconds(1);

    private readonly NamePattern _pattern = NamePattern.Parse(JobFields.DefaultPattern);
    private readonly PipelineTurn _turn = new();
    private string? _folder;
    private JobWaiter? _waiter;
    private JobSaver? _saver;

    public bool AreWaitedFor => cmdlet.Wait || cmdlet.Destination is not null;

    public void Begin()
    {
        _folder = cmdlet.Folder;
        if (_folder is not null)
        {
            DestinationCheck.Require(_folder, mayWrite: !cmdlet.IsWhatIf);
        }

        _turn.Offer(cmdlet.MyInvocation);
    }

    public async Task AddAsync(IReadOnlyList<UgcJob> jobs, CancellationToken cancellationToken)
    {
        if (!AreWaitedFor)
        {
            cmdlet.WriteObjects(jobs);
        }
        else if (jobs.Count > 0)
        {
            _waiter ??= await JobWaiter.OpenAsync(cmdlet, client(), Timeout, EndedAsync, cancellationToken);
            await _waiter.AddAsync(jobs);
        }

        await WriteFinishedAsync();
    }

    // Creates a row. If the handover of other jobs meanwhile ends the pipeline, a request in flight is still waited for.
    public async Task<IReadOnlyList<UgcJob>> CreateAsync(
        Func<CancellationToken, Task<IReadOnlyList<UgcJob>>> create, CancellationToken cancellationToken)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<IReadOnlyList<UgcJob>> jobs = create(ending.Token);
        try
        {
            while ((_turn.IsTaken || AreWaitedFor)
                && await Task.WhenAny(jobs, Task.Delay(HandoverInterval, ProgressBar.Clock, CancellationToken.None)) != jobs)
            {
                if (_turn.IsTaken)
                {
                    cmdlet.WriteObject(_turn);
                }

                await WriteFinishedAsync();
            }

            return await jobs;
        }
        finally
        {
            if (!jobs.IsCompleted)
            {
                await ending.CancelAsync();
                await ((Task)jobs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await (_waiter?.FinishAsync(cancellationToken) ?? Task.CompletedTask);
        await (_saver?.FinishAsync(cancellationToken) ?? Task.CompletedTask);
    }

    // The polling stops on its own, and waiting for that here would only delay the prompt.
    public void Dispose()
    {
        _turn.Withdraw();
        _ = _waiter?.DisposeAsync().AsTask();
    }

    private async Task WriteFinishedAsync()
    {
        await (_waiter?.WriteFinishedAsync() ?? Task.CompletedTask);
        await (_saver?.WriteCompletedAsync() ?? Task.CompletedTask);
    }

    private Task EndedAsync(JobOutcome outcome)
    {
        if (outcome.Job is { IsFinal: true, IsSuccess: false })
        {
            done(outcome.Job.UgcId);
        }

        if (_folder is null)
        {
            cmdlet.WriteOutcome(outcome);
        }
        else if (outcome.Failure is not null)
        {
            cmdlet.WriteFailure(outcome.Failure, outcome.Job);
        }
        else
        {
            _saver ??= new JobSaver(cmdlet, client(), VideoDownloader.Together, done, stopToken);
            SaveTarget target = new() { Folder = _folder, FileName = _pattern.Fill(field => JobFields.Text(outcome.Job, field)) };
            _saver.Begin(outcome.Job, target);
        }

        return Task.CompletedTask;
    }
}
