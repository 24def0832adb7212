namespace UgcLab.PowerShell.Commands;

/// <summary>Creates images. Sends one request per row and returns one job per variant.</summary>
/// <remarks>
/// <para>Rows, batches, spending limits, and unconfirmed purchases work as in New-UgcVideo. Wait for images and save them like videos: with
/// Wait-UgcJob and Save-UgcVideo, which is also named Save-UgcImage.</para>
/// <para>To use a finished image as the start image of a video, pipe it to New-UgcVideo. In a batch, such a row is identified by the
/// image's job, so running the command again creates nothing twice. The service doesn't document how long the address of an image is valid.
/// If the address was read more than two minutes before the video is requested, it is read again first, which uses one read. Pipe a job
/// that comes from a CSV file through Get-UgcJob first.</para>
/// </remarks>
/// <example>
/// <title>Create an image</title>
/// <code>New-UgcImage 'Studio shot of a phone lying on pale stone, soft side light' -Model seedream-4.5 -Tier pro -AspectRatio 1:1 | Wait-UgcJob | Save-UgcImage -Destination ./images</code>
/// </example>
/// <example>
/// <title>Create a video that starts with a new image</title>
/// <code>New-UgcImage 'A red kettle on a gas stove, morning light' -Model nano-banana-pro -Tier standard | Wait-UgcJob | New-UgcVideo -Prompt 'Steam begins to rise from the kettle' -Model kling-2.6 -Duration 5</code>
/// <para>Creates the image, waits for it, and creates a video that starts with it.</para>
/// </example>
/// <example>
/// <title>Create images and videos from a CSV file, each only once</title>
/// <code>Import-Csv ./pictures.csv | New-UgcImage -Batch pictures | Wait-UgcJob | New-UgcVideo -Prompt 'The camera drifts in slowly' -Model kling-2.6 -Duration 5 -Batch moving | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>Run the command again to create only what is new; the other jobs are returned from the batch. To use a prompt from each row:
/// ForEach-Object { $_ | New-UgcVideo -Prompt $_.InputRow.Motion ... }.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/image">The service's page on images</seealso>
[Cmdlet(VerbsCommon.New, "UgcImage", SupportsShouldProcess = true)]
[OutputType(typeof(UgcJob), typeof(UgcSavedVideo))]
[DynamicParameters(typeof(ImageSettings))]
public sealed class NewUgcImageCommand : CreationCmdlet
{
    /// <summary>What the image shows: 10 to 3000 characters.</summary>
    [Parameter(Position = 0)]
    [Alias("Text", "Description")]
    [PromptText]
    public string? Prompt { get; set; }

    /// <summary>The model.</summary>
    [Parameter]
    [ValidValues("nano-banana-pro", "seedream-4.5", "")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? Model { get; set; }

    /// <summary>The quality, which is required. It sets the resolution: 1K or 4K for nano-banana-pro, 2K or 4K for seedream-4.5.</summary>
    [Parameter]
    [Alias("Quality")]
    [ValidValues("standard", "pro", "")]
    [ArgumentCompleter(typeof(TierCompleter))]
    public string? Tier { get; set; }

    private protected override CreationDescriptor Creation => CreationDescriptor.Of(UgcKind.Image);
}
