using System.Management.Automation;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>
/// A cmdlet whose steps are async. They run under the pump, so they may await and then write; Ctrl+C cancels the
/// token; and what the client throws becomes one error record here, so no cmdlet has a catch of its own.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private NoticeBoard? _notices;
    private bool _disposed;

    /// <summary>What an error record names as its target: the input in hand.</summary>
    protected virtual object? Target => null;

    /// <summary>How a failure names the input it concerns; null when its own words do.</summary>
    private protected virtual string? Subject => null;

    /// <summary>Tells the user what the client has to say, on the pipeline's thread.</summary>
    internal NoticeBoard Notices => _notices ??= new NoticeBoard(this);

    /// <summary>Cancelled by Ctrl+C and at the end of the pipeline, for work that outlives a step.</summary>
    private protected CancellationToken StopToken => _stopping.Token;

    /// <summary>Before the first input.</summary>
    protected virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>For each input.</summary>
    protected virtual Task ProcessAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After the last input.</summary>
    protected virtual Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Run(BeginAsync);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(EndAsync);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what is still at work: Select-Object -First ends a pipeline by disposing, without a stop.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            // Not disposed: a stop may come in at the same moment, on another thread, and it has no timer to free.
            _disposed = true;
            _stopping.Cancel();
        }
    }

    // The writes of the base class, each made outside the pump: see PipelinePump.Outside.

    /// <summary>Writes an object to the pipeline.</summary>
    protected internal new void WriteObject(object? item) => Outside(() => base.WriteObject(item));

    /// <summary>Writes an error that does not end the pipeline.</summary>
    protected new void WriteError(ErrorRecord record) => Outside(() => base.WriteError(record));

    /// <summary>Writes a warning.</summary>
    protected internal new void WriteWarning(string text) => Outside(() => base.WriteWarning(text));

    /// <summary>Writes a line for those who asked for many.</summary>
    protected internal new void WriteVerbose(string text) => Outside(() => base.WriteVerbose(text));

    /// <summary>Writes a line to the host, and to the information stream.</summary>
    internal void WriteLine(string text) =>
        Outside(() => base.WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]));

    /// <summary>Shows a bar.</summary>
    protected internal new void WriteProgress(ProgressRecord record) => Outside(() => base.WriteProgress(record));

    /// <summary>Asks whether to act; says what would be done under -WhatIf.</summary>
    protected new bool ShouldProcess(string target, string action) => PipelinePump.Outside(() => base.ShouldProcess(target, action));

    /// <summary>Where a path leads from the folder that the prompt shows, which need not be the process's.</summary>
    private protected string FullPath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    /// <summary>Writes a failure that concerns one of many, whatever its kind: the rest goes on.</summary>
    internal void WriteReport(UgcLabException failure, object? target, string? subject) => WriteError(ErrorRecords.From(failure, target, subject));

    /// <summary>Whether -WhatIf was given, here or for the whole session.</summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? ((SwitchParameter)given).IsPresent
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>The same, for what works for a cmdlet.</summary>
    internal bool IsRehearsal => IsWhatIf;

    /// <summary>Whether there is a person to ask.</summary>
    internal bool CanAsk => Interaction.IsPossible(Host);

    /// <summary>Whether -Confirm was typed, either way: then the engine has asked, or was told not to.</summary>
    private protected bool WasConfirmed => MyInvocation.BoundParameters.ContainsKey("Confirm");

    /// <summary>Asks a person, who may answer for all; where there is nobody, the answer is no.</summary>
    internal bool Agree(string query, string caption, Answers answers) => CanAsk && ShouldContinue(query, caption, ref answers.YesToAll, ref answers.NoToAll);

    /// <summary>Asks a person, whatever the preferences say. Only where <see cref="CanAsk"/>.</summary>
    protected new bool ShouldContinue(string query, string caption) => PipelinePump.Outside(() => base.ShouldContinue(query, caption));

    /// <summary>Asks a person, who may answer for all that is still to be asked. These are questions about paying twice, so the Enter key alone is a no.</summary>
    protected new bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll)
    {
        (bool yes, bool no) = (yesToAll, noToAll);
        bool answer = PipelinePump.Outside(() => base.ShouldContinue(query, caption, hasSecurityImpact: true, ref yes, ref no));
        (yesToAll, noToAll) = (yes, no);
        return answer;
    }

    /// <summary>Writes a failure, and ends the pipeline when no later input could fare better.</summary>
    private protected void WriteFailure(UgcLabException failure, object? target)
    {
        ErrorRecord record = ErrorRecords.From(failure, target, Subject);
        if (ErrorRecords.EndsEverything(failure.Kind))
        {
            PipelinePump.Outside<object?>(() => throw Terminating(record));
        }

        WriteError(record);
    }

    private static void Outside(Action call) => PipelinePump.Outside(() =>
    {
        call();
        return true;
    });

    private InvalidOperationException Terminating(ErrorRecord record)
    {
        ThrowTerminatingError(record);
        return new InvalidOperationException("ThrowTerminatingError returned.");
    }

    private void Run(Func<CancellationToken, Task> step)
    {
        try
        {
            PipelinePump.Run(() => Notices.During(() => step(_stopping.Token)), _stopping.Cancel);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (UgcLabException error)
        {
            WriteFailure(error, Target);
        }
    }
}
