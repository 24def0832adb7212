using System.Runtime.CompilerServices;

namespace UgcLab.Store;

/// <summary>Reads what was created with a store, by every process that used it. Needs no key and no network.</summary>
public sealed class History
{
    private readonly IStoreEngine _store;
    private readonly string? _baseUri;

    /// <summary>Takes the store, and the service whose jobs are meant by their ids; null for any.</summary>
    public History(IStore store, Uri? baseUri = null) => (_store, _baseUri) = (IStoreEngine.Of(store), baseUri?.AbsoluteUri);

    /// <summary>Purchases with their jobs as they were last seen, the newest first unless the filter says otherwise.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UgcLabException">StoreUnavailable, StoreDamaged.</exception>
    public async IAsyncEnumerable<UgcHistoryEntry> ReadAsync(
        PurchaseFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (PurchaseRecord purchase in _store.ReadPurchasesAsync(filter ?? new(), cancellationToken).ConfigureAwait(false))
        {
            yield return Entry(purchase);
        }
    }

    internal static async Task<List<UgcHistoryEntry>> ReadAllAsync(
        IStoreEngine store, PurchaseFilter filter, CancellationToken cancellationToken)
    {
        List<UgcHistoryEntry> entries = [];
        await foreach (PurchaseRecord purchase in store.ReadPurchasesAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            entries.Add(Entry(purchase));
        }

        return entries;
    }

    /// <summary>A job by its id, as it was last seen; null when it was not created with this store.</summary>
    /// <exception cref="UgcLabException">StoreUnavailable, StoreDamaged.</exception>
    public async Task<UgcJob?> FindJobAsync(string ugcId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ugcId);
        return await _store.FindJobAsync(ugcId, _baseUri, cancellationToken).ConfigureAwait(false) is PurchaseRecord purchase
            ? Entry(purchase).Jobs.First(job => job.UgcId == ugcId) : null;
    }

    // A purchase for people.
    internal static UgcHistoryEntry Entry(PurchaseRecord purchase)
    {
        RequestRecord request = purchase.Request;
        JsonElement body = JsonElementExtensions.Read(request.Json);
        bool isDocumented = !request.Key.IsPriceUnknown && body.ValueKind is JsonValueKind.Object;
        UgcJob fields = RequestDescription.Of(request.Key.Endpoint, body, isDocumented) with
        {
            Model = request.Key.Model, Duration = request.Key.Duration, Tier = request.Key.Tier, ProjectId = request.ProjectId,
        };
        UgcHistoryEntry entry = new()
        {
            PurchaseId = purchase.Id,
            Time = purchase.Began,
            AnsweredAt = purchase.State is UgcPurchaseState.Accepted or UgcPurchaseState.Answered ? purchase.Ended : null,
            State = purchase.State,
            Kind = fields.Kind,
            ActorId = fields.ActorId,
            Model = fields.Model,
            Duration = fields.Duration,
            AspectRatio = fields.AspectRatio,
            Tier = fields.Tier,
            Variants = request.Outputs,
            Batch = purchase.Batch,
            Reference = request.Reference,
            RowId = request.RowId,
            RowNumber = request.RowNumber,
            CreditsCharged = purchase.Charged,
            RemainingCredits = purchase.Remaining,
            Prompt = fields.Prompt,
            ImageUrl = fields.ImageUrl,
            ProjectId = fields.ProjectId,
            Cells = CellsOf(request),
            Message = purchase.Message,
            RequestId = purchase.RequestId,
            Answer = purchase.Answer,
            Endpoint = request.Key.Endpoint,
            Machine = purchase.Owner?.Host,
            IsPriceUnknown = request.Key.IsPriceUnknown,
            RowKey = purchase.RowKey,
        };
        return entry with { Jobs = new DisplayList<UgcJob>(purchase.Jobs.Select(job => Job(fields, entry, job))) };
    }

    // The cells of a row as it was read.
    internal static IReadOnlyDictionary<string, string> CellsOf(RequestRecord request) => JsonElementExtensions.Read(request.Cells).Texts();

    private static UgcJob Job(UgcJob described, UgcHistoryEntry entry, JobRecord job)
    {
        UgcJobStatus status = job.Path is not null ? UgcJobStatus.Completed
            : job.Status is null ? UgcJobStatus.Pending
            : JobStatusText.Parse(job.Status);
        return described with
        {
            UgcId = job.UgcId,
            VariantIndex = job.Variant,
            VariantCount = entry.Variants,
            Status = status,
            StatusText = job.Status,
            Progress = status is UgcJobStatus.Completed ? 100 : null,
            CreditsCharged = job.Charged,
            CreditsRefunded = job.Refunded,
            CreatedAt = job.Created,
            UpdatedAt = job.Updated,
            ErrorMessage = job.Error,
            ActorId = job.ActorId ?? described.ActorId,
            ActorName = job.ActorName,
            IsCustomActor = job.IsCustomActor ? true : null,
            TotalCreditsCharged = entry.CreditsCharged,
            RemainingCredits = entry.RemainingCredits,
            Reference = entry.Reference,
            RowNumber = entry.RowNumber,
            InputRow = entry.Cells.Count > 0 ? entry.Cells : null,
            RequestId = entry.RequestId,
            PurchaseId = entry.PurchaseId,
            Batch = entry.Batch,
            SavedPath = job.Path,
            SavedOn = job.SavedOn,
            SentAt = entry.Time,
            FromHistory = true,
        };
    }

    // The limits with the last known balance in the store.
    internal static async Task<UgcLimit> WithCreditsAsync(UgcLimit limit, IStoreEngine store, CancellationToken cancellationToken) =>
        (await store.ReadPricesAsync(cancellationToken).ConfigureAwait(false)).Balances is [.., BalanceRecord newest]
            ? limit with { RemainingCredits = newest.Credits, CreditsTime = newest.Time, CreditsPurchaseId = newest.Purchase }
            : limit;
}
