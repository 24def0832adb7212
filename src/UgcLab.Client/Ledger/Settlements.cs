using UgcLab.Ledger;

namespace UgcLab;

/// <summary>What became of a purchase in doubt.</summary>
public enum UgcSettlement
{
    /// <summary>It was bought, and these are its jobs.</summary>
    Adopted,

    /// <summary>It was not charged, and may be sent again.</summary>
    NotCharged,

    /// <summary>It is given up, charged or not: it is never sent again.</summary>
    Abandoned,
}

/// <summary>Writes down what a person found out about purchases that belong to no batch; <see cref="Batches.Settle"/> does it for rows.</summary>
public sealed class Settlements
{
    private readonly string _stateFolder;
    private readonly TimeProvider _clock;

    /// <summary>Takes the state folder.</summary>
    public Settlements(string stateFolder, TimeProvider? clock = null) => (_stateFolder, _clock) = (stateFolder, clock ?? TimeProvider.System);

    /// <summary>Says what became of a purchase in doubt, and returns it as it is then.</summary>
    /// <param name="entry">The purchase, as <see cref="History.Read"/> gave it.</param>
    /// <param name="settlement">What became of it.</param>
    /// <param name="ids">The jobs that it was found to have, for <see cref="UgcSettlement.Adopted"/>.</param>
    /// <exception cref="UgcLabException">RowNotInDoubt, JobIdInvalid, HistoryUnreadable, HistoryUnwritable.</exception>
    public UgcHistoryEntry Settle(UgcHistoryEntry entry, UgcSettlement settlement, IReadOnlyList<string>? ids = null)
    {
        // What the caller holds may be older than what somebody else has said since.
        History history = new(_stateFolder);
        UgcHistoryEntry? now = Find(history, entry);
        if (now is not { State: UgcPurchaseState.Unknown, Batch: null })
        {
            string why = now is null ? "not in this record" : now.Batch is string batch ? $"a row of batch {batch}" : now.State.ToString();
            throw new UgcLabException(UgcLabErrorKind.RowNotInDoubt, $"Purchase {entry.PurchaseId} is not in doubt: it is {why}.");
        }

        // A purchase that was still out when it was listed: nobody was asked about it.
        if (entry.State is not UgcPurchaseState.Unknown)
        {
            throw new UgcLabException(UgcLabErrorKind.RowNotInDoubt, $"Purchase {entry.PurchaseId} has come into doubt since it was listed, when it was {entry.State}.")
            {
                Advice = "Get-UgcHistory -State Unknown lists it as it is now.",
            };
        }

        Journal.For(_stateFolder, _clock).Settled(entry.PurchaseId, settlement.ToString(), Adopted(history, settlement, ids));
        return Find(history, entry)!;
    }

    /// <summary>The jobs that a purchase in doubt is given, checked.</summary>
    internal static IReadOnlyList<UgcJob> Adopted(History history, UgcSettlement settlement, IReadOnlyList<string>? ids)
    {
        if (settlement is not UgcSettlement.Adopted)
        {
            return [];
        }

        string[] named = [.. (ids ?? []).Select(id => JobsClient.Check(id.Trim())).Distinct(StringComparer.Ordinal)];
        if (named.Length == 0)
        {
            throw new UgcLabException(UgcLabErrorKind.JobIdInvalid, "No job was named to adopt.");
        }

        foreach (string id in named)
        {
            if (history.FindJob(id) is UgcJob taken)
            {
                throw new UgcLabException(UgcLabErrorKind.JobIdInvalid, $"Job {id} belongs to another purchase already{(taken.Batch is null ? "" : $", in batch {taken.Batch}")}{(taken.RowNumber is int row ? $", row {row}" : "")}.");
            }
        }

        return [.. named.Select((id, index) => new UgcJob { UgcId = id, VariantIndex = index, Status = UgcJobStatus.Unknown })];
    }

    private static UgcHistoryEntry? Find(History history, UgcHistoryEntry entry) => history.Read().FirstOrDefault(each => each.PurchaseId == entry.PurchaseId);
}
