using System.Globalization;

namespace UgcLab;

/// <summary>What to do with rows whose outcome is unconfirmed.</summary>
public enum UgcOnUnconfirmed
{
    /// <summary>Leave the row alone and report it.</summary>
    Skip,

    /// <summary>Show the evidence and ask. In a non-interactive session this is Skip.</summary>
    Ask,
}

/// <summary>What is to be done with a row of a batch in this run.</summary>
public enum RowStep
{
    /// <summary>Send it: nothing was bought for it in this round.</summary>
    Buy,

    /// <summary>It was bought; send it as a new round, once a person has agreed.</summary>
    BuyAgain,

    /// <summary>It was bought; its jobs are handed back from the record.</summary>
    GiveBack,

    /// <summary>Nobody knows; ask a person.</summary>
    Ask,

    /// <summary>Nobody knows; leave it and report it.</summary>
    Hold,

    /// <summary>It is out at this moment, sent by another runspace of this process or by another process.</summary>
    UnderWay,

    /// <summary>The service refused it for what it says, and would again: report it.</summary>
    Refused,

    /// <summary>Somebody has given it up; it is passed over.</summary>
    LetBe,
}

/// <summary>The one table of what a run does with a row that its batch knows already. Pure.</summary>
public static class RowVerdict
{
    /// <summary>What to do with a row.</summary>
    /// <param name="row">The row, as its batch knows it.</param>
    /// <param name="buyAgain">Whether bought rows are to be bought once more. It never reaches a row in doubt.</param>
    /// <param name="onUnconfirmed">What to do with rows in doubt.</param>
    public static RowStep Of(BatchRow row, bool buyAgain = false, UgcOnUnconfirmed onUnconfirmed = UgcOnUnconfirmed.Skip) => row switch
    {
        { State: UgcRowState.Unconfirmed } => onUnconfirmed is UgcOnUnconfirmed.Ask ? RowStep.Ask : RowStep.Hold,
        { State: UgcRowState.Sending } => RowStep.UnderWay,
        { State: UgcRowState.Abandoned } => RowStep.LetBe,

        // It cost nothing, so whoever wants everything sent again gets this sent again too: the service may have learned.
        { State: UgcRowState.Refused } => buyAgain || CanPassUnchanged(row.Refusal) ? RowStep.Buy : RowStep.Refused,
        { IsCreated: true } => buyAgain && !row.IsAbandoned ? RowStep.BuyAgain : RowStep.GiveBack,
        _ => RowStep.Buy,
    };

    /// <summary>Why a row is left alone, as a failure to report; null for steps that are none. Its words leave it to the caller to name the row.</summary>
    /// <param name="step">What <see cref="Of"/> said.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="row">The row.</param>
    /// <param name="last">Its last purchase, if the record can tell.</param>
    public static UgcLabException? Failure(RowStep step, string batch, BatchRow row, UgcHistoryEntry? last) => step switch
    {
        RowStep.Hold or RowStep.Ask => new UgcLabException(
            UgcLabErrorKind.OutcomeUnconfirmed,
            $"This was sent in batch {batch}{There(row, last)} and its outcome is unconfirmed: it may have been charged, and is not sent again. {last?.Message}".TrimEnd())
        {
            RequestId = last?.RequestId,
            Advice = $"Get-UgcBatch '{batch}' -Row -State Unconfirmed shows the evidence. Check the dashboard, then pipe the row to Resolve-UgcBatchRow with -NotCharged, -Adopt ID or -Abandon.",
        },
        RowStep.UnderWay => new UgcLabException(UgcLabErrorKind.AlreadyCreated, $"This row of batch {batch} is being sent now."),
        RowStep.Refused => new UgcLabException(
            row.Refusal ?? UgcLabErrorKind.RequestRefused,
            $"The service refused this in batch {batch}{There(row, last)}, and it has not been changed since, so it is not sent again. {last?.Message}".TrimEnd())
        {
            RequestId = last?.RequestId,
            Advice = "Mend the row: changed, it is a new row of the batch. -BuyAgain sends it as it is.",
        },
        _ => null,
    };

    // A row is refused for what it says, or for what the world is like; only the first stays as long as the row does.
    private static bool CanPassUnchanged(UgcLabErrorKind? refusal) => refusal is not UgcLabErrorKind.RequestRefused;

    // When, and by which number its batch knows it, if that is another than the sheet's of today.
    private static string There(BatchRow row, UgcHistoryEntry? last) => last is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{(last.RowNumber is int number && number != row.Order.RowNumber ? $" as row {number}" : "")} at {last.Time.ToLocalTime():yyyy-MM-dd HH:mm:ss}");
}
