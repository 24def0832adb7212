namespace UgcLab;

/// <summary>What <c>POST /ugc/video</c> takes (docs/video). Optional members that are null are not sent.</summary>
public sealed record VideoRequest
{
    /// <summary>The project the video goes to.</summary>
    public required string ProjectId { get; init; }

    /// <summary>What the video is to show: 10 to 3000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>The model, such as <c>veo-3.1</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The length in seconds, as text without a unit: <c>"8"</c>.</summary>
    public required string Duration { get; init; }

    /// <summary>The shape; its words differ by model.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>A public https address of the first frame: JPEG, PNG or WebP, at most 10 MB.</summary>
    public string? ImageUrl { get; init; }

    /// <summary><c>standard</c> or <c>pro</c>; for sora-2-pro, which requires it.</summary>
    public string? Tier { get; init; }

    /// <summary>How many takes: 1 to 8, each paid for.</summary>
    public int Variants { get; init; } = 1;

    /// <summary>Members of a later version of the service, sent as they are.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; init; } = new Dictionary<string, object?>();
}
