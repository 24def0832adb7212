using System.Security.Cryptography;

namespace UgcLab.Batches;

// The batches of a store: what is in them, and what a person may decide about them. Needs no key and no network. Where names are
// equal, the batches of this service and workspace come first.
internal sealed class BatchService(IStoreEngine store, Uri? baseUri = null, string workspace = "")
{
    private const int LongestName = 64;

    private string Service => (baseUri ?? ClientSettings.Service).AbsoluteUri;

    // The batches of all services and workspaces, or of those that are named: this session's first, and then by workspace and name.
    public async Task<IReadOnlyList<UgcBatch>> ListAsync(BatchQuery? query = null, CancellationToken cancellationToken = default)
    {
        BatchQuery counted = (query ?? new BatchQuery()) with { Workspace = null, WithCounts = true };
        IReadOnlyList<BatchRecord> found = await store.ReadBatchesAsync(counted, cancellationToken).ConfigureAwait(false);
        return [.. found
            .Where(batch => query?.Workspace is not string of || batch.Key.Workspace.Equals(of, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(batch => (batch.Key.BaseUri == Service, batch.Key.Workspace == workspace))
            .ThenBy(batch => batch.Key.Workspace, StringComparer.OrdinalIgnoreCase).Select(Shown)];
    }

    // What a run would find in a batch, existing or not. Nothing is recorded.
    public async Task<BatchView> PreviewAsync(string name, CancellationToken cancellationToken = default)
    {
        BatchKey key = KeyOf(name);
        BatchRecord? record = await new BatchView(store, key, null).ReadAsync(withCounts: false, cancellationToken).ConfigureAwait(false);
        return new BatchView(store, key, record);
    }

    public Task<UgcBatch> GetAsync(string name, CancellationToken cancellationToken = default) =>
        GetAsync(new BatchQuery(Name: name), cancellationToken);

    // Where several services or workspaces have a batch of this name, the session's own.
    public async Task<UgcBatch> GetAsync(BatchQuery query, CancellationToken cancellationToken = default)
    {
        string name = KeyOf(query.Name ?? "").Name;
        IReadOnlyList<UgcBatch> found = await ListAsync(query with { Name = name }, cancellationToken).ConfigureAwait(false);
        return found.Count > 0 ? found[0] : throw new UgcLabException(
            UgcLabErrorKind.BatchNotFound, $"There is no batch {Redaction.Show(name)} in {store.Location}.",
            "Get-UgcBatch lists them. A batch of a simulator session without StatePath ends with its session.");
    }

    // The rows of a batch by number, in pages: those in these states, or all.
    public async IAsyncEnumerable<UgcBatchRow> RowsAsync(
        UgcBatch batch, IReadOnlyCollection<UgcRowState>? states = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (BatchRowRecord row in store.ReadRowsAsync(batch.Id, states ?? [], cancellationToken).ConfigureAwait(false))
        {
            UgcBatchRow shown = Shown(batch, row);
            yield return shown is not { State: UgcRowState.Unconfirmed, Last: UgcHistoryEntry last } ? shown : shown with
            {
                Evidence = new DisplayList<string>(
                    await ReconciliationEvidence.OfAsync(last, store, cancellationToken).ConfigureAwait(false)),
            };
        }
    }

    public Task RecordReportAsync(UgcBatch batch, string folder) => store.RecordReportAsync(batch.Id, folder, batch.Version);

    // Processes write the results in a folder one after another, each from what the store holds by then. Batches that share a folder
    // wait for each other too, because their files have the same names.
    public Task<FileLock> LockResultsAsync(string folder, CancellationToken cancellationToken = default)
    {
        PrivateFolder.Make(store.Folder);
        byte[] name = Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)).ToUpperInvariant());
        return FileLock.AcquireAsync(
            Path.Combine(store.Folder, $"results-{Convert.ToHexString(SHA256.HashData(name).AsSpan(0, 8))}.lock"), cancellationToken);
    }

    public async Task<UgcBatchRow> ResolveAsync(
        UgcBatchRow row, UgcResolution resolution, IReadOnlyList<string>? ids = null, IReadOnlyList<UgcJob>? read = null)
    {
        await Reconciliation.ResolveAsync(
            store, row.PurchaseId ?? "", row.ToString(), row.State.ToString(),
            $"Get-UgcBatch '{row.Batch}' -State Unconfirmed lists it as it is now.", resolution, ids, read).ConfigureAwait(false);
        UgcBatch batch = new() { Name = row.Batch, Id = row.BatchId, BaseUri = row.BaseUri, Workspace = row.Workspace };
        await foreach (UgcBatchRow now in RowsAsync(batch).ConfigureAwait(false))
        {
            if (now.Key == row.Key)
            {
                return now;
            }
        }

        throw new UgcLabException(UgcLabErrorKind.BatchNotFound, $"{row} was removed.");
    }

    // Removes the record of a batch. Its videos stay; the ids of unsaved ones are recorded nowhere else.
    public Task RemoveAsync(UgcBatch batch, bool includeUnsaved = false) => store.RemoveBatchAsync(batch.Id, includeUnsaved);

    public BatchKey KeyOf(string name)
    {
        string trimmed = name.Trim();
        return trimmed.Length is > 0 and <= LongestName && !trimmed.StartsWith('.') && SafeName.Clean(trimmed) == trimmed
            && SafeName.Make(trimmed, "") == trimmed
            ? new BatchKey(Service, workspace, trimmed)
            : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"'{Redaction.Show(name)}' isn't a valid name for a batch.",
                $"Use 1 to {LongestName} letters, digits, spaces, - and _.");
    }

    private static UgcBatch Shown(BatchRecord record) => new()
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

    private static UgcBatchRow Shown(UgcBatch batch, BatchRowRecord row)
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
            Last = purchases.LastOrDefault(each => each.PurchaseId == row.State.Purchase),
            Jobs = new DisplayList<UgcJob>(purchases.SelectMany(purchase => purchase.Jobs)),
            PurchaseId = row.State.Purchase,
            IsCreatedTwice = row.State.IsDoubled,
        };
    }
}
