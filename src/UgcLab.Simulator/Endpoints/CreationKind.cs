namespace UgcLab.Simulator.Endpoints;

// All kinds of creations, one per line; they differ only in how the body is read. Written from the documentation and not from the
// client's catalog on purpose, so that a difference shows that one of them is wrong. The name is the last part of the path.
internal sealed record CreationKind(string Name, bool IsImage, Func<CreationBody, CreationInput> Read)
{
    private static readonly CreationKind[] All =
    [
        new("video", IsImage: false, ReadVideo),
        new("image", IsImage: true, ReadImage),
        new(ActorCreations.TalkingActor, IsImage: false,
            body => ActorCreations.Read(body, ActorCreations.TalkingActor, longestScript: 3000)),
        new(ActorCreations.ProductInHand, IsImage: false,
            body => ActorCreations.Read(body, ActorCreations.ProductInHand, longestScript: 500)),
        new("motion-control", IsImage: false, ReadMotion),
    ];

    private static readonly Dictionary<string, (string[] Durations, string[] AspectRatios, bool HasTiers)> VideoModels = new()
    {
        ["sora-2-pro"] = (["10", "15"], ["portrait", "landscape"], true),
        ["veo-3.1"] = (["8"], ["16:9", "9:16"], false),
        ["kling-2.6"] = (["5", "10"], ["9:16", "16:9", "1:1"], false),
    };

    public static CreationKind? Named(string name) => Array.Find(All, endpoint => endpoint.Name == name);

    // docs/video
    private static CreationInput ReadVideo(CreationBody body)
    {
        string project = body.Project();
        string prompt = body.Text("prompt", 10, 3000, required: true);
        string? model = body.Choice("model", VideoModels.Keys, required: true);
        (string? duration, string? ratio, string? tier) = (null, null, null);
        if (model is null)
        {
            // Without the model, the values that it allows are unknown.
            duration = body.Text("duration", required: true);
        }
        else
        {
            (string[] durations, string[] ratios, bool hasTiers) = VideoModels[model];
            duration = body.Choice("duration", durations, required: true);
            ratio = body.Choice("aspectRatio", ratios, required: false);
            if (hasTiers)
            {
                tier = body.Choice("tier", ["standard", "pro"], required: true);
            }
            else if (body.Has("tier"))
            {
                body.Fault($"tier '{body.Raw("tier")}' does not apply to {model}");
            }
        }

        return new CreationInput
        {
            ProjectId = project,
            Prompt = prompt,
            PriceKey = tier is null ? $"{model}/{duration}" : $"{model}/{duration}/{tier}",
            ServiceModel = string.Join('-', new[] { model?.Split('-')[0], "video", tier, duration + "sec" }.OfType<string>()),
            AspectRatio = ratio,
            Image = body.PublicAddress("imageUrl", required: false),
            Variants = body.Variants(),
        };
    }

    // docs/image
    private static CreationInput ReadImage(CreationBody body)
    {
        string project = body.Project();
        string prompt = body.Text("prompt", 10, 3000, required: true);
        string? model = body.Choice("model", ["nano-banana-pro", "seedream-4.5"], required: true);
        string? tier = body.Choice("tier", ["standard", "pro"], required: true);
        return new CreationInput
        {
            ProjectId = project,
            Prompt = prompt,
            PriceKey = $"{model}/{tier}",
            ServiceModel = $"{model?.Split('-')[0]}-image-{tier}",
            AspectRatio = body.Choice("aspectRatio", ["9:16", "1:1", "16:9"], required: false) ?? "9:16",
            Variants = body.Variants(),
        };
    }

    // docs/motion-control, which is sold by the second.
    private static CreationInput ReadMotion(CreationBody body)
    {
        string project = body.Project();
        IReadOnlyList<Player> players = ActorSelection.OfFirstWorkflow(body);
        Uri? referenceVideo = body.PublicAddress("referenceVideoUrl", required: true);
        decimal seconds = body.Number("videoDuration", 1, 30);
        Uri? product = body.PublicAddress("productImageUrl", required: false);
        string wishes = body.Text("userPrompt", 0, 1000, required: false);
        string quality = body.Choice("quality", ["std", "pro"], required: false) ?? "pro";
        return new CreationInput
        {
            ProjectId = project,
            Prompt = wishes,
            PriceKey = $"motion-control/{quality}",
            Units = seconds,
            ServiceModel = $"motion-control-{quality}",
            Players = players,
            Image = product,
            ReferenceVideo = referenceVideo,
            Variants = body.Variants(),
        };
    }
}

/// <summary>A creation, independent of its endpoint: one job for each player and variant.</summary>
internal sealed record CreationInput
{
    public string ProjectId { get; init; } = "";
    public string Prompt { get; init; } = ""; // Or the script or the wishes, whichever the endpoint has.
    public string PriceKey { get; init; } = "";
    public decimal Units { get; init; } = 1; // Seconds, where they are sold by the second.
    public string ServiceModel { get; init; } = ""; // As a job's answer names it, which is not the name one asks for (docs/job-status).
    public string? AspectRatio { get; init; }
    public IReadOnlyList<Player> Players { get; init; } = [default];
    public int Variants { get; init; } = 1;
    public bool RefinesScript { get; init; }
    public bool RefinesActions { get; init; }
    public Uri? Image { get; init; }
    public Uri? ReferenceVideo { get; init; }
}

internal readonly record struct Player(ListedActor? Actor, bool IsCustom);
