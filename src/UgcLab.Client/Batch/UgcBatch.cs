using UgcLab.Store;

namespace UgcLab;

/// <summary>Where a row of a batch stands.</summary>
public enum UgcRowState
{
    /// <summary>It has not gone out, or it is proved that nothing came of it. The next run sends it.</summary>
    NotSent,

    /// <summary>It is being sent at this moment.</summary>
    Sending,

    /// <summary>The service said no. Nothing was bought.</summary>
    Refused,

    /// <summary>It was sent and its outcome is unknown. It is not sent again until a person resolves it: Resolve-UgcBatchRow.</summary>
    Unconfirmed,

    /// <summary>It was unconfirmed, and a person gave it up.</summary>
    Abandoned,

    /// <summary>It was bought, and its videos are being made.</summary>
    Running,

    /// <summary>Its videos are made, and not all of them saved.</summary>
    Finished,

    /// <summary>It was bought, and at least one of its videos was not made.</summary>
    Failed,

    /// <summary>All of its videos are on the disk.</summary>
    Saved,
}

/// <summary>A batch: how many of its rows stand where, and what they cost.</summary>
public sealed record UgcBatch
{
    internal UgcBatch(BatchRecord record) => Record = record;

    internal BatchRecord Record { get; }

    /// <summary>Its name.</summary>
    public string Name => Record.Key.Name;

    /// <summary>How many rows were ever planned in it.</summary>
    public int Rows => Record.States.Values.Sum();

    /// <summary>Rows that have not been bought.</summary>
    public int NotSent => this[UgcRowState.NotSent];

    /// <summary>Rows that are out at this moment.</summary>
    public int Sending => this[UgcRowState.Sending];

    /// <summary>Rows that the service refused.</summary>
    public int Refused => this[UgcRowState.Refused];

    /// <summary>Rows whose outcome is unknown.</summary>
    public int Unconfirmed => this[UgcRowState.Unconfirmed];

    /// <summary>Unconfirmed rows that a person gave up.</summary>
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
    public int BoughtTwice => Record.Doubled;

    /// <summary>Videos bought.</summary>
    public int Videos => Record.Videos;

    /// <summary>Credits taken, as far as the service has said.</summary>
    public decimal CreditsCharged => Record.Charged;

    /// <summary>Credits given back.</summary>
    public decimal CreditsRefunded => Record.Refunded;

    /// <summary>Credits taken less credits given back.</summary>
    public decimal NetCredits => CreditsCharged - CreditsRefunded;

    /// <summary>Whether a process is running it.</summary>
    public bool IsInUse => Record.Runs.Count > 0;

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt => Record.Created;

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? ChangedAt => Record.Changed;

    /// <summary>The service that it belongs to.</summary>
    public string? BaseUri => Record.Key.BaseUri;

    /// <summary>The file that its rows came from.</summary>
    public string? Source => Record.Source;

    internal int this[UgcRowState state] => Record.States.GetValueOrDefault(state);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
