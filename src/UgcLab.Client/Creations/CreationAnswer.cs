namespace UgcLab.Creations;

// The answer to a paid request: the jobs it names, however badly it names them, and what is odd about it.
internal sealed record CreationAnswer(IReadOnlyList<UgcJob> Jobs, IReadOnlyList<string> Warnings, string? RequestId)
{
    // Reads an answer; what cannot be read is searched for ids.
    public static CreationAnswer Read(CreationRequest request, byte[] body, string? cut)
    {
        try
        {
            return ReadWhole(request, body, cut);
        }
        catch (Exception error) when (error is InvalidOperationException or OverflowException or FormatException)
        {
            return ReadWhole(request, body, "it cannot be read");
        }
    }

    private static CreationAnswer ReadWhole(CreationRequest request, byte[] body, string? cut)
    {
        JsonElement root = cut is null ? JsonElementExtensions.Read(body) : default;
        JsonElement data = root.Member("data");
        List<string> oddities = [];
        decimal? total = data.Credits("totalCreditsCharged", oddities.Add);
        UgcJob described = request.Describe("") with
        {
            RemainingCredits = data.Credits("remainingCredits", oddities.Add),
            RequestId = root.RequestId(),
        };
        List<UgcJob> jobs = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (JsonElement item in data.Items("jobs"))
        {
            if (item.Text("ugcId") is string unusable && !ServiceId.IsUsable(unusable))
            {
                oddities.Add($"A job's id can't be used: {Redaction.Show(unusable, 200)}.");
            }
            else if (item.Text("ugcId") is string id && IsNew(id))
            {
                jobs.Add(described with
                {
                    UgcId = id,
                    VariantIndex = jobs.Count,
                    Status = JobStatusText.Parse(item.Text("status") ?? "PENDING"),
                    StatusText = item.Text("status"),
                    CreditsCharged = item.Credits("creditsCharged", oddities.Add),
                    CreatedAt = root.Member("meta").Time("timestamp"),
                });
            }
        }

        foreach (string id in PartialJsonIds.Ids(body).Where(IsNew))
        {
            jobs.Add(described with { UgcId = id, VariantIndex = jobs.Count });
        }

        if (root.ValueKind is JsonValueKind.Undefined)
        {
            oddities.Add(
                $"The answer to this purchase is not whole ({cut?.TrimEnd('.') ?? "it ends in the middle"}); "
                + "the jobs that it names are kept.");
        }

        if (request.Expected is int expected && jobs.Count != expected)
        {
            oddities.Add($"{expected} jobs were asked for and the answer names {jobs.Count}.");
        }

        decimal? sum = jobs.Count > 0 && jobs.All(job => job.CreditsCharged is not null) ? jobs.Sum(job => job.CreditsCharged) : null;
        if (total is not null && sum is not null && total != sum)
        {
            oddities.Add(string.Create(CultureInfo.InvariantCulture, $"The jobs' credits add up to {sum} and the answer says {total}."));
        }

        return new CreationAnswer([.. jobs.Select(job => job with { TotalCreditsCharged = total ?? sum })], oddities, described.RequestId);

        bool IsNew(string id) => request.Naming is not JobNaming.Never && !request.Mentions(id) && known.Add(id);
    }
}
