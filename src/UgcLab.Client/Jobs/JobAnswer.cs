namespace UgcLab.Jobs;

internal static class JobAnswer
{
    // Enough for a person to act on; what a service sends beyond that is a stack trace, or worse.
    private const int LongestError = 2000;
    private const int LongestText = 200;
    private const int LongestStatus = 60;

    // Only the first is documented.
    private static readonly string[] Links = [.. MediaKind.All.Select(media => media.Link), "outputUrl", "url"];

    public static UgcJob Read(JsonElement root, string id, Action<string> odd)
    {
        JsonElement data = root.Member("data");
        if (data.Text("id") is string given && given != id)
        {
            // The answer comes from a cache or was mixed up: accepting it would assign a video to the wrong row.
            throw new UgcLabException(
                UgcLabErrorKind.ProtocolError, $"Job {id} was asked for and the service answered with job {Redaction.Show(given)}.");
        }

        decimal? charged = data.Credits("creditsCharged", odd);
        decimal? refunded = data.Credits("creditsRefunded", odd);
        if (refunded > charged)
        {
            odd(Invariant($"creditsRefunded is {refunded}, more than the {charged} that were charged, so it is left out."));
            refunded = null;
        }

        return new UgcJob
        {
            UgcId = id,
            Status = JobStatusText.Parse(data.Text("status")),
            StatusText = StatusText(data.Member("status")),
            Progress = data.Amount("progress") is decimal progress ? Math.Clamp((double)progress, 0, 100) : null,
            VideoUrl = Links.Select(link => data.Text(link)).FirstOrDefault(link => link is not null),
            ActorId = data.Member("actor").Text("id"),
            ActorName = Redaction.Short(data.Member("actor").Text("name"), LongestText),
            IsCustomActor = data.Flag("isCustomActor"),
            ErrorMessage = ErrorMessage(data),
            ServiceModel = Redaction.Short(data.Text("model"), LongestText),
            ProcessingSteps = new UgcSteps(
                data.Member("processingSteps").Texts().ToDictionary(step => step.Key, step => Redaction.Short(step.Value, LongestText)!)),
            CreditsCharged = charged,
            CreditsRefunded = refunded,
            CreatedAt = data.Time("createdAt"),
            UpdatedAt = data.Time("updatedAt"),
            RequestId = Redaction.Short(root.RequestId(), LongestText),
        };
    }

    // The documentation has it as a text; a service may well send what it sends for other errors.
    private static string? ErrorMessage(JsonElement data) =>
        Redaction.Short(
            data.Text("errorMessage") ?? ErrorText.Of(data.Member("errorMessage"), []) ?? ErrorText.Of(data.Member("error"), []),
            LongestError);

    private static string? StatusText(JsonElement status) => status.ValueKind switch
    {
        JsonValueKind.String => Redaction.Short(JsonElementExtensions.Text(status), LongestStatus),
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        _ => Redaction.Short(status.GetRawText(), LongestStatus),
    };
}
