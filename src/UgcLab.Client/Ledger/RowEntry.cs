namespace UgcLab.Ledger;

/// <summary>Where a row of a batch stands, as far as money goes.</summary>
internal enum RowState : byte
{
    /// <summary>Nothing was bought, and nothing is out.</summary>
    Planned,

    /// <summary>It is out.</summary>
    Sending,

    /// <summary>It was bought.</summary>
    Accepted,

    /// <summary>The service said no.</summary>
    Refused,

    /// <summary>It went out and nobody knows what became of it.</summary>
    Unknown,

    /// <summary>Somebody has given it up.</summary>
    Abandoned,
}

/// <summary>A row of a batch in memory: small, for there may be a hundred thousand.</summary>
internal sealed class RowEntry
{
    // A purchase of ours is sixteen bytes, and as text eighty-eight.
    private object? _purchase;

    public RowState State { get; set; }

    /// <summary>Its last purchase.</summary>
    public string? Purchase
    {
        get => _purchase is Guid id ? id.ToString("N") : (string?)_purchase;
        set => _purchase = Guid.TryParseExact(value, "N", out Guid id) ? id : value;
    }

    /// <summary>The round of that purchase; 1 but for rows that are bought again.</summary>
    public int Round { get; set; } = 1;

    /// <summary>The last round in which it was bought; 0 when it never was.</summary>
    public int Bought { get; set; }

    /// <summary>Whether the ledger has the line that says what it is; damage may have taken it.</summary>
    public bool IsPlanned { get; set; }

    /// <summary>Whether it is not to be bought again: it may have been in lines that are lost, or in a purchase that somebody gave up.</summary>
    public bool IsBarred { get; set; }

    /// <summary>Why the service refused it.</summary>
    public string? Refusal { get; set; }

    /// <summary>The hash of its content, where a RowId stands for it.</summary>
    public string? Content { get; set; }

    /// <summary>Whether one round of it was taken twice: the service has charged for more than was asked.</summary>
    public bool IsDoubled { get; set; }

    /// <summary>Its jobs of all rounds.</summary>
    public IReadOnlyList<JobEntry> Jobs { get; private set; } = [];

    /// <summary>Whether a purchase of this round may go out.</summary>
    public bool CanSend(int round) => State is RowState.Planned or RowState.Refused || (State is RowState.Accepted && Bought < round && !IsBarred);

    public void Add(JobEntry job) => Jobs = (JobEntry[])[.. Jobs, job];

    /// <summary>What is left of a purchase that came to nothing: the row as it was before.</summary>
    public void FallBack(RowState otherwise) => State = Bought > 0 ? RowState.Accepted : otherwise;
}

/// <summary>A job of a row, as far as the next step depends on it.</summary>
internal sealed class JobEntry(string id)
{
    public string Id { get; } = id;

    public UgcJobStatus Status { get; set; } = UgcJobStatus.Pending;

    public decimal? Charged { get; set; }

    public decimal? Refunded { get; set; }

    public bool IsSaved { get; set; }

    /// <summary>The round that it was bought in.</summary>
    public int Round { get; set; } = 1;
}
