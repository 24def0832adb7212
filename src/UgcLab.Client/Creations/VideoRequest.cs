namespace UgcLab.Creations;

/// <summary>What <c>POST /ugc/video</c> takes (docs/video). Optional members that are null are not sent.</summary>
public sealed record VideoRequest : CreationRequest
{
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

    /// <summary>
    /// The image job whose image is at <see cref="ImageUrl"/>: each read signs the address again, but the image is the same. Never sent.
    /// </summary>
    public UgcJob? ImageJob { get; init; }

    internal override string Endpoint => "ugc/video";
    internal override CreationRequest Identity => ImageJob is null ? this : this with { ImageUrl = $"ugc:{ImageJob.UgcId}" };

    private protected override (string Name, object? Value)[] Members =>
    [
        ("projectId", ProjectId), ("prompt", Prompt), ("model", Model), ("duration", Duration),
        ("aspectRatio", AspectRatio), ("imageUrl", ImageUrl), ("tier", Tier), ("variants", Variants),
    ];
}
