using System.Diagnostics;
using System.Threading.Channels;

namespace UgcLab.Store.Tests;

/// <summary>A real process that uses a store.</summary>
internal sealed class StoreChild : IDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private StoreChild(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _ = line.Data is null ? _lines.Writer.TryComplete() : _lines.Writer.TryWrite(line.Data);
        process.ErrorDataReceived += (_, line) => _ = line.Data is not null && _lines.Writer.TryWrite("stderr " + line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public static StoreChild Start(string[] arguments, string[]? under = null, params (string Name, string Value)[] environment)
    {
        string[] command = [.. under ?? [], Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "UgcLab.StoreChild.dll"), .. arguments];
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new StoreChild(new Process { StartInfo = start });
    }

    /// <summary>The next line of its output.</summary>
    public async Task<string> LineAsync()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromMinutes(2));
        return await _lines.Reader.ReadAsync(deadline.Token);
    }

    /// <summary>All lines until it ends.</summary>
    public async Task<List<string>> EndAsync()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromMinutes(5));
        List<string> lines = [];
        await foreach (string line in _lines.Reader.ReadAllAsync(deadline.Token))
        {
            lines.Add(line);
        }

        await _process.WaitForExitAsync(deadline.Token);
        return lines;
    }

    public void GoOn() => _process.StandardInput.WriteLine();

    public void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
