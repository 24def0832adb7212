namespace UgcLab.Batches;

// The batches of a store: what is in them, and what a person may decide about them. Needs no key and no network. Where names are
// equal, the batches of this service and workspace come first.
internal sealed class BatchService(IStore store, Uri? baseUri = null, string workspace = "")
{
    private const int LongestName = 64;

    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken = default) =>
        [.. (await store.ReadBatchesAsync(new BatchQuery(), cancellationToken).ConfigureAwait(false))
            .Select(batch => batch.Key.Name).Distinct(StringComparer.OrdinalIgnoreCase)];

    // What a run would find in a batch, existing or not. Nothing is recorded.
    public async Task<OpenBatch> PreviewAsync(string name, CancellationToken cancellationToken = default)
    {
        BatchKey key = KeyOf(name);
        OpenBatch unread = new(store, key, null, null);
        return new OpenBatch(store, key, await unread.ReadAsync(withCounts: false, cancellationToken).ConfigureAwait(false), null);
    }

    public async Task<UgcBatch> GetAsync(string name, CancellationToken cancellationToken = default) =>
        BatchViews.Batch(await ExistingAsync(name, withCounts: true, cancellationToken).ConfigureAwait(false));

    // The rows of a batch by number, in pages: those in these states, or all.
    public async IAsyncEnumerable<UgcBatchRow> RowsAsync(
        string name, IReadOnlyCollection<UgcRowState>? states = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        BatchRecord batch = await ExistingAsync(name, withCounts: false, cancellationToken).ConfigureAwait(false);
        await foreach (BatchRowRecord row in store.ReadRowsAsync(batch.Id, states ?? [], cancellationToken).ConfigureAwait(false))
        {
            UgcBatchRow shown = BatchViews.Row(batch.Key.Name, row);
            yield return shown is not { State: UgcRowState.Unconfirmed, Last: UgcHistoryEntry last } ? shown : shown with
            {
                Evidence = new DisplayList<string>(
                    await ReconciliationEvidence.OfAsync(last, store, cancellationToken).ConfigureAwait(false)),
            };
        }
    }

    // Records where the results of a batch were written to.
    public async Task RecordReportAsync(UgcBatch batch, string folder)
    {
        BatchRecord record = await ExistingAsync(batch.Name, withCounts: false, default).ConfigureAwait(false);
        await store.RecordReportAsync(record.Id, folder, batch.Version).ConfigureAwait(false);
    }

    // Records the outcome of an unconfirmed or abandoned row.
    public async Task<UgcBatchRow> ResolveAsync(
        UgcBatchRow row, UgcResolution resolution, IReadOnlyList<string>? ids = null, IReadOnlyList<UgcJob>? read = null)
    {
        bool wasAbandoned = row.State is UgcRowState.Abandoned;
        Reconciliation.RequireKnown(
            row.State is UgcRowState.Unconfirmed || (wasAbandoned && resolution is not UgcResolution.Abandoned), row.ToString(),
            row.State.ToString(), $"Get-UgcBatch '{row.Batch}' -State Unconfirmed lists it as it is now.");
        await Reconciliation.ResolveAsync(store, row.PurchaseId ?? "", resolution, ids, read, wasAbandoned).ConfigureAwait(false);
        await foreach (UgcBatchRow now in RowsAsync(row.Batch).ConfigureAwait(false))
        {
            if (now.Key == row.Key)
            {
                return now;
            }
        }

        throw new UgcLabException(UgcLabErrorKind.BatchNotFound, $"{row} was removed.");
    }

    // Removes the record of a batch. Its videos stay; the ids of unsaved ones are recorded nowhere else.
    public async Task RemoveAsync(string name, bool includeUnsaved = false)
    {
        BatchRecord batch = await ExistingAsync(name, withCounts: false, default).ConfigureAwait(false);
        await store.RemoveBatchAsync(batch.Id, includeUnsaved).ConfigureAwait(false);
    }

    // The key of a batch in the store. Not case-sensitive.
    public BatchKey KeyOf(string name)
    {
        string trimmed = name.Trim();
        return trimmed.Length is > 0 and <= LongestName && !trimmed.StartsWith('.') && SafeName.Clean(trimmed) == trimmed
            && SafeName.Make(trimmed, "") == trimmed
            ? new BatchKey((baseUri ?? ClientSettings.Service).AbsoluteUri, workspace, trimmed)
            : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"'{Redaction.Show(name)}' isn't a valid name for a batch.")
            {
                Advice = string.Create(
                    System.Globalization.CultureInfo.InvariantCulture, $"Use 1 to {LongestName} letters, digits, spaces, - and _."),
            };
    }

    // Where several services or workspaces have a batch of this name, the session's own.
    private async Task<BatchRecord> ExistingAsync(string name, bool withCounts, CancellationToken cancellationToken)
    {
        BatchKey key = KeyOf(name);
        BatchQuery query = new(Name: key.Name, WithCounts: withCounts);
        IReadOnlyList<BatchRecord> found = await store.ReadBatchesAsync(query, cancellationToken).ConfigureAwait(false);
        return found.OrderByDescending(batch => (batch.Key.BaseUri == key.BaseUri, batch.Key.Workspace == key.Workspace)).FirstOrDefault()
            ?? throw new UgcLabException(UgcLabErrorKind.BatchNotFound, $"There is no batch {Redaction.Show(name)} in {store.Location}.")
            {
                Advice = "Get-UgcBatch lists them. A batch of a simulator session without StatePath ends with its session.",
            };
    }
}
