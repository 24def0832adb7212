namespace UgcLab;

/// <summary>What a run of a batch came to.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public sealed record UgcBatchResult
{
    /// <summary>The batch.</summary>
    public required string Batch { get; init; }

    /// <summary>0: every row is saved. 1: rows were refused, or their videos failed. 2: rows are invalid, or would be created again, and
    /// nothing was sent. 3: the run stopped before its end. 4: too few credits, or a spending limit. 5: rows are unconfirmed.</summary>
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

// Counts rows of an input by state, and what they cost.
internal sealed class RowTally
{
    private readonly int[] _states = new int[Enum.GetValues<UgcRowState>().Length];

    public int Rows => Invalid + _states.Sum();
    public int Invalid { get; set; }
    public decimal Charged { get; private set; }
    public decimal Refunded { get; private set; }

    public int this[UgcRowState state] => _states[(int)state];

    public void Add(UgcRowState state, decimal charged, decimal refunded)
    {
        _states[(int)state]++;
        Charged += charged;
        Refunded += refunded;
    }
}
