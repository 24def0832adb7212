using System.Diagnostics;
using System.Globalization;

namespace UgcLab.Crash.Tests;

/// <summary>One life of the child.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>Whether it was killed, by whomever: such an end has no code of its own.</summary>
    public bool WasKilled => _process.ExitCode is 137 or -1;

    public string[] Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public static ChildProcess Start(string what, Uri address, string state, string output, string? project, int rows = 40, int diesAt = 0, params string[] under)
    {
        string[] command = [.. under, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "UgcLab.CrashChild.dll"), what, address.AbsoluteUri, state, output, project ?? "none", Text(rows), Text(diesAt)];
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };

        // One's own settings are no part of this, and a quick start is.
        start.Environment["UGCLAB_STATE_HOME"] = state;
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new ChildProcess(start);
    }

    /// <summary>Ends when it has said its first word, or is gone.</summary>
    public Task BeganAsync() => Task.WhenAny(_began.Task, EndedAsync());

    public async Task EndedAsync()
    {
        using CancellationTokenSource enough = new(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(enough.Token);
    }

    public void Kill() => _process.Kill();

    public void EndInput() => _process.StandardInput.Close();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Take(string? line)
    {
        if (line is not null)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }

            _began.TrySetResult();
        }
    }
}
