namespace UgcLab.Batches;

// What a run does with a row: ReturnExisting returns the jobs of a row that was created; HoldUnconfirmed reports an unconfirmed
// one; InFlight is one that another runspace or process is sending; SkipAbandoned is one that was abandoned.
internal enum RowDisposition
{
    Create, CreateAgain, ReturnExisting, Ask, HoldUnconfirmed, InFlight, Refused, SkipAbandoned,
}

// The only table of what a run does with a row that its batch already has. Pure.
internal static class RowDecision
{
    // To create rows again never reaches an unconfirmed row.
    public static RowDisposition Of(
        BatchRow row, bool buyAgain = false, UgcOnUnconfirmed onUnconfirmed = UgcOnUnconfirmed.Skip) => row switch
    {
        { State: UgcRowState.Unconfirmed } => onUnconfirmed is UgcOnUnconfirmed.Ask ? RowDisposition.Ask : RowDisposition.HoldUnconfirmed,
        { State: UgcRowState.Sending } => RowDisposition.InFlight,
        { State: UgcRowState.Abandoned } => RowDisposition.SkipAbandoned,

        { IsCreated: true } => buyAgain && !row.IsAbandoned ? RowDisposition.CreateAgain : RowDisposition.ReturnExisting,

        // Refused for what it says. When everything is created again, so is this: it cost nothing, and the service may accept it now.
        { State: UgcRowState.Refused, Refusal: UgcLabErrorKind.RequestRefused } when !buyAgain => RowDisposition.Refused,

        // It was never sent, or refused for a condition that may have changed, such as a low balance.
        _ => RowDisposition.Create,
    };

    // Why a row isn't sent, as a failure to report; null if that isn't a failure. The caller adds the name of the row.
    public static UgcLabException? Failure(RowDisposition step, string batch, BatchRow row, UgcHistoryEntry? last) => step switch
    {
        RowDisposition.HoldUnconfirmed or RowDisposition.Ask => new UgcLabException(
            UgcLabErrorKind.OutcomeUnconfirmed,
            ($"This was sent in batch {batch}{There(row, last)} and its outcome is unconfirmed: it may have been charged, and is not "
            + $"sent again. {last?.Message}").TrimEnd())
        {
            RequestId = last?.RequestId,
            Advice = $"Get-UgcBatch '{batch}' -Row -State Unconfirmed shows the evidence. Check the dashboard, then pipe the row to "
                + "Resolve-UgcBatchRow with -NotCharged, -Adopt ID or -Abandon.",
        },
        RowDisposition.InFlight => new UgcLabException(UgcLabErrorKind.AlreadyCreated, $"This row of batch {batch} is being sent now."),
        RowDisposition.Refused => new UgcLabException(
            row.Refusal ?? UgcLabErrorKind.RequestRefused,
            ($"The service refused this in batch {batch}{There(row, last)}, and it has not been changed since, so it is not sent "
            + $"again. {last?.Message}").TrimEnd())
        {
            RequestId = last?.RequestId,
            Advice = "Correct the row. A changed row is a new row of the batch. To send it unchanged, specify -BuyAgain.",
        },
        _ => null,
    };

    // When it was created, and its number in the batch if that isn't the current one in the file.
    private static string There(BatchRow row, UgcHistoryEntry? last) => last is null ? ""
        : last.RowNumber is int number && number != row.Purchase.RowNumber ? $" as row {number} at {Format.ExactTime(last.Time)}"
        : $" at {Format.ExactTime(last.Time)}";
}
