namespace UgcLab.PowerShell.Creation;

// What becomes of the jobs of a cmdlet that creates. They are returned at once; with -Wait when they have ended; with -Destination, their
// files are. Jobs that end while a row waits for its slot are handed over then, here or by the Wait-UgcJob that follows.
internal sealed class CreatedJobs(CreationCmdlet cmdlet, string noun) : IDisposable
{
    // As in Wait-UgcJob.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan HandoverInterval = TimeSpan.FromSeconds(1);

    // A bar drawn for each of a thousand quick rows would cost more than the rows.
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(500);

    private readonly ProgressBar _bar = new(cmdlet, 4714, "Creating");
    private readonly NamePattern _pattern = NamePattern.Parse(JobFields.DefaultPattern);
    private readonly PipelineTurn _turn = new();
    private string? _folder;
    private JobWaiter? _waiter;
    private JobSaver? _saver;
    private long _lastDrawn;
    private int _requests;
    private int _count;
    private decimal _credits;

    public bool IsAny => _requests > 0;

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
            _waiter ??= new JobWaiter(
                cmdlet, await cmdlet.Client.OpenPollerAsync(Timeout, cmdlet.Notices, cancellationToken), WriteEnded);
            _waiter.Add(jobs);
        }

        await WriteFinishedAsync();
    }

    // Creates a row, and shows it, so that no credits are spent without any output on the screen. If the handover of other jobs meanwhile
    // ends the pipeline, a request in flight is still waited for.
    public async Task<IReadOnlyList<UgcJob>> CreateAsync(
        string row, Func<CancellationToken, Task<IReadOnlyList<UgcJob>>> create, CancellationToken cancellationToken)
    {
        if (!_bar.IsShown || ProgressBar.Clock.GetElapsedTime(_lastDrawn) >= BarInterval)
        {
            _lastDrawn = ProgressBar.Clock.GetTimestamp();
            _bar.Show($"{row}; so far {Format.Count(_count, noun)} for {Format.Amount(_credits)} credits. "
                + "Ctrl+C stops after the current request.");
        }

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

            IReadOnlyList<UgcJob> created = await jobs;
            _requests++;
            _count += created.Count;
            _credits += created[0].TotalCreditsCharged ?? 0;
            return created;
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

    public void CloseBar() => _bar.Close();

    // What was created, in a sentence.
    public override string ToString() => !IsAny ? "Nothing was created." : string.Create(
        CultureInfo.InvariantCulture,
        $"{Format.Count(_requests, "request")} created {Format.Count(_count, noun)} for {Format.Amount(_credits)} credits.");

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await (_waiter?.FinishAsync(cancellationToken) ?? Task.CompletedTask);
        await (_saver?.FinishAsync(cancellationToken) ?? Task.CompletedTask);
    }

    public void Dispose()
    {
        _turn.Withdraw();
        _waiter?.Stop();
    }

    private async Task WriteFinishedAsync()
    {
        _waiter?.WriteFinished();
        await (_saver?.WriteCompletedAsync() ?? Task.CompletedTask);
    }

    private void WriteEnded(JobOutcome outcome)
    {
        if (_folder is null || outcome.Failure is not null)
        {
            cmdlet.WriteOutcome(outcome, withJob: _folder is null);
        }
        else
        {
            _saver ??= new JobSaver(cmdlet, VideoDownloader.Together);
            SaveTarget target = new() { Folder = _folder, FileName = _pattern.Fill(field => JobFields.Text(outcome.Job, field)) };
            _saver.Begin(outcome.Job, target);
        }
    }
}

// What a cmdlet that creates sends to Wait-UgcJob while a row waits, because PowerShell lets a cmdlet write only when input arrives.
// Only the next cmdlet of the pipeline gets it: cmdlets begin one after another
// on one thread, and each accepts the offer of the one before it.
internal sealed class PipelineTurn
{
    [ThreadStatic]
    private static PipelineTurn? _offered;

    private InvocationInfo? _from;

    public bool IsTaken { get; private set; }

    public void Offer(InvocationInfo from)
    {
        // These common parameters would show it to the user.
        bool isVisible = from.BoundParameters.ContainsKey("OutVariable") || from.BoundParameters.ContainsKey("PipelineVariable");
        (_from, _offered) = (from, isVisible ? null : this);
    }

    public void Withdraw() => _offered = _offered == this ? null : _offered;

    public static void Take(InvocationInfo by)
    {
        if (_offered is { _from: InvocationInfo from } turn)
        {
            turn.IsTaken = (by.PipelineLength, by.PipelinePosition, by.Line) == (from.PipelineLength, from.PipelinePosition + 1, from.Line);
            _offered = null;
        }
    }
}
