namespace UgcLab.Batches;

// Batches and rows as users see them, made of what the store holds.
internal static class BatchViews
{
    public static UgcBatch Batch(BatchRecord record) => new()
    {
        Id = record.Id,
        Name = record.Key.Name,
        BaseUri = record.Key.BaseUri,
        Workspace = record.Key.Workspace.Length == 0 ? null : record.Key.Workspace,
        Source = record.Source,
        Version = record.Version,
        States = record.States,
        CreatedTwice = record.Doubled,
        Videos = record.Videos,
        CreditsCharged = record.Charged,
        CreditsRefunded = record.Refunded,
        IsInUse = record.Runs.Count > 0,
        ReportFolder = record.ReportFolder,
        RunBy = new DisplayList<string>(record.Runs.Select(run => run.ToString())),
        CreatedAt = record.Created,
        ChangedAt = record.Changed,
    };

    public static UgcBatchRow Row(UgcBatch batch, BatchRowRecord row)
    {
        PurchaseRecord planned = new() { Id = "", State = UgcPurchaseState.NotSent, Request = row.Request, Began = default };
        UgcHistoryEntry[] purchases = [.. row.Purchases.Select(History.Entry)];
        return new UgcBatchRow
        {
            Batch = batch.Name,
            BatchId = batch.Id,
            BaseUri = batch.BaseUri,
            Workspace = batch.Workspace,
            Key = row.State.Key,
            State = row.State.State,
            Planned = History.Entry(planned),
            Body = row.Request.Json,
            Last = purchases.LastOrDefault(),
            Jobs = new DisplayList<UgcJob>(purchases.SelectMany(purchase => purchase.Jobs)),
            PurchaseId = row.State.Purchase,
            IsCreatedTwice = row.State.IsDoubled,
        };
    }
}
