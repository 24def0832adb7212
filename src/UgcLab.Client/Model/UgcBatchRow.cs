namespace UgcLab;

/// <summary>A row of a batch, with its state and jobs.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public sealed record UgcBatchRow
{
    /// <summary>The batch.</summary>
    public required string Batch { get; init; }

    /// <summary>Its number in the input that it was first read from.</summary>
    public int? RowNumber => Planned.RowNumber;

    /// <summary>The row's own identity, where the sheet gives one.</summary>
    public string? RowId => Planned.RowId;

    /// <summary>The user's own label.</summary>
    public string? Reference => Planned.Reference;

    /// <summary>The state of the row.</summary>
    public UgcRowState State { get; init; }

    /// <summary>What it creates; null if this version doesn't recognize it.</summary>
    public UgcKind? Kind => Planned.Kind;

    /// <summary>The model asked for.</summary>
    public string? Model => Planned.Model;

    /// <summary>The length asked for, in seconds.</summary>
    public string? Duration => Planned.Duration;

    /// <summary>The requested number of variants.</summary>
    public int Variants => Planned.Variants;

    /// <summary>Its jobs in all generations, as last read.</summary>
    public IReadOnlyList<UgcJob> Jobs { get; init; } = [];

    /// <summary>Credits taken for it.</summary>
    public decimal? CreditsCharged => Jobs.Count == 0 ? null : Jobs.Sum(job => job.CreditsCharged ?? 0);

    /// <summary>Credits given back.</summary>
    public decimal? CreditsRefunded => Jobs.Count == 0 ? null : Jobs.Sum(job => job.CreditsRefunded ?? 0);

    /// <summary>Credits taken less credits given back.</summary>
    public decimal? NetCredits => CreditsCharged - CreditsRefunded;

    /// <summary>When it was last sent.</summary>
    public DateTimeOffset? SentAt => Last?.Time;

    /// <summary>The machine that last sent it.</summary>
    public string? Machine => Last?.Machine;

    /// <summary>Why it was refused, is unconfirmed, or failed.</summary>
    public string? Message => MessageOf(State, Last?.Message, Jobs);

    /// <summary>What an answer that could not be understood said.</summary>
    public string? Answer => Last?.Answer;

    /// <summary>Evidence for an unconfirmed row, from the balance and the project. Not proof: other people may create videos too.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The service's id of the request.</summary>
    public string? RequestId => Last?.RequestId;

    /// <summary>The text.</summary>
    public string? Prompt => Planned.Prompt;

    /// <summary>The project.</summary>
    public string? ProjectId => Planned.ProjectId;

    /// <summary>The record's id of its unconfirmed purchase, or else of its last one; null when it was never sent.</summary>
    public string? PurchaseId { get; init; }

    /// <summary>Whether the service created it twice for one request.</summary>
    public bool IsCreatedTwice { get; init; }

    /// <summary>The row's cells.</summary>
    public IReadOnlyDictionary<string, string> Cells => Planned.Cells;

    /// <summary>The service that the batch belongs to.</summary>
    public string? BaseUri { get; init; }

    /// <summary>The workspace that the batch belongs to: the name of a profile; null for none.</summary>
    public string? Workspace { get; init; }

    internal long BatchId { get; init; }

    internal string Key { get; init; } = "";

    // What the row sends, read as a purchase of it would be, and as JSON; and its last purchase.
    internal UgcHistoryEntry Planned { get; init; } = new() { PurchaseId = "" };

    internal string? Body { get; init; }

    internal UgcHistoryEntry? Last { get; init; }

    // Of an input, and invalid, so that it has no state.
    internal bool IsInvalid { get; init; }

    internal UgcRowState? StateIfValid => IsInvalid ? null : State;

    /// <summary>The batch and the row.</summary>
    public override string ToString() => $"{Batch}, row {RowNumber}";

    // A failed row says why its jobs failed; its purchase succeeded.
    internal static string? MessageOf(UgcRowState state, string? ofPurchase, IEnumerable<UgcJob> jobs) => state is not UgcRowState.Failed
        ? ofPurchase
        : jobs.LastOrDefault(job => job is { IsFinal: true, IsSuccess: false }) is UgcJob failed
            ? failed.ErrorMessage ?? $"Job {failed.UgcId} failed, and the service gave no reason."
        : ofPurchase;
}

/// <summary>The state of a row of a batch.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public enum UgcRowState
{
    /// <summary>It has not gone out, or it is proved that nothing came of it. The next run sends it.</summary>
    NotSent,

    /// <summary>It is being sent at this moment.</summary>
    Sending,

    /// <summary>The service refused it. Nothing was created.</summary>
    Refused,

    /// <summary>It was sent and its outcome is unknown. It is not sent again until a person resolves it: Resolve-UgcBatchRow.</summary>
    Unconfirmed,

    /// <summary>It was unconfirmed, and a person abandoned it.</summary>
    Abandoned,

    /// <summary>It was sent, and its videos are being created.</summary>
    Running,

    /// <summary>Its videos are made, and not all of them saved.</summary>
    Finished,

    /// <summary>It was sent, and at least one of its videos failed.</summary>
    Failed,

    /// <summary>All of its videos are on the disk.</summary>
    Saved,
}

/// <summary>What to do with rows whose outcome is unconfirmed.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public enum UgcOnUnconfirmed
{
    /// <summary>Skip the row and report it.</summary>
    Skip,

    /// <summary>Show the evidence and ask. In a non-interactive session this is Skip.</summary>
    Ask,
}
