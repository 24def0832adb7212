namespace UgcLab.Store.Tests.Model;

/// <summary>A job by the rules alone.</summary>
internal sealed class ModelJob(string id, decimal? charged)
{
    public string Id => id;

    public decimal? Charged { get; private set; } = charged;

    public decimal? Refunded { get; private set; }

    public UgcJobStatus Status { get; private set; } = UgcJobStatus.Pending;

    public bool IsSaved { get; private set; }

    public bool IsUnsaved => !IsSaved && Status is not (UgcJobStatus.Failed or UgcJobStatus.Canceled);

    private bool HasEnded => Status is UgcJobStatus.Completed or UgcJobStatus.Failed or UgcJobStatus.Canceled;

    // What has ended has ended, whatever an older answer says.
    public void See(UgcJobStatus status, decimal? refunded)
    {
        if (!HasEnded || status is UgcJobStatus.Completed or UgcJobStatus.Failed or UgcJobStatus.Canceled)
        {
            (Status, Refunded) = (status, refunded ?? Refunded);
        }
    }

    public void Save()
    {
        IsSaved = true;
        Status = Status is UgcJobStatus.Failed or UgcJobStatus.Canceled ? Status : UgcJobStatus.Completed;
    }
}

/// <summary>A purchase by the rules alone.</summary>
internal sealed class ModelPurchase(string id, int? row, int generation, StoreAccount account)
{
    public string Id => id;

    public int? Row => row;

    public int Generation => generation;

    public StoreAccount Account => account;

    public UgcPurchaseState State { get; set; } = UgcPurchaseState.Sending;

    public string? Refusal { get; set; }

    public int Attempts { get; set; } = 1;

    /// <summary>The store that sent it: it alone may know an answer.</summary>
    public required IStoreEngine Owner { get; set; }

    public List<ModelJob> Jobs { get; } = [];

    public bool IsCreated => State is UgcPurchaseState.Accepted or UgcPurchaseState.Answered;
}

/// <summary>A row by the rules alone: written from store.md, and not from the code that keeps it.</summary>
internal sealed class ModelRow(IReadOnlyList<ModelPurchase> purchases)
{
    public int Created => purchases.Where(purchase => purchase.IsCreated).Select(purchase => purchase.Generation).DefaultIfEmpty(0).Max();

    public bool IsAbandoned => Has(UgcPurchaseState.Abandoned);

    public bool IsDoubled => purchases.Where(purchase => purchase.IsCreated).GroupBy(purchase => purchase.Generation).Any(same => same.Count() > 1);

    public int Videos => Jobs.Count();

    public int Unsaved => Jobs.Count(job => job.IsUnsaved);

    public decimal Charged => Jobs.Sum(job => job.Charged ?? 0);

    public decimal Refunded => Jobs.Sum(job => job.Refunded ?? 0);

    public UgcRowState State
    {
        get
        {
            if (Has(UgcPurchaseState.Sending) || Has(UgcPurchaseState.Unconfirmed))
            {
                return Has(UgcPurchaseState.Sending) ? UgcRowState.Sending : UgcRowState.Unconfirmed;
            }

            if (Created == 0)
            {
                return IsAbandoned ? UgcRowState.Abandoned
                    : purchases.Count > 0 && purchases[^1] is { State: UgcPurchaseState.Refused, Refusal: nameof(UgcLabErrorKind.RequestRefused) } ? UgcRowState.Refused
                    : UgcRowState.NotSent;
            }

            ModelJob[] newest = [.. purchases.Where(purchase => purchase.IsCreated && purchase.Generation == Created).SelectMany(purchase => purchase.Jobs)];
            return newest.Any(job => !job.IsSaved && job.Status is not (UgcJobStatus.Completed or UgcJobStatus.Failed or UgcJobStatus.Canceled)) ? UgcRowState.Running
                : newest.Any(job => !job.IsSaved && job.Status is UgcJobStatus.Completed) ? UgcRowState.Finished
                : newest.Length == 0 || newest.Any(job => !job.IsSaved) ? UgcRowState.Failed
                : UgcRowState.Saved;
        }
    }

    private IEnumerable<ModelJob> Jobs => purchases.SelectMany(purchase => purchase.Jobs);

    /// <summary>The answers that the gate may give to another purchase of the row; none when nothing of the row is in its way.</summary>
    public HashSet<string> Answers(int generation, string purchase)
    {
        HashSet<string> answers = [];
        foreach (ModelPurchase other in purchases.Where(other => other.Id != purchase))
        {
            string? answer = other.State switch
            {
                UgcPurchaseState.Sending => "wait",
                UgcPurchaseState.Unconfirmed => nameof(UgcLabErrorKind.OutcomeUnconfirmed),
                UgcPurchaseState.Abandoned => nameof(UgcLabErrorKind.AlreadyCreated),
                _ when other.IsCreated && other.Generation >= generation => "created",
                _ => null,
            };
            _ = answer is not null && answers.Add(answer);
        }

        return answers;
    }

    private bool Has(UgcPurchaseState state) => purchases.Any(purchase => purchase.State == state);
}
