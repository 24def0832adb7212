namespace UgcLab.Simulator.Endpoints;

// The kinds of creations, by the last part of the path; they differ only in how the body is read. Written from the documentation and
// not from the client's catalog on purpose, so that a difference shows that one of them is wrong.
internal static class CreationKind
{
    private static readonly Dictionary<string, (string[] Durations, string[] AspectRatios, bool HasTiers)> VideoModels = new()
    {
        ["sora-2-pro"] = (["10", "15"], ["portrait", "landscape"], true),
        ["veo-3.1"] = (["8"], ["16:9", "9:16"], false),
        ["kling-2.6"] = (["5", "10"], ["9:16", "16:9", "1:1"], false),
    };

    public static Func<CreationBody, CreationInput>? Named(string name) => name switch
    {
        "video" => ReadVideo,
        "image" => ReadImage,
        ActorCreations.TalkingActor => body => ActorCreations.Read(body, name, longestScript: 3000),
        ActorCreations.ProductInHand => body => ActorCreations.Read(body, name, longestScript: 500),
        "motion-control" => ReadMotion,
        _ => null,
    };

    // docs/video
    private static CreationInput ReadVideo(CreationBody body)
    {
        string project = body.Text("projectId");
        string prompt = body.Text("prompt", 10, 3000);
        string? model = body.Choice("model", VideoModels.Keys, required: true);
        (string? duration, string? ratio, string? tier) = (null, null, null);
        if (model is null)
        {
            // Without the model, the values that it allows are unknown.
            duration = body.Text("duration");
        }
        else
        {
            (string[] durations, string[] ratios, bool hasTiers) = VideoModels[model];
            duration = body.Choice("duration", durations, required: true);
            ratio = body.Choice("aspectRatio", ratios);
            if (hasTiers)
            {
                tier = body.Choice("tier", ["standard", "pro"], required: true);
            }
            else if (body.Member("tier") is { } given)
            {
                body.Fault($"tier '{CreationBody.Short(given)}' does not apply to {model}");
            }
        }

        string service = string.Join('-', new[] { model?.Split('-')[0], "video", tier, duration + "sec" }.OfType<string>());
        return new CreationInput(tier is null ? $"{model}/{duration}" : $"{model}/{duration}/{tier}")
        {
            Job = new() { ProjectId = project, Prompt = prompt, ServiceModel = service, AspectRatio = ratio },
            Image = body.PublicAddress("imageUrl"),
            Variants = body.Variants(),
        };
    }

    // docs/image
    private static CreationInput ReadImage(CreationBody body)
    {
        string project = body.Text("projectId");
        string prompt = body.Text("prompt", 10, 3000);
        string? model = body.Choice("model", ["nano-banana-pro", "seedream-4.5"], required: true);
        string? tier = body.Choice("tier", ["standard", "pro"], required: true);
        string ratio = body.Choice("aspectRatio", ["9:16", "1:1", "16:9"]) ?? "9:16";
        string service = $"{model?.Split('-')[0]}-image-{tier}";
        return new CreationInput($"{model}/{tier}")
        {
            Job = new() { ProjectId = project, Prompt = prompt, ServiceModel = service, AspectRatio = ratio, IsImage = true },
            Variants = body.Variants(),
        };
    }

    // docs/motion-control, which is sold by the second.
    private static CreationInput ReadMotion(CreationBody body)
    {
        string project = body.Text("projectId");
        IReadOnlyList<Player> players = ActorCreations.FirstPlayers(body);
        Uri? referenceVideo = body.PublicAddress("referenceVideoUrl", required: true);
        decimal seconds = body.Number("videoDuration", 1, 30);
        Uri? product = body.PublicAddress("productImageUrl");
        string wishes = body.Text("userPrompt", 0, 1000, required: false);
        string quality = body.Choice("quality", ["std", "pro"]) ?? "pro";
        return new CreationInput($"motion-control/{quality}")
        {
            Job = new() { ProjectId = project, Prompt = wishes, ServiceModel = $"motion-control-{quality}" },
            Units = seconds,
            Players = players,
            Image = product,
            ReferenceVideo = referenceVideo,
            Variants = body.Variants(),
        };
    }
}

/// <summary>A creation, independent of its endpoint: a job like this one for each player and variant.</summary>
internal sealed record CreationInput(string PriceKey)
{
    public SimulatedJob Job { get; init; } = new();
    public decimal Units { get; init; } = 1; // Seconds, where they are sold by the second.
    public IReadOnlyList<Player> Players { get; init; } = [default];
    public int Variants { get; init; } = 1;
    public Uri? Image { get; init; }
    public Uri? ReferenceVideo { get; init; }
}

internal readonly record struct Player(ListedActor? Actor, bool IsCustom);
