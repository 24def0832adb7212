namespace UgcLab.Batches;

// What resolves a row that isn't saved, and the command for it, to be run in the folder of its report.
internal sealed record NextStep(string Text, string? Command)
{
    public static IEnumerable<NextStep> Of(UgcBatch batch, ResultRow row, string folder) => row.State switch
    {
        UgcRowState.Saved => [],
        UgcRowState.Unconfirmed =>
        [
            new("The request may have been charged. If the dashboard shows its video, record the id of the video, then run the batch again "
                + "to save it:", $"{Resolve(batch, row)} -Adopt 'ID FROM THE DASHBOARD'"),
            new("If the dashboard shows no such video, the next run may send the row again:", $"{Resolve(batch, row)} -NotCharged"),
            new("If you don't need the video:", $"{Resolve(batch, row)} -Abandon"),
        ],
        UgcRowState.Abandoned => [new("To send the row in the next run:", $"{Resolve(batch, row)} -NotCharged")],
        UgcRowState.Failed => [Run("To create the row again", batch, row, folder, " -RetryFailed")],
        UgcRowState.Refused or null => [Run("Correct the row in its sheet. Then, to run the batch again", batch, row, folder)],
        UgcRowState.Running or UgcRowState.Finished => [Run("To wait for the video and save it", batch, row, folder)],
        _ => [Run("To continue", batch, row, folder)],
    };

    private static string Resolve(UgcBatch batch, ResultRow row) => row.RowNumber is int number
        ? $"Resolve-UgcBatchRow -Batch {CommandText.Argument(batch.Name)} -RowNumber {number}"
        : $"Get-UgcHistory -State Unconfirmed | Where-Object PurchaseId -eq {CommandText.Argument(row.PurchaseId ?? "")} "
            + "| Resolve-UgcBatchRow";

    // The other parameters of the run aren't recorded, and without them its rows may be other ones.
    private static NextStep Run(string text, UgcBatch batch, ResultRow row, string folder, string option = "")
    {
        string kind = RequestFields.Of(row.Endpoint, row.Body).Kind is { Kind: not UgcKind.Video } other ? $" -Kind {other.Kind}" : "";
        return batch.Source is null ? new($"{text}, run the same command with the same rows{option}.", null)
            : new($"{text}, run this in the folder of this page, with the other parameters of the first run, such as -Column:",
                $"Invoke-UgcBatch -LiteralPath {CommandText.Argument(Path.GetRelativePath(folder, batch.Source))} "
                    + $"-Name {CommandText.Argument(batch.Name)} -Destination .{kind}{option}");
    }
}
