using System.Management.Automation;

namespace UgcLab.PowerShell.Binding;

/// <summary>What an image has besides prompt, model and quality.</summary>
public sealed class ImageSettings
{
    /// <summary>The shape. Left out, the service makes 9:16. Blank means not given.</summary>
    [Parameter]
    [Alias("Ratio")]
    [MissingIsBlank]
    [ValidateSet("9:16", "1:1", "16:9", "")]
    public string? AspectRatio { get; set; }
}
