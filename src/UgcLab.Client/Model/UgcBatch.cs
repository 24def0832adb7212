using System.Collections.ObjectModel;

namespace UgcLab;

/// <summary>A batch: the number of its rows in each state, and their cost.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public sealed record UgcBatch
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How many rows were ever planned in it.</summary>
    public int Rows => States.Values.Sum();

    /// <summary>Rows that haven't been created.</summary>
    public int NotSent => this[UgcRowState.NotSent];

    /// <summary>Rows that are out at this moment.</summary>
    public int Sending => this[UgcRowState.Sending];

    /// <summary>Rows that the service refused.</summary>
    public int Refused => this[UgcRowState.Refused];

    /// <summary>Rows whose outcome is unknown.</summary>
    public int Unconfirmed => this[UgcRowState.Unconfirmed];

    /// <summary>Unconfirmed rows that were abandoned.</summary>
    public int Abandoned => this[UgcRowState.Abandoned];

    /// <summary>Rows whose videos are being made.</summary>
    public int Running => this[UgcRowState.Running];

    /// <summary>Rows with videos that wait to be saved.</summary>
    public int Finished => this[UgcRowState.Finished];

    /// <summary>Rows with a video that was not made.</summary>
    public int Failed => this[UgcRowState.Failed];

    /// <summary>Rows whose videos are all on the disk.</summary>
    public int Saved => this[UgcRowState.Saved];

    /// <summary>Rows that the service took twice for one order.</summary>
    public int CreatedTwice { get; init; }

    /// <summary>Videos created.</summary>
    public int Videos { get; init; }

    /// <summary>Credits taken, as far as the service has said.</summary>
    public decimal CreditsCharged { get; init; }

    /// <summary>Credits given back.</summary>
    public decimal CreditsRefunded { get; init; }

    /// <summary>Credits taken less credits given back.</summary>
    public decimal NetCredits => CreditsCharged - CreditsRefunded;

    // Where its results were last written to.
    internal string? ReportFolder { get; init; }

    /// <summary>Whether a process is running it.</summary>
    public bool IsInUse { get; init; }

    /// <summary>The processes that are running it, with their machines.</summary>
    public IReadOnlyList<string> RunBy { get; init; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The service that it belongs to.</summary>
    public string? BaseUri { get; init; }

    /// <summary>The workspace that it belongs to: the name of a profile; null for none.</summary>
    public string? Workspace { get; init; }

    /// <summary>The file that its rows came from.</summary>
    public string? Source { get; init; }

    internal long Id { get; init; }

    // Changes whenever something in the batch does.
    internal long Version { get; init; }

    internal IReadOnlyDictionary<UgcRowState, int> States { get; init; } = ReadOnlyDictionary<UgcRowState, int>.Empty;

    internal int this[UgcRowState state] => States.GetValueOrDefault(state);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
