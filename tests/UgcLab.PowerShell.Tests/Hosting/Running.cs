using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace UgcLab.EngineTests.Hosting;

/// <summary>A script at work, which a test can wait for or stop.</summary>
internal sealed class Running : IDisposable
{
    private readonly PowerShell _shell;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly IAsyncResult _invocation;

    public Running(Runspace runspace, string script)
    {
        _shell = PowerShell.Create();
        _shell.Runspace = runspace;

        // Within a try an error that ends its statement ends the script, and a test sees which it was.
        _shell.AddScript($"$global:caught = $null\ntry {{\n{script}\n}} catch {{ $global:caught = $_ }}");
        _invocation = _shell.BeginInvoke<PSObject, PSObject>(null, _output);
    }

    /// <summary>Objects so far.</summary>
    public PSDataCollection<PSObject> Output => _output;

    /// <summary>Warnings so far.</summary>
    public PSDataCollection<WarningRecord> Warnings => _shell.Streams.Warning;

    /// <summary>Verbose lines so far.</summary>
    public IEnumerable<string> Verbose => _shell.Streams.Verbose.Select(record => record.Message);

    /// <summary>States of progress bars so far.</summary>
    public IReadOnlyList<ProgressRecord> Bars => [.. _shell.Streams.Progress];

    /// <summary>Lines for the host so far.</summary>
    public IEnumerable<string> Information => _shell.Streams.Information.Select(record => record.ToString());

    /// <summary>Waits for its end.</summary>
    public Outcome End()
    {
        if (!_invocation.AsyncWaitHandle.WaitOne(Shell.Deadline))
        {
            _shell.BeginStop(null, null);
            throw new TimeoutException($"The script has not ended within {Shell.Deadline}.");
        }

        return Collect();
    }

    /// <summary>Stops it as Ctrl+C does, and waits until it has ended. What is to happen between the two can be said.</summary>
    public Outcome Stop(Action? meanwhile = null)
    {
        IAsyncResult stop = _shell.BeginStop(null, null);
        Assert.True(SpinWait.SpinUntil(() => _shell.InvocationStateInfo.State is not PSInvocationState.Running, TimeSpan.FromSeconds(10)));
        meanwhile?.Invoke();
        Assert.True(stop.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(10)), "The pipeline has not stopped within ten seconds.");
        return Collect();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _output.Dispose();
    }

    private Outcome Collect()
    {
        bool stopped = false;
        try
        {
            _shell.EndInvoke(_invocation);
        }
        catch (PipelineStoppedException)
        {
            stopped = true;
        }

        ErrorRecord? caught = stopped ? null : _shell.Runspace.SessionStateProxy.GetVariable("caught") as ErrorRecord;
        return new Outcome
        {
            Output = [.. _output],
            Errors = [.. _shell.Streams.Error],
            Caught = caught,
            Warnings = [.. _shell.Streams.Warning.Select(record => record.Message)],
            Verbose = [.. _shell.Streams.Verbose.Select(record => record.Message)],
            Debug = [.. _shell.Streams.Debug.Select(record => record.Message)],
            Information = [.. _shell.Streams.Information.Select(record => record.ToString())],
            Progress = [.. _shell.Streams.Progress.Select(record => record.ToString())],
            Stopped = stopped,
        };
    }
}
