namespace UgcLab;

/// <summary>What to do with rows whose outcome is unconfirmed.</summary>
public enum UgcOnUnconfirmed
{
    /// <summary>Leave the row alone and report it.</summary>
    Skip,

    /// <summary>Show the evidence and ask. In a non-interactive session this is Skip.</summary>
    Ask,
}

// What a run does with a row: GiveBack returns the jobs of a row that was created; Hold reports an unconfirmed one; UnderWay is one that
// another runspace or process sends now; LetBe is one that a person gave up.
internal enum RowStep
{
    Buy, BuyAgain, GiveBack, Ask, Hold, UnderWay, Refused, LetBe,
}

// The one table of what a run does with a row that its batch knows already. Pure.
internal static class RowVerdict
{
    // To create rows again never reaches an unconfirmed row.
    public static RowStep Of(BatchRow row, bool buyAgain = false, UgcOnUnconfirmed onUnconfirmed = UgcOnUnconfirmed.Skip) => row switch
    {
        { State: UgcRowState.Unconfirmed } => onUnconfirmed is UgcOnUnconfirmed.Ask ? RowStep.Ask : RowStep.Hold,
        { State: UgcRowState.Sending } => RowStep.UnderWay,
        { State: UgcRowState.Abandoned } => RowStep.LetBe,

        // It cost nothing, so it is sent again when everything is: the service may accept it now. A row is refused for what it
        // says, or for a condition such as a low balance; only the first stays as long as the row does.
        { State: UgcRowState.Refused } => buyAgain || row.Refusal is not UgcLabErrorKind.RequestRefused ? RowStep.Buy : RowStep.Refused,
        { IsCreated: true } => buyAgain && !row.IsAbandoned ? RowStep.BuyAgain : RowStep.GiveBack,
        _ => RowStep.Buy,
    };

    // Why a row is left alone, as a failure to report; null for steps that are none. Its words leave it to the caller to name the row.
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
            Advice = "Correct the row. A changed row is a new row of the batch. To send it unchanged, specify -BuyAgain.",
        },
        _ => null,
    };

    // When, and by which number its batch knows it, if that is another than the sheet's of today.
    private static string There(BatchRow row, UgcHistoryEntry? last) => last is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{(last.RowNumber is int number && number != row.Order.RowNumber ? $" as row {number}" : "")} at {last.Time.ToLocalTime():yyyy-MM-dd HH:mm:ss}");
}
