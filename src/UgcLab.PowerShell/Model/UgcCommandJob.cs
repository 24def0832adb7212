namespace UgcLab;

/// <summary>A command that continues in the background, as -AsJob starts it. Stop-Job lets a request that is out finish.</summary>
public sealed class UgcCommandJob : Job
{
    private readonly ManualResetEventSlim _ended = new();
    private readonly Action _stop;
    private volatile string _status = "";

    internal UgcCommandJob(string command, string name, Action stop)
        : base(command, name)
    {
        _stop = stop;
        PSJobTypeName = "UgcLab";
    }

    /// <inheritdoc/>
    public override bool HasMoreData => Output.Count + Error.Count + Warning.Count + Verbose.Count + Information.Count > 0;

    /// <inheritdoc/>
    public override string Location => Environment.MachineName;

    /// <summary>How far it is.</summary>
    public override string StatusMessage => _status;

    internal bool HasFailed { get; set; }

    /// <summary>Stops it, and waits until a request that is out is finished and recorded.</summary>
    public override void StopJob()
    {
        if (JobStateInfo.State is not (JobState.Completed or JobState.Failed or JobState.Stopped))
        {
            _stop();
            _ended.Wait();
        }
    }

    internal void Start(Action work)
    {
        SetJobState(JobState.Running);
        Thread thread = new(() => work()) { IsBackground = true, Name = Name };
        thread.Start();
    }

    // Only the newest record of a bar is kept, because a run may take hours before anyone receives them.
    internal void Show(ProgressRecord record)
    {
        foreach (ProgressRecord old in Progress.ToArray().Where(each => each.ActivityId == record.ActivityId))
        {
            Progress.Remove(old);
        }

        Progress.Add(record);
        _status = record.RecordType is ProgressRecordType.Completed ? _status : $"{record.Activity}: {record.StatusDescription}";
    }

    // A line that Receive-Job shows and doesn't return.
    internal void WriteLine(HostInformationMessage message, string source)
    {
        InformationRecord record = new(message, source);
        record.Tags.Add("PSHOST");
        Information.Add(record);
    }

    internal void End(bool isStopped)
    {
        SetJobState(isStopped ? JobState.Stopped : HasFailed ? JobState.Failed : JobState.Completed);
        _ended.Set();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            StopJob();
            _ended.Dispose();
        }

        base.Dispose(disposing);
    }
}
