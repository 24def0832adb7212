using UgcLab.Batch;
using UgcLab.Files;
using UgcLab.Http;
using UgcLab.Store;

namespace UgcLab;

/// <summary>The batches of a store: what is in them, and what a person may decide about them. Needs no key and no network.</summary>
public sealed class Batches
{
    private const int LongestName = 64;

    private readonly IStore _store;
    private readonly Uri _baseUri;
    private readonly string _workspace;

    /// <summary>Takes the store, and the service and workspace whose batches come first where names are equal.</summary>
    public Batches(IStore store, Uri? baseUri = null, string workspace = "") => (_store, _baseUri, _workspace) = (store, baseUri ?? UgcLabClientOptions.Service, workspace);

    /// <summary>The names of all batches.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken = default) =>
        [.. (await _store.ReadBatchesAsync(new BatchQuery(), cancellationToken).ConfigureAwait(false)).Select(batch => batch.Key.Name).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>What a run would find in a batch, existing or not. Nothing is recorded.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid, StoreUnavailable.</exception>
    public async Task<OpenBatch> PreviewAsync(string name, CancellationToken cancellationToken = default)
    {
        BatchKey key = KeyOf(name);
        BatchQuery query = new(key.Workspace, key.BaseUri, key.Name);
        return new OpenBatch(_store, key, await _store.ReadBatchesAsync(query, cancellationToken).ConfigureAwait(false) is [BatchRecord known] ? known : null, null);
    }

    /// <summary>How a batch stands.</summary>
    /// <exception cref="UgcLabException">BatchNotFound, StoreUnavailable.</exception>
    public async Task<UgcBatch> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        BatchRecord batch = await ExistingAsync(name, withCounts: true, cancellationToken).ConfigureAwait(false);
        return new UgcBatch
        {
            Name = batch.Key.Name,
            Rows = batch.States.Values.Sum(),
            NotSent = Count(UgcRowState.NotSent),
            Sending = Count(UgcRowState.Sending),
            Refused = Count(UgcRowState.Refused),
            Unconfirmed = Count(UgcRowState.Unconfirmed),
            Abandoned = Count(UgcRowState.Abandoned),
            Running = Count(UgcRowState.Running),
            Finished = Count(UgcRowState.Finished),
            Failed = Count(UgcRowState.Failed),
            Saved = Count(UgcRowState.Saved),
            BoughtTwice = batch.Doubled,
            Videos = batch.Videos,
            CreditsCharged = batch.Charged,
            CreditsRefunded = batch.Refunded,
            IsInUse = batch.Runs.Count > 0,
            BaseUri = batch.Key.BaseUri,
            CreatedAt = batch.Created,
            ChangedAt = batch.Changed,
            Source = batch.Source,
            Version = batch.Version,
        };

        int Count(UgcRowState state) => batch.States.GetValueOrDefault(state);
    }

    /// <summary>The rows of a batch by number, in pages.</summary>
    /// <param name="name">The batch.</param>
    /// <param name="states">Only rows in these states; none for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UgcLabException">BatchNotFound, StoreUnavailable.</exception>
    public async IAsyncEnumerable<UgcBatchRow> RowsAsync(
        string name, IReadOnlyCollection<UgcRowState>? states = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        BatchRecord batch = await ExistingAsync(name, withCounts: false, cancellationToken).ConfigureAwait(false);
        await foreach (BatchRowRecord row in _store.ReadRowsAsync(batch.Id, states ?? [], cancellationToken).ConfigureAwait(false))
        {
            UgcBatchRow shown = UgcBatchRow.Of(batch.Key.Name, row);
            yield return shown.State is UgcRowState.Unconfirmed && row.Purchases.Count > 0
                ? shown with { Witnesses = new Listed<string>(await Witnesses.OfAsync(History.Entry(row.Purchases[^1]), _store, cancellationToken).ConfigureAwait(false)) }
                : shown;
        }
    }

    /// <summary>Records what became of an unconfirmed row.</summary>
    /// <param name="row">The row, as <see cref="RowsAsync"/> gave it.</param>
    /// <param name="resolution">What became of it.</param>
    /// <param name="ids">The jobs that it was found to have, for <see cref="UgcResolution.Adopted"/>.</param>
    /// <param name="read">Those jobs as the service returned them, where they were read.</param>
    /// <exception cref="UgcLabException">RowNotUnconfirmed, JobIdInvalid, StoreUnavailable.</exception>
    public async Task<UgcBatchRow> ResolveAsync(UgcBatchRow row, UgcResolution resolution, IReadOnlyList<string>? ids = null, IReadOnlyList<UgcJob>? read = null)
    {
        Reconciliation.RequireKnown(row.State is UgcRowState.Unconfirmed, row.ToString(), row.State.ToString(), $"Get-UgcBatch '{row.Batch}' -State Unconfirmed lists it as it is now.");
        await Reconciliation.ResolveAsync(_store, row.PurchaseId ?? "", resolution, ids, read).ConfigureAwait(false);
        await foreach (UgcBatchRow now in RowsAsync(row.Batch).ConfigureAwait(false))
        {
            if (now.Key == row.Key)
            {
                return now;
            }
        }

        throw new UgcLabException(UgcLabErrorKind.BatchNotFound, $"{row} was removed.");
    }

    /// <summary>Removes the record of a batch. Its videos stay.</summary>
    /// <param name="name">The batch.</param>
    /// <param name="includeUnsaved">Whether it goes although videos of it were paid for and are not saved: their ids are recorded nowhere else.</param>
    /// <exception cref="UgcLabException">BatchNotFound, BatchNotSettled, StoreUnavailable.</exception>
    public async Task RemoveAsync(string name, bool includeUnsaved = false) =>
        await _store.RemoveBatchAsync((await ExistingAsync(name, withCounts: false, default).ConfigureAwait(false)).Id, includeUnsaved).ConfigureAwait(false);

    /// <summary>What the store knows a batch by. Upper and lower case make no difference.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: this can't be the name of a batch.</exception>
    internal BatchKey KeyOf(string name)
    {
        string trimmed = name.Trim();
        return trimmed.Length is > 0 and <= LongestName && !trimmed.StartsWith('.') && SafeName.Clean(trimmed) == trimmed && SafeName.Make(trimmed, "") == trimmed
            ? new BatchKey(_baseUri.AbsoluteUri, _workspace, trimmed)
            : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"'{Redaction.Show(name)}' isn't a valid name for a batch.")
            {
                Advice = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Use 1 to {LongestName} letters, digits, spaces, - and _."),
            };
    }

    // Where several services or workspaces have a batch of this name, the session's own.
    private async Task<BatchRecord> ExistingAsync(string name, bool withCounts, CancellationToken cancellationToken)
    {
        BatchKey key = KeyOf(name);
        IReadOnlyList<BatchRecord> found = await _store.ReadBatchesAsync(new BatchQuery(Name: key.Name, WithCounts: withCounts), cancellationToken).ConfigureAwait(false);
        return found.OrderByDescending(batch => (batch.Key.BaseUri == key.BaseUri, batch.Key.Workspace == key.Workspace)).FirstOrDefault()
            ?? throw new UgcLabException(UgcLabErrorKind.BatchNotFound, $"There is no batch {Redaction.Show(name)} in {_store.Location}.")
            {
                Advice = "Get-UgcBatch lists them. A batch of a simulator session without StatePath ends with its session.",
            };
    }
}
