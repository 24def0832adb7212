namespace UgcLab.Store;

// A job as last read.
internal sealed record JobRecord
{
    public required string UgcId { get; init; }

    // Which job of its request, from 0.
    public int Variant { get; init; }

    // As the service spells it; null before the first answer.
    public string? Status { get; init; }
    public decimal? Charged { get; init; }
    public decimal? Refunded { get; init; }
    public DateTimeOffset? Created { get; init; }
    public DateTimeOffset? Updated { get; init; }
    public string? Error { get; init; }
    public string? ActorId { get; init; }
    public string? ActorName { get; init; }
    public bool IsCustomActor { get; init; }
    public string? Path { get; init; }
    public string? SavedOn { get; init; }
}

// An output on disk, and the machine that saved it; null for this one.
internal sealed record SavedRecord(string UgcId, string Path, string? Sha256, long Length, string? BaseUri = null)
{
    public string? Machine { get; init; }
}

// How long a job took from its creation, as far as reads tell: to the last read that found it unfinished (zero when there was none), to the
// first that found it finished, and to its end as the service says, which may be the time of a read.
internal sealed record DurationRecord(string? Kind, PriceKey Key, TimeSpan After, TimeSpan By, TimeSpan? Updated);

internal sealed record ClipRecord(string ProjectId, int Clips, DateTimeOffset Time);
