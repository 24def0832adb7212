namespace UgcLab.Store;

/// <summary>A job as last read.</summary>
internal sealed record JobRecord
{
    public required string UgcId { get; init; }

    /// <summary>Which job of its request, from 0.</summary>
    public int Variant { get; init; }

    /// <summary>The status as the service spells it; null before the first answer.</summary>
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

/// <summary>What a read says of a job.</summary>
/// <param name="Job">The job.</param>
/// <param name="State">Its status, as this version understands it.</param>
/// <param name="BaseUri">The service that it is of, whose ids are its own; null for any.</param>
internal sealed record JobUpdate(JobRecord Job, UgcJobStatus State, string? BaseUri = null)
{
    /// <summary>When an earlier read found it unfinished; null when there was none, or it is not known.</summary>
    public DateTimeOffset? Unfinished { get; init; }

    /// <summary>What the store keeps of a job that was read.</summary>
    internal static JobUpdate Of(UgcJob job, UgcJob? known = null, Uri? baseUri = null) => new(
        new JobRecord
        {
            UgcId = job.UgcId,
            Variant = job.VariantIndex,
            Status = job.StatusText ?? job.Status.ToString(),
            Charged = job.CreditsCharged,
            Refunded = job.CreditsRefunded,
            Created = job.CreatedAt,
            Updated = job.UpdatedAt,
            Error = job.ErrorMessage is null ? null : Redaction.Clean(job.ErrorMessage),
            ActorId = job.ActorId,
            ActorName = job.ActorName is null ? null : Redaction.Clean(job.ActorName),
            IsCustomActor = job.IsCustomActor is true,
        },
        job.Status,
        baseUri?.AbsoluteUri)
    {
        Unfinished = known is { IsFinal: false } ? known.ReadAt : null,
    };
}

/// <summary>An output on disk.</summary>
/// <param name="UgcId">The job.</param>
/// <param name="Path">The file, in full.</param>
/// <param name="Sha256">Its hash, as hexadecimal digits.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="BaseUri">The service that the job is of; null for any.</param>
internal sealed record SavedRecord(string UgcId, string Path, string? Sha256, long Length, string? BaseUri = null)
{
    /// <summary>The machine that saved it; null for this one.</summary>
    public string? Machine { get; init; }
}

/// <summary>How long a job took, as far as reads tell.</summary>
/// <param name="Kind">The kind of creation.</param>
/// <param name="Key">What else the time depends on.</param>
/// <param name="After">The time from its creation to the last read that found it unfinished; zero when there was none.</param>
/// <param name="By">The time from its creation to the first read that found it finished.</param>
/// <param name="Updated">The time from its creation to its end, as the service says; it may be the time of a read.</param>
internal sealed record DurationRecord(string? Kind, PriceKey Key, TimeSpan After, TimeSpan By, TimeSpan? Updated);

/// <summary>How many clips a project held.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Clips">How many.</param>
/// <param name="Time">When.</param>
internal sealed record ClipRecord(string ProjectId, int Clips, DateTimeOffset Time);
