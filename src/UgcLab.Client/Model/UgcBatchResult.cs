namespace UgcLab;

/// <summary>What a run of a batch came to.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public sealed record UgcBatchResult
{
    /// <summary>The batch.</summary>
    public required string Batch { get; init; }

    /// <summary>
    /// 0: Every row is saved. 1: Some rows were refused by the service, or their videos failed. 2: Rows are invalid, or would be created
    /// again. Nothing was sent. 3: The
    /// run stopped before the end. Run the command again to resume. 4: The workspace has too few credits, or a spending limit was reached.
    /// 5: Rows are unconfirmed. Resolve them, then run the command again.
    /// </summary>
    public int ExitCode { get; init; }

    /// <summary>Why it stopped before the end; null when it did not.</summary>
    public string? StoppedBy { get; init; }

    /// <summary>Rows of the input.</summary>
    public int Rows => Tally.Rows;

    /// <summary>Requests that this run sent and the service took.</summary>
    public int Created { get; init; }

    /// <summary>Videos that this run saved.</summary>
    public int VideosSaved { get; init; }

    /// <summary>Invalid rows.</summary>
    public int Invalid => Tally.Invalid;

    /// <summary>Rows that are still to be sent.</summary>
    public int NotSent => Tally[UgcRowState.NotSent];

    /// <summary>Rows that the service refused.</summary>
    public int Refused => Tally[UgcRowState.Refused];

    /// <summary>Rows whose outcome is unknown.</summary>
    public int Unconfirmed => Tally[UgcRowState.Unconfirmed] + Tally[UgcRowState.Sending];

    /// <summary>Unconfirmed rows that were abandoned.</summary>
    public int Abandoned => Tally[UgcRowState.Abandoned];

    /// <summary>Rows whose videos are still being made.</summary>
    public int Running => Tally[UgcRowState.Running];

    /// <summary>Rows with videos that are made and not saved.</summary>
    public int Finished => Tally[UgcRowState.Finished];

    /// <summary>Rows with a video that was not made.</summary>
    public int Failed => Tally[UgcRowState.Failed];

    /// <summary>Rows whose videos are all on the disk.</summary>
    public int Saved => Tally[UgcRowState.Saved];

    /// <summary>Credits that this run was charged.</summary>
    public decimal CreditsCharged { get; init; }

    /// <summary>Credits that the service charged for the rows of this input, in all runs.</summary>
    public decimal TotalCreditsCharged => Tally.Charged;

    /// <summary>Credits that it gave back for them.</summary>
    public decimal TotalCreditsRefunded => Tally.Refunded;

    /// <summary>Charged less given back, in all runs.</summary>
    public decimal TotalNetCredits => TotalCreditsCharged - TotalCreditsRefunded;

    /// <summary>The workspace's credits after the last purchase of this run.</summary>
    public decimal? RemainingCredits { get; init; }

    /// <summary>When the run began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>The sheet of results; null when it could not be written.</summary>
    public string? ReportPath { get; init; }

    internal RowTally Tally { get; init; } = new();

    /// <summary>The batch and the exit code.</summary>
    public override string ToString() => $"{Batch}: {ExitCode}";
}
