namespace UgcLab.Creations;

/// <summary>What <c>POST /ugc/image</c> takes (docs/image). Optional members that are null are not sent.</summary>
public sealed record ImageRequest : CreationRequest
{
    /// <summary>What the image is to show: 10 to 3000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>The model: <c>nano-banana-pro</c> or <c>seedream-4.5</c>.</summary>
    public required string Model { get; init; }

    /// <summary><c>standard</c> or <c>pro</c>, which the documented models require; null for a later one that has none.</summary>
    public string? Tier { get; init; }

    /// <summary>The aspect ratio: <c>9:16</c>, <c>1:1</c>, or <c>16:9</c>; null for the service's default (9:16).</summary>
    public string? AspectRatio { get; init; }

    internal override string Endpoint => "ugc/image";

    private protected override (string Name, object? Value)[] Members =>
    [
        ("projectId", ProjectId), ("prompt", Prompt), ("model", Model),
        ("tier", Tier), ("aspectRatio", AspectRatio), ("variants", Variants),
    ];
}
