using System.Diagnostics;
using System.Globalization;

namespace UgcLab.Crash.Tests;

/// <summary>A child that runs a batch, from its start to its end.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private bool _isDisposed;
    private TaskCompletionSource _spoke = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int ExitCode => _process.ExitCode;

    public bool HasEnded => _process.HasExited;

    /// <summary>Whether it was killed, by itself or from outside: such an end has no code of its own.</summary>
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

    /// <summary>Its id as the store knows it, which is not that of a program that it runs under; 0 before it has opened the batch.</summary>
    public int Id => After("READY ") is [string id, ..] ? int.Parse(id, CultureInfo.InvariantCulture) : 0;

    /// <summary>The jobs that it has said to be created.</summary>
    public IReadOnlyList<string> Created => After("BOUGHT ");

    public static ChildProcess Start(ChildSettings settings)
    {
        string[] command = [.. settings.Under, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "UgcLab.CrashChild.dll"), .. settings.Arguments];
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };

        // The user's own settings are no part of this, and a quick start is.
        start.Environment["UGCLAB_STATE_HOME"] = settings.State;
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return new ChildProcess(start);
    }

    /// <summary>What it has said, in lines that begin so; without the beginning.</summary>
    public IReadOnlyList<string> After(string beginning) => [.. Lines.Where(line => line.StartsWith(beginning, StringComparison.Ordinal)).Select(line => line[beginning.Length..])];

    /// <summary>Waits until it has said so many lines that begin so, or has ended. Returns the last of them.</summary>
    public async Task<string> SaysAsync(string beginning, int count = 1)
    {
        using CancellationTokenSource enough = new(LongestWait);
        while (true)
        {
            Task spoke;
            lock (_lines)
            {
                spoke = _spoke.Task;
            }

            if (After(beginning) is { } found && found.Count >= count)
            {
                return found[count - 1];
            }

            Assert.False(_process.HasExited, $"It ended and never said {beginning}:\n{this}");
            await Task.WhenAny(spoke, _process.WaitForExitAsync(enough.Token));
            Assert.False(enough.IsCancellationRequested, $"It never said {beginning}:\n{this}");
        }
    }

    /// <summary>Waits until it has opened the batch, or has ended.</summary>
    public async Task BeganAsync()
    {
        while (Lines.Length == 0 && !_process.HasExited)
        {
            Task spoke;
            lock (_lines)
            {
                spoke = _spoke.Task;
            }

            await (Lines.Length > 0 ? Task.CompletedTask : Task.WhenAny(spoke, _process.WaitForExitAsync()));
        }
    }

    public async Task EndedAsync(TimeSpan? longest = null)
    {
        using CancellationTokenSource enough = new(longest ?? LongestWait);
        try
        {
            await _process.WaitForExitAsync(enough.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It does not end:\n{this}");
        }
    }

    /// <summary>Waits for its end, which has this code.</summary>
    public async Task EndsAsync(int code)
    {
        await EndedAsync();
        Assert.True(code == ExitCode, $"It ended with {ExitCode.ToString(CultureInfo.InvariantCulture)}, not {code.ToString(CultureInfo.InvariantCulture)}:\n{this}");
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself meanwhile.
        }
    }

    /// <summary>Sends it a line.</summary>
    public void Tell(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>Sends it a signal by its name, such as STOP.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    /// <summary>All that it has said.</summary>
    public override string ToString() => string.Join('\n', Lines);

    private void Take(string? line)
    {
        if (line is not null)
        {
            TaskCompletionSource spoke;
            lock (_lines)
            {
                _lines.Add(line);
                (spoke, _spoke) = (_spoke, new(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            spoke.TrySetResult();
        }
    }
}
