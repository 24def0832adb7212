namespace UgcLab.PowerShell.Creation;

// What -Wait and -Destination of a cmdlet that creates do with its jobs: wait for them, and save their files to a folder if one is given.
// folder: the full path of the folder; null to only wait.
// done: receives the id of each job that is saved or has no output.
internal sealed class CreatedJobs(
    AsyncCmdlet cmdlet, Func<UgcLabClient> client, string? folder, Action<string> done, CancellationToken stopToken) : IDisposable
{
    private const string Pattern = "{Reference}-{Model}-v{VariantIndex}";

    // As in Wait-UgcJob.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    private readonly NamePattern _pattern = NamePattern.Parse(Pattern);
    private JobWaiter? _waiter;
    private JobSaver? _saver;

    public void CheckDestination(bool isWhatIf)
    {
        if (folder is not null)
        {
            DestinationCheck.Require(folder, mayWrite: !isWhatIf);
        }
    }

    public async Task AddAsync(IReadOnlyList<UgcJob> jobs, CancellationToken cancellationToken)
    {
        if (jobs.Count > 0)
        {
            _waiter ??= await JobWaiter.OpenAsync(
                cmdlet, client(), Timeout, EndedAsync, cancellationToken);
            await _waiter.AddAsync(jobs);
        }

        await WriteFinishedAsync();
    }

    /// <summary>Returns the jobs that have ended, and begins to save files, while a row waits.</summary>
    public async Task WriteFinishedAsync()
    {
        await (_waiter?.WriteFinishedAsync() ?? Task.CompletedTask);
        await (_saver?.WriteCompletedAsync() ?? Task.CompletedTask);
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await (_waiter?.FinishAsync(cancellationToken) ?? Task.CompletedTask);
        await (_saver?.FinishAsync(cancellationToken) ?? Task.CompletedTask);
    }

    // The polling stops on its own, and waiting for that here would only delay the prompt.
    public void Dispose() => _ = _waiter?.DisposeAsync().AsTask();

    private Task EndedAsync(JobOutcome outcome)
    {
        if (outcome.Job is { IsFinal: true, IsSuccess: false })
        {
            done(outcome.Job.UgcId);
        }

        if (folder is null)
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
            SaveTarget target = new() { Folder = folder, FileName = _pattern.Fill(field => JobFields.Text(outcome.Job, field)) };
            _saver.Begin(outcome.Job, target);
        }

        return Task.CompletedTask;
    }
}
