using System.Management.Automation.Runspaces;

namespace UgcLab.PowerShell.Pipeline;

/// <content>Runs the script block of -OnCompleted: in the console's runspace, or for a job in a runspace of its own.</content>
public abstract partial class AsyncCmdlet
{
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
