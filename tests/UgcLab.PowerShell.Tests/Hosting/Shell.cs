using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Reflection;

namespace UgcLab.EngineTests.Hosting;

/// <summary>The real engine in a runspace of its own, with the module imported from its built folder.</summary>
internal sealed class Shell : IDisposable
{
    public const string Key = "ugc_0123456789abcdef0123456789abcdef0123456789abcdef";

    // Far above what anything takes; it is there so that what hangs is a failure, and not a night.
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    // A sound row, and the same as parameters to splat; each with whatever a test wants otherwise.
    private const string Rows = """
        function global:row($Prompt, $Otherwise = @{}) { [pscustomobject](typed $Prompt $Otherwise) }
        function global:typed($Prompt, $Otherwise = @{}) {
            $row = [ordered]@{ Prompt = $Prompt; Model = 'kling-2.6'; Duration = '5'; ProjectId = $project }
            foreach ($name in $Otherwise.Keys) { $row[$name] = $Otherwise[$name] }
            $row
        }
        """;

    // The engine fills tables of the whole process when it opens a runspace and when it completes a line, and does not expect others
    // to do so at the same moment: commands of the engine itself are missing then.
    private static readonly object OneAtATime = new();

    private readonly Runspace _runspace;

    /// <summary>What the host of a script is called that no person looks at.</summary>
    public const string NonInteractive = "Default Host";

    public Shell(string host = "UgcLab tests", int? columns = null)
    {
        Host = new TestHost(host, columns);
        lock (OneAtATime)
        {
            _runspace = Open(Host);
        }

        Run($"Import-Module '{Module}'").Clean();
        Run(Rows).Clean();
        Set("project", Service.Project);
    }

    private static Runspace Open(TestHost host)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            // A hosted engine has no settings file, and without one it loads no format file.
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        state.Commands.Add(TestCmdlets.Entries());
        Runspace runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        return runspace;
    }

    /// <summary>The manifest of the built module.</summary>
    public static string Module { get; } = Path.Combine(
        typeof(Shell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ModuleFolder").Value!, "UgcLab.psd1");

    public TestHost Host { get; }

    /// <summary>Runs a script; what ends it is in the outcome.</summary>
    public Outcome Run(string script)
    {
        using Running running = Start(script);
        return running.End();
    }

    /// <summary>Starts a script, to be stopped.</summary>
    public Running Start(string script) => new(_runspace, script);

    /// <summary>Completes a line, its cursor at the end.</summary>
    public IReadOnlyList<string> Complete(string line)
    {
        lock (OneAtATime)
        {
            Set("line", line);
            return Run("(TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText").Clean().Texts;
        }
    }

    /// <summary>Sets a variable of the runspace.</summary>
    public Shell Set(string name, object? value)
    {
        _runspace.SessionStateProxy.SetVariable(name, value);
        return this;
    }

    /// <summary>Opens a session with a service on this machine, without a pace.</summary>
    public Shell Connect(Service service, string more = "", string key = Key)
    {
        Set("key", new NetworkCredential("", key).SecurePassword).Set("base", service.BaseUri);
        Run($"Connect-UgcLab -ApiKey $key -BaseUri $base -RequestLimit 0 -CreationLimit 0 -ReadLimit 0 {more}").Clean();
        return this;
    }

    /// <summary>Opens a session with the simulator.</summary>
    public Shell Rehearse(string options = "Speed = 2000", string more = "")
    {
        Run($"Connect-UgcLab -Simulator -SimulatorOption @{{ {options} }} {more}").Clean();

        // Left blank, it is the session's: the rehearsal's own first project.
        return Set("project", "");
    }

    public void Dispose() => _runspace.Dispose();
}
