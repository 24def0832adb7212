using System.Management.Automation;

namespace UgcLab.PowerShell.Binding;

/// <summary>The settings whose values depend on the model. One class a model, so that completion and refusal know them.</summary>
public interface IVideoSettings
{
    /// <summary>The length in seconds.</summary>
    string? Duration { get; set; }

    /// <summary>The shape.</summary>
    string? AspectRatio { get; set; }
}

/// <summary>For when the model comes from the row, or is not known.</summary>
public sealed class AnyVideoSettings : IVideoSettings
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
public sealed class SoraVideoSettings : IVideoSettings
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
public sealed class VeoVideoSettings : IVideoSettings
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
public sealed class KlingVideoSettings : IVideoSettings
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
