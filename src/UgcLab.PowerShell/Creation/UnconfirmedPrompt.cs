namespace UgcLab.PowerShell.Creation;

// Asks a person about an unconfirmed row. -Force agrees to spending; it can't know whether a request was charged, so it isn't an answer
// here.
internal static class UnconfirmedPrompt
{
    public static string NameOf(BatchRow row) =>
        $"Row {row.Purchase.RowNumber}{(row.Purchase.Reference is null ? "" : $", {row.Purchase.Reference}")}";

    // Shows the evidence for and against a charge, asks, and resolves the row when it was not charged.
    public static async Task<bool> AskAndResolveAsync(AsyncCmdlet cmdlet, BatchView batch, BatchRow row, string name, ConfirmState answers)
    {
        if (cmdlet.IsWhatIf)
        {
            return false;
        }

        UgcHistoryEntry? last = await batch.LastAsync(row);
        string sent = last is null ? "" : $" at {Format.ExactTime(last.Time)}";
        string question = string.Join(Environment.NewLine,
        [
            $"{name} was sent{sent} in batch {batch.Name}, and its outcome is unconfirmed. {last?.Message}".TrimEnd(),
            .. last is null ? [] : await ReconciliationEvidence.OfAsync(last, batch.Store),
            "If it was charged, sending it again charges it a second time. Was it NOT charged, and should it be sent again?",
        ]);
        if (!cmdlet.Agree(question, "Unconfirmed", answers))
        {
            return false;
        }

        await batch.Store.ResolveAsync(last?.PurchaseId ?? "", UgcResolution.NotCharged, []);
        return true;
    }
}
