using System.Management.Automation.Runspaces;

namespace UgcLab.PowerShell.Pipeline;

/// <content>Continues in the background as a job, and runs the script block of -OnCompleted.</content>
public abstract partial class AsyncCmdlet
{
    private Func<CancellationToken, Task>? _background;

    // Ends the cmdlet, writes a job instead of its output, and continues with a step in the background. The job's name says what it does.
    private protected virtual void ContinueAsJob(string name, Func<CancellationToken, Task> step)
    {
        UgcCommandJob job = new(MyInvocation.Line.Trim(), name, Stop);
        JobRepository.Add(job);
        WriteObject(job);
        (Job, _background) = (job, step);
    }

    // Begins when the cmdlet has ended, so that the two don't write at the same time.
    private void BeginJob()
    {
        Func<CancellationToken, Task>? step = Interlocked.Exchange(ref _background, null);
        if (step is not null)
        {
            RunningCmdlets.Detach(this);
            Job!.Start(() => RunJob(step));
        }
    }

    private void RunJob(Func<CancellationToken, Task> step)
    {
        try
        {
            Run(step, endsAll: true);
        }
        catch (PipelineStoppedException)
        {
            // It was stopped, or what ended it was written.
        }
        catch (Exception error)
        {
            // An exception that leaves a thread ends the process.
            Job!.HasFailed = true;
            Job.Error.Add(ErrorRecords.Unexpected(error));
        }
        finally
        {
            Dispose(disposing: true);
            Job!.End(_isStopped);
        }
    }

    private void EndWith(ErrorRecord record)
    {
        if (Job is null)
        {
            Outside(() => ThrowTerminatingError(record));
        }

        Job!.HasFailed = true;
        Job.Error.Add(record);
        throw new PipelineStoppedException();
    }

    // The result was written before. What the script block writes is shown and not returned, and what fails in it neither ends the command
    // nor loses the result.
    private protected void Complete(ScriptBlock? script, object? result)
    {
        if (script is null)
        {
            return;
        }

        try
        {
            Outside(() => Run(script, result));
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            WriteCompletionFailure(error.Message);
        }
    }

    // In the console's runspace, or for a job in a runspace of its own.
    private void Run(ScriptBlock script, object? result)
    {
        using Runspace? own = Job is null ? null : OpenRunspace();
        using System.Management.Automation.PowerShell shell = own is null
            ? System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace)
            : System.Management.Automation.PowerShell.Create();
        if (own is not null)
        {
            shell.Runspace = own;
        }

        // A script block runs in the runspace that made it, which other commands use while a job runs. So a job runs its text.
        _ = own is null
            ? shell.AddScript("param($Script, $Result) $_ = $Result; & $Script $Result").AddArgument(script).AddArgument(result)
            : shell.AddScript("param($Text, $Result) $_ = $Result; & ([scriptblock]::Create($Text)) $Result")
                .AddArgument(script.ToString()).AddArgument(result);
        foreach (object? line in shell.Invoke().Concat<object?>(own is null ? [] : shell.Streams.Information))
        {
            WriteLine($"{line}");
        }

        foreach (ErrorRecord error in shell.Streams.Error)
        {
            WriteCompletionFailure(error.ToString());
        }
    }

    private Runspace OpenRunspace()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (MyInvocation.MyCommand.Module?.ModuleBase is string folder)
        {
            state.ImportPSModule([Path.Combine(folder, "UgcLab.psd1")]);
        }

        Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        return runspace;
    }

    private void WriteCompletionFailure(string message)
    {
        UgcLabException failure = new(
            UgcLabErrorKind.CompletionScriptFailed, $"The script block of -OnCompleted failed. {Redaction.Show(message, 1000)}",
            "The result isn't affected by it.");
        ErrorRecord record = ErrorRecords.From(failure, null, null);
        if (IsErrorActionStop)
        {
            WriteWarning(record.ToString());
        }
        else
        {
            WriteError(record);
        }
    }
}
