using System.Globalization;
using UgcLab.Simulator;

namespace UgcLab.Crash.Tests;

/// <summary>What a child is to do.</summary>
internal sealed record ChildSettings
{
    public required Uri Address { get; init; }

    public required string State { get; init; }

    public required string Out { get; init; }

    public required string Project { get; init; }

    public required DateTimeOffset Began { get; init; }

    /// <summary>Simulated seconds in a real second.</summary>
    public required int Speed { get; init; }

    /// <summary>The database that the processes share; empty for one in the state folder.</summary>
    public string Connection { get; init; } = "";

    /// <summary>How long a paid request may be in flight, in simulated minutes.</summary>
    public int TimeoutMinutes { get; init; } = 2 * 24 * 60;

    public string Key { get; init; } = UgcSimulator.ApiKey;

    public int Rows { get; init; } = 40;

    /// <summary>At which step of the store it kills itself; 0 for never.</summary>
    public int DiesAt { get; init; }

    /// <summary>The most creations in an hour; 0 for any number.</summary>
    public int PerHour { get; init; }

    /// <summary>In how many real seconds, by the clock of the database's server; 0 for a simulated hour.</summary>
    public int LimitSeconds { get; init; }

    /// <summary>Where the service is reached, if the process is on another machine; empty if it is on this one.</summary>
    public string Relay { get; init; } = "";

    public bool CreatesAgain { get; init; }

    /// <summary>Whether it waits for <c>go</c> between its plan and its run.</summary>
    public bool Waits { get; init; }

    /// <summary>The command that it runs under, such as strace.</summary>
    public IReadOnlyList<string> Under { get; init; } = [];

    public IEnumerable<string> Arguments =>
    [
        $"address={Address.AbsoluteUri}", $"key={Key}", $"state={State}", $"store={Connection}", $"timeout={Text(TimeoutMinutes)}", $"out={Out}", $"project={Project}", $"rows={Text(Rows)}", $"dies={Text(DiesAt)}",
        $"hourly={Text(PerHour)}", $"window={Text(LimitSeconds)}", $"relay={Relay}", $"again={Text(CreatesAgain ? 1 : 0)}", $"waits={Text(Waits ? 1 : 0)}", $"began={Began.UtcTicks.ToString(CultureInfo.InvariantCulture)}", $"speed={Text(Speed)}",
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
