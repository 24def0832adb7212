using System.Diagnostics;
using UgcLab.Tools;

namespace UgcLab.EngineTests.Hosting;

/// <summary>A script in the official PowerShell, in a process of its own: another console of the same user.</summary>
internal sealed class Child : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Process _process;
    private readonly Task<string[]> _output;

    /// <summary>Starts a script that has the module imported and a session open with a service on this machine.</summary>
    public Child(Service service, string state, string script, string connect = "", params (string Name, string Value)[] environment)
    {
        string path = Path.Combine(_folder, "script.ps1");
        File.WriteAllText(path, $$"""
            $ErrorActionPreference = 'Continue'
            $ProgressPreference = 'SilentlyContinue'
            Import-Module '{{Shell.Module}}'
            Connect-UgcLab -ApiKey (ConvertTo-SecureString '{{Shell.Key}}' -AsPlainText -Force) -BaseUri '{{service.BaseUri}}' -RequestLimit 0 -CreationLimit 0 -ReadLimit 0 {{connect}}
            {{script}}
            """);
        ProcessStartInfo start = Pwsh.Command("-NoLogo", "-NoProfile", "-NonInteractive", "-File", path);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment.Remove("PSModulePath");
        start.Environment[TestProcess.StateVariable] = state;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Waits for its end. Returns its exit code and all that it printed.</summary>
    public (int ExitCode, string Output) End()
    {
        Assert.True(_process.WaitForExit(TimeSpan.FromMinutes(5)), "The child has not ended within five minutes.");
        return (_process.ExitCode, string.Concat(_output.GetAwaiter().GetResult()));
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _folder.Dispose();
    }
}
