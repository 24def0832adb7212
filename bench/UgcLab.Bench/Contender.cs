using System.Diagnostics;
using System.Globalization;

namespace UgcLab.Bench;

/// <summary>
/// A way to send the sheet, in a process of its own that stays for the whole run. For each line that it is given it
/// sends all rows once and says how many microseconds one took; so all of them are warm, and measured in turn.
/// </summary>
internal sealed class Contender : IDisposable
{
    private readonly Process _process;

    private Contender(string name, Process process, bool sends) => (Name, _process, Sends) = (name, process, sends);

    public string Name { get; }

    /// <summary>Whether it makes purchases at all.</summary>
    public bool Sends { get; }

    public List<double> Times { get; } = [];

    public double Median => Statistics.Median(Times);

    /// <summary>A mode of this program.</summary>
    public static Contender Own(string name, bool sends, params string[] arguments) =>
        new(name, Shell.Start(Environment.ProcessPath!, arguments), sends);

    /// <summary>A script in pwsh.</summary>
    public static Contender Script(string name, string script, string? stateFolder, params string[] arguments) =>
        new(name, Shell.Pwsh(Places.Script(script), stateFolder, arguments), sends: true);

    public double Round()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        return line.Wait(TimeSpan.FromMinutes(2)) && double.TryParse(line.Result, NumberStyles.Float, CultureInfo.InvariantCulture, out double time)
            ? time
            : throw new InvalidOperationException($"'{Name}' did not answer with a time: {(line.IsCompleted ? line.Result : "nothing came")}");
    }

    /// <summary>The median of the rounds' ratios: what slows the machine for a while slows both.</summary>
    public double Against(Contender other) => Statistics.Median([.. Times.Zip(other.Times, (mine, its) => mine / its)]);

    public void Dispose() => Shell.End(_process);
}
