using System.Management.Automation;

namespace UgcLab.PowerShell.Binding;

/// <summary>The parameters that depend on the kind, and on the model where that narrows them. One class each, so that completion and refusal know them.</summary>
internal static class CreationSettings
{
    public static object? Of(UgcKind kind, string? model) => (kind, model?.Trim().ToUpperInvariant()) switch
    {
        (UgcKind.Image, _) => new ImageSettings(),
        (UgcKind.TalkingActor, _) => new TalkingActorSettings(),
        (UgcKind.ProductVideo, _) => new ProductVideoSettings(),
        (UgcKind.MotionVideo, _) => new MotionVideoSettings(),
        (_, "SORA-2-PRO") => new SoraVideoSettings(),
        (_, "VEO-3.1") => new VeoVideoSettings(),
        (_, "KLING-2.6") => new KlingVideoSettings(),
        _ => new AnyVideoSettings(),
    };
}

/// <summary>For when the model comes from the row, or is not known.</summary>
public sealed class AnyVideoSettings
{
    /// <summary>The length in seconds. What is allowed depends on -Model: 10 or 15 for sora-2-pro, 8 for veo-3.1, 5 or 10 for kling-2.6. Blank means not given.</summary>
    [Parameter]
    [Alias("Seconds", "Length")]
    [MissingIsBlank]
    [ValidateSet("5", "8", "10", "15", "")]
    public string? Duration { get; set; }

    /// <summary>The shape. Its words depend on -Model: portrait or landscape for sora-2-pro, 16:9 or 9:16 for veo-3.1, 9:16, 16:9 or 1:1 for kling-2.6. Left out, the service chooses. Blank means not given.</summary>
    [Parameter]
    [Alias("Ratio")]
    [MissingIsBlank]
    [ValidateSet("portrait", "landscape", "16:9", "9:16", "1:1", "")]
    public string? AspectRatio { get; set; }
}

/// <summary>For -Model sora-2-pro.</summary>
public sealed class SoraVideoSettings
{
    /// <summary>The length in seconds.</summary>
    [Parameter]
    [Alias("Seconds", "Length")]
    [MissingIsBlank]
    [ValidateSet("10", "15", "")]
    public string? Duration { get; set; }

    /// <summary>The shape, in a word.</summary>
    [Parameter]
    [Alias("Ratio")]
    [MissingIsBlank]
    [ValidateSet("portrait", "landscape", "")]
    public string? AspectRatio { get; set; }
}

/// <summary>For -Model veo-3.1.</summary>
public sealed class VeoVideoSettings
{
    /// <summary>The length in seconds.</summary>
    [Parameter]
    [Alias("Seconds", "Length")]
    [MissingIsBlank]
    [ValidateSet("8", "")]
    public string? Duration { get; set; }

    /// <summary>The shape, as a ratio.</summary>
    [Parameter]
    [Alias("Ratio")]
    [MissingIsBlank]
    [ValidateSet("16:9", "9:16", "")]
    public string? AspectRatio { get; set; }
}

/// <summary>For -Model kling-2.6.</summary>
public sealed class KlingVideoSettings
{
    /// <summary>The length in seconds.</summary>
    [Parameter]
    [Alias("Seconds", "Length")]
    [MissingIsBlank]
    [ValidateSet("5", "10", "")]
    public string? Duration { get; set; }

    /// <summary>The shape, as a ratio.</summary>
    [Parameter]
    [Alias("Ratio")]
    [MissingIsBlank]
    [ValidateSet("9:16", "16:9", "1:1", "")]
    public string? AspectRatio { get; set; }
}
