using System.Globalization;
using System.Net;

namespace UgcLab.Crash.Child;

/// <summary>What a process is to do: its command line of <c>name=value</c>.</summary>
internal sealed record Life
{
    /// <summary>Where the service is.</summary>
    public required Uri Address { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The state folder.</summary>
    public required string State { get; init; }

    /// <summary>The database that the processes share; empty for one in the state folder.</summary>
    public string Connection { get; init; } = "";

    /// <summary>How long a paid request may be in flight.</summary>
    public TimeSpan ChargeTimeout { get; init; }

    /// <summary>Where the videos go.</summary>
    public required string Out { get; init; }

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; init; }

    /// <summary>At which step of the store it kills itself, from 1; 0 for never.</summary>
    public int DiesAt { get; init; }

    /// <summary>The most creations in an hour; 0 for any number.</summary>
    public int PerHour { get; init; }

    /// <summary>In how many real seconds, by the clock of the database's server; 0 for a simulated hour.</summary>
    public int LimitSeconds { get; init; }

    /// <summary>Where the service is reached, if it is on another machine.</summary>
    public IPEndPoint? Relay { get; init; }

    /// <summary>Whether created rows are created again.</summary>
    public bool CreatesAgain { get; init; }

    /// <summary>Whether it waits for a line <c>go</c> between its plan and its run.</summary>
    public bool Waits { get; init; }

    /// <summary>Simulated seconds in a real second.</summary>
    public int Speed { get; init; }

    /// <summary>The simulated time now; all processes of a test have the same.</summary>
    public DateTimeOffset Now { get; init; }

    public static Life Read(string[] args)
    {
        Dictionary<string, string> values = args.Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        DateTimeOffset began = new(long.Parse(values["began"], CultureInfo.InvariantCulture), TimeSpan.Zero);
        return new Life
        {
            Address = new Uri(values["address"]),
            Key = values["key"],
            State = values["state"],
            Connection = values["store"],
            ChargeTimeout = TimeSpan.FromMinutes(Number("timeout")),
            Out = values["out"],
            Project = values["project"],
            Rows = Number("rows"),
            DiesAt = Number("dies"),
            PerHour = Number("hourly"),
            LimitSeconds = Number("window"),
            Relay = values["relay"].Length == 0 ? null : IPEndPoint.Parse(values["relay"]),
            CreatesAgain = Number("again") > 0,
            Waits = Number("waits") > 0,
            Speed = Number("speed"),
            Now = began + ((DateTimeOffset.UtcNow - began) * Number("speed")),
        };

        int Number(string name) => int.Parse(values[name], CultureInfo.InvariantCulture);
    }
}
