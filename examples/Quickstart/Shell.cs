using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace UgcLab.Quickstart;

/// <summary>The PowerShell engine with a console to show itself on. Ctrl+C stops what runs, as at a prompt.</summary>
internal sealed class Shell : IDisposable
{
    private readonly Runspace _runspace;
    private PowerShell? _running;

    public Shell()
    {
        // The other default session state wants the host of pwsh itself.
        _runspace = RunspaceFactory.CreateRunspace(new ConsoleHost(), InitialSessionState.CreateDefault2());
        _runspace.Open();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            _running?.BeginStop(null, null);
        };
    }

    public void Set(string name, object value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Shows a command as one would type it, and runs it with all it has to say in its order.</summary>
    public void Run(string script)
    {
        Console.WriteLine();
        Console.WriteLine($"PS> {script}");
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        _running = shell;
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException error)
        {
            Console.Error.WriteLine(error.ErrorRecord);
        }
        finally
        {
            _running = null;
        }
    }

    /// <summary>The value of an expression.</summary>
    public T Value<T>(string script)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        return (T)LanguagePrimitives.ConvertTo(shell.Invoke().LastOrDefault(), typeof(T), System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose() => _runspace.Dispose();
}
