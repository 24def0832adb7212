namespace UgcLab.Creations;

/// <summary>What <c>POST /ugc/motion-control</c> takes (docs/motion-control). Optional members that are null are not sent.</summary>
public sealed record MotionVideoRequest : CreationRequest
{
    /// <summary>Ids of 1 to 20 actors of <c>GET /ugclab-actors</c>.</summary>
    public required IReadOnlyList<string> ActorIds { get; init; }

    /// <summary>A public https address of the video whose motion is taken over: MP4 or WebM, at most 50 MB and 30 seconds.</summary>
    public required string ReferenceVideoUrl { get; init; }

    /// <summary>How long that video is: 1 to 30 seconds, each of them paid for.</summary>
    public required decimal VideoDuration { get; init; }

    /// <summary>A public https address of the picture of a product.</summary>
    public string? ProductImageUrl { get; init; }

    /// <summary>An additional description of the video: at most 1000 characters.</summary>
    public string? Prompt { get; init; }

    /// <summary><c>std</c> or <c>pro</c>; null for the service's default (pro).</summary>
    public string? Quality { get; init; }

    internal override string Endpoint => "ugc/motion-control";

    /// <inheritdoc/>
    public override int Outputs => Variants * ActorIds.Count;

    private protected override (string Name, object? Value)[] Members =>
    [
        ("projectId", ProjectId), ("ugclabActorIds", ActorIds), ("referenceVideoUrl", ReferenceVideoUrl), ("videoDuration", VideoDuration),
        ("productImageUrl", ProductImageUrl), ("userPrompt", Prompt), ("quality", Quality), ("variants", Variants),
    ];
}
