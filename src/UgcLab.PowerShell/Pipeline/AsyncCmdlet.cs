using System.Management.Automation.Host;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>A cmdlet whose steps are async. What they throw becomes an error record here, so no cmdlet has a catch of its own.</summary>
public abstract partial class AsyncCmdlet : HostCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _advised = [];
    private PipelineNotifier? _notices;
    private string? _stopFailure;
    private bool _isStopped;
    private bool _disposed;

    // What an error record names as its target: the input that is being processed.
    private protected virtual object? Target => null;

    // How a failure names the input it concerns; null when its own words do.
    private protected virtual string? Subject => null;

    internal PipelineNotifier Notices => _notices ??= new PipelineNotifier(this);

    // Canceled by Ctrl+C and at the end of the pipeline, for work that outlives a step.
    internal CancellationToken StopToken => _stopping.Token;

    private protected virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private protected virtual Task ProcessAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private protected virtual Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // What it had done when it was stopped; null for a cmdlet that changes nothing.
    private protected virtual StopNote? StopNote => null;

    internal virtual bool IsPaying => false;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        RunningCmdlets.Enter(this);
        Run(BeginAsync, endsAll: true);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Run(EndAsync);

        // A next cmdlet of the pipeline may wait for it.
        BeginJob();
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => Stop();

    internal void Stop()
    {
        _isStopped = true;
        _stopping.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A job takes over what the cmdlet holds, and disposes of it at its end.
        BeginJob();
        if (Job is null)
        {
            Dispose(disposing: true);
        }

        GC.SuppressFinalize(this);
    }

    // Ends what is still at work: Select-Object -First ends a pipeline by disposing, without a stop.
    private protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            // Not disposed: a stop may come in at the same moment, on another thread, and it has no timer to free.
            _disposed = true;
            _stopping.Cancel();
            WriteStopLine();
        }
    }

    // The streams of a stopped pipeline are closed, so the line goes to the host itself, which may have gone with its terminal.
    private void WriteStopLine()
    {
        StopNote? note = _isStopped ? StopNote : null;
        if (_isStopped && _stopFailure is not null)
        {
            note = new StopNote($"{note?.Done} {_stopFailure}".Trim(), note?.Resume);
        }

        try
        {
            string? line = RunningCmdlets.Remove(this, note) ?? (Job is null || note is null ? null : StopNote.Line([note]));
            if (line is not null && Job is not null && !RunningCmdlets.IsEnding)
            {
                WriteLine(line);
            }
            else if (line is not null)
            {
                HostConsole.WriteLine(Host, line);
            }
        }
        finally
        {
            RunningCmdlets.Completed();
        }
    }

    // Writes a failure of one of many items, whatever its kind; the others continue.
    internal void WriteReport(UgcLabException failure, object? target, string? subject) => WriteError(Record(failure, target, subject));

    // The same advice is shown once.
    private ErrorRecord Record(UgcLabException failure, object? target, string? subject, string unsaved = "")
    {
        ErrorRecord record = ErrorRecords.From(failure, target, subject, unsaved);
        if (record.ErrorDetails.RecommendedAction is { Length: > 0 } advice && !_advised.Add(advice))
        {
            record.ErrorDetails.RecommendedAction = "";
        }

        if (_isStopped && failure.Kind is UgcLabErrorKind.OutcomeUnconfirmed)
        {
            // A stopped pipeline shows no more errors.
            _stopFailure = record.ErrorDetails.Message;
        }

        return record;
    }

    internal static bool IsLike(string[] patterns, string? value) => patterns.Length == 0 || patterns
        .Select(pattern => new WildcardPattern(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant))
        .Any(pattern => pattern.IsMatch(value ?? ""));

    // Does one of several things: a failure that only concerns its file is written, and the next can follow.
    private protected async Task ForOneAsync(Func<Task> step, string file)
    {
        try
        {
            await step();
        }
        catch (UgcLabException failure) when (failure.Kind is UgcLabErrorKind.FileInvalid or UgcLabErrorKind.ColumnSuspicious)
        {
            WriteReport(failure, file, failure.Kind is UgcLabErrorKind.FileInvalid ? null : file);
        }
    }

    // What to say about jobs that are left behind if an error ends the pipeline now.
    private protected virtual string UnsavedText => "";

    // Whether a failure ends the pipeline, because no later input could succeed either.
    private protected virtual bool EndsAll(UgcLabException failure) => failure.Kind.Is(ErrorTraits.EndsInput);

    private protected virtual void Note(UgcLabException failure)
    {
    }

    // Whether a failure is kept, to be reported after work that it doesn't concern.
    private protected virtual bool IsDeferred(UgcLabException failure) => false;

    internal void WriteFailure(UgcLabException failure, object? target, bool endsAll = false)
    {
        Note(failure);
        bool isEnd = endsAll || EndsAll(failure);
        string unsaved = isEnd || IsErrorActionStop ? UnsavedText : "";
        ErrorRecord record = Record(failure, target, target is UgcJob job ? ErrorRecords.Subject(job) : Subject, unsaved);
        if (isEnd)
        {
            EndWith(record);
        }

        WriteError(record);
    }

    // What fails before the first input ends the pipeline, so that an upstream cmdlet creates nothing.
    private void Run(Func<CancellationToken, Task> step, bool endsAll = false)
    {
        try
        {
            // A signal stops cmdlets and not their pipeline, which has more input.
            _stopping.Token.ThrowIfCancellationRequested();
            PipelinePump.Run(() => Notices.During(() => step(_stopping.Token)), _stopping.Cancel);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (UgcLabException error)
        {
            if (!IsDeferred(error))
            {
                WriteFailure(error, Target, endsAll);
            }
        }
    }
}
