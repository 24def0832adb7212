namespace UgcLab.Jobs;

/// <summary>Reads what the service says of a job (docs/job-status).</summary>
internal static class JobAnswer
{
    public static UgcJob Read(JsonElement root, string id, Action<string> odd)
    {
        JsonElement data = root.Member("data");
        if (data.Text("id") is string given && given != id)
        {
            // A cache or a mix-up on the way: to believe it would hang one buyer's video on another's row.
            throw new UgcLabException(UgcLabErrorKind.ProtocolError, $"Job {id} was asked for and the service answered with job {Redaction.Show(given)}.");
        }

        decimal? charged = data.Credits("creditsCharged", odd);
        decimal? refunded = data.Credits("creditsRefunded", odd);
        if (refunded > charged)
        {
            odd(string.Create(CultureInfo.InvariantCulture, $"creditsRefunded is {refunded}, more than the {charged} that were charged, so it is left out."));
            refunded = null;
        }

        return new UgcJob
        {
            UgcId = id,
            Status = JobStatusText.Parse(data.Text("status")),
            StatusText = data.Text("status"),
            Progress = data.Amount("progress") is decimal progress ? Math.Clamp((double)progress, 0, 100) : null,
            VideoUrl = data.Text("videoUrl") ?? data.Text("imageUrl") ?? data.Text("outputUrl") ?? data.Text("url"),
            ActorId = data.Member("actor").Text("id"),
            ActorName = data.Member("actor").Text("name"),
            IsCustomActor = data.Flag("isCustomActor"),
            ErrorMessage = data.Text("errorMessage"),
            ServiceModel = data.Text("model"),
            ProcessingSteps = new UgcSteps(data.Member("processingSteps").Texts()),
            CreditsCharged = charged,
            CreditsRefunded = refunded,
            CreatedAt = data.Time("createdAt"),
            UpdatedAt = data.Time("updatedAt"),
            RequestId = root.Member("meta").Text("requestId"),
        };
    }
}
