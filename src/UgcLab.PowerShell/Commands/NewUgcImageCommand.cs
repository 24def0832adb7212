using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Buys images: one request a row, one job a take.</summary>
/// <remarks>
/// <para>Rows, batches, bounds and doubts are those of New-UgcVideo. An image is waited for and saved as a video is: Wait-UgcJob, and Save-UgcVideo, which is called Save-UgcImage too.</para>
/// <para>A finished image can be the start of a video: pipe it to New-UgcVideo. In a batch such a row is known by the image's job, so running the line again buys nothing twice. How long the address of an image lives is not documented; when the turn of the video has come and the address was read more than two minutes ago, it is read anew first, which takes one read. A job that comes from a CSV file is looked up with Get-UgcJob on its way.</para>
/// </remarks>
/// <example>
/// <title>A picture</title>
/// <code>New-UgcImage 'Studio shot of a phone lying on pale stone, soft side light' -Model seedream-4.5 -Tier pro -AspectRatio 1:1 | Wait-UgcJob | Save-UgcImage -Destination ./images</code>
/// </example>
/// <example>
/// <title>A picture that begins to move</title>
/// <code>New-UgcImage 'A red kettle on a gas stove, morning light' -Model nano-banana-pro -Tier standard | Wait-UgcJob | New-UgcVideo -Prompt 'Steam begins to rise from the kettle' -Model kling-2.6 -Duration 5</code>
/// <para>Buys the image, waits for it, and buys a video that begins with it.</para>
/// </example>
/// <example>
/// <title>A sheet of pictures that begin to move, paid for once</title>
/// <code>Import-Csv ./pictures.csv | New-UgcImage -Batch pictures | Wait-UgcJob | New-UgcVideo -Prompt 'The camera drifts in slowly' -Model kling-2.6 -Duration 5 -Batch moving | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>Run again, it buys what is new and hands on the rest. For a prompt from each row: ForEach-Object { $_ | New-UgcVideo -Prompt $_.InputRow.Motion ... }.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/image">The service's page on images</seealso>
[Cmdlet(VerbsCommon.New, "UgcImage", SupportsShouldProcess = true)]
[OutputType(typeof(UgcJob))]
[DynamicParameters(typeof(ImageSettings))]
public sealed class NewUgcImageCommand : BuyingCmdlet
{
    /// <summary>What the image is to show: 10 to 3000 characters.</summary>
    [Parameter(Position = 0)]
    [Alias("Text", "Description")]
    [PromptText]
    public string? Prompt { get; set; }

    /// <summary>The model. Blank means not given.</summary>
    [Parameter]
    [MissingIsBlank]
    [ValidateSet("nano-banana-pro", "seedream-4.5", "")]
    public string? Model { get; set; }

    /// <summary>The quality, which the service requires. nano-banana-pro makes 1K or 4K of it, seedream-4.5 2K or 4K. Blank means not given.</summary>
    [Parameter]
    [Alias("Quality")]
    [MissingIsBlank]
    [ValidateSet("standard", "pro", "")]
    public string? Tier { get; set; }

    private protected override CreationKind Creation => CreationKind.Of(UgcKind.Image);
}
