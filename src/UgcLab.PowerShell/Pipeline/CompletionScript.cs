using System.Management.Automation.Runspaces;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Runs the script block of -OnCompleted: in the console's runspace, or for a job in a runspace of its own.</summary>
internal static class CompletionScript
{
    public static void Run(AsyncCmdlet cmdlet, ScriptBlock script, object? result, bool isJob)
    {
        try
        {
            PipelinePump.Outside(() =>
            {
                using Runspace? own = isJob ? Open(cmdlet) : null;
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
                foreach (PSObject? output in shell.Invoke())
                {
                    cmdlet.WriteLine($"{output}");
                }

                foreach (InformationRecord line in own is null ? [] : shell.Streams.Information)
                {
                    cmdlet.WriteLine($"{line}");
                }

                foreach (ErrorRecord error in shell.Streams.Error)
                {
                    Report(cmdlet, error.ToString());
                }

                return true;
            });
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            Report(cmdlet, error.Message);
        }
    }

    private static Runspace Open(AsyncCmdlet cmdlet)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (cmdlet.MyInvocation.MyCommand.Module?.ModuleBase is string folder)
        {
            state.ImportPSModule([Path.Combine(folder, "UgcLab.psd1")]);
        }

        Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        return runspace;
    }

    private static void Report(AsyncCmdlet cmdlet, string message) => cmdlet.WriteCompletionFailure(new UgcLabException(
        UgcLabErrorKind.CompletionScriptFailed, $"The script block of -OnCompleted failed. {Redaction.Show(message, 1000)}",
        "The result isn't affected by it."));
}
