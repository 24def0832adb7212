using System.Text.Json;
using UgcLab.Jobs;
using UgcLab.Json;

namespace UgcLab.Ledger;

/// <summary>The last that was heard of a job, whichever file it stands in.</summary>
internal sealed record JobNews
{
    private DateTimeOffset At { get; init; }

    private string? Status { get; init; }

    private decimal? Charged { get; init; }

    private decimal? Refunded { get; init; }

    private DateTimeOffset? CreatedAt { get; init; }

    private DateTimeOffset? UpdatedAt { get; init; }

    private string? Error { get; init; }

    private string? Path { get; init; }

    private string? ActorId { get; init; }

    private string? ActorName { get; init; }

    private bool? IsCustomActor { get; init; }

    public JobNews With(JsonElement line, string happened)
    {
        if (happened is "Saved")
        {
            return this with { Path = line.Text("path") };
        }

        DateTimeOffset at = line.Time("at") ?? default;
        return at < At || line.Text("status") is not string status ? this : this with
        {
            At = at,
            Status = status,
            Charged = line.Amount("creditsCharged") ?? Charged,
            Refunded = line.Amount("creditsRefunded") ?? Refunded,
            CreatedAt = line.Time("createdAt") ?? CreatedAt,
            UpdatedAt = line.Time("updatedAt") ?? UpdatedAt,
            Error = line.Text("error") ?? Error,
            ActorId = line.Text("actorId") ?? ActorId,
            ActorName = line.Text("actorName") ?? ActorName,
            IsCustomActor = line.Flag("isCustomActor") ?? IsCustomActor,
        };
    }

    public UgcJob LaidOver(UgcJob job) => (Status is null ? job : job with
    {
        Status = JobAnswer.Status(Status),
        StatusText = Status,
        Progress = JobAnswer.Status(Status) is UgcJobStatus.Completed ? 100 : job.Progress,
        CreditsCharged = Charged ?? job.CreditsCharged,
        CreditsRefunded = Refunded ?? job.CreditsRefunded,
        CreatedAt = CreatedAt ?? job.CreatedAt,
        UpdatedAt = UpdatedAt ?? job.UpdatedAt,
        ErrorMessage = Error ?? job.ErrorMessage,
        ActorId = ActorId ?? job.ActorId,
        ActorName = ActorName ?? job.ActorName,
        IsCustomActor = IsCustomActor ?? job.IsCustomActor,
    }) with { SavedPath = Path ?? job.SavedPath };
}
