namespace UgcLab.PowerShell.Commands;

/// <summary>Writes a CSV file with the columns of a kind of creation and an example row for each model. Offline.</summary>
/// <remarks>
/// <para>Replace the example rows with your own, and run the file with Invoke-UgcBatch. A column that you don't need can be removed or left
/// blank. ProjectId is blank in the examples: the session's project is used. Replace example ids of actors and example addresses before you
/// create anything.</para>
/// <para>Video: Prompt has 10 to 3000 characters. Model is sora-2-pro (Duration 10 or 15, AspectRatio portrait or landscape, Tier standard
/// or pro), veo-3.1 (Duration 8, AspectRatio 16:9 or 9:16, no Tier), or kling-2.6 (Duration 5 or 10, AspectRatio 9:16, 16:9, or 1:1, no
/// Tier). ImageUrl is the https address of a start image.</para>
/// <para>Image: Prompt has 10 to 3000 characters. Model is nano-banana-pro or seedream-4.5. AspectRatio is 9:16, 1:1, or 16:9. Tier is
/// standard or pro.</para>
/// <para>TalkingActor: Script has 10 to 3000 characters, and Actions has 10 to 1000. WorkflowType is ugcl-2.0 or ugcl-1.0. ActorId is 1 to
/// 20 ids from Get-UgcActor. Duration is 10s, 15s, or 25s. Tier is standard or pro. RefineScript and RefineActions are true or false.
/// CustomActor and StoryboardScene are JSON.</para>
/// <para>ProductVideo: as TalkingActor, with a Script of 10 to 500 characters, a ProductImageUrl, and no StoryboardScene.</para>
/// <para>MotionVideo: its only model, motion-control, has no column. ActorId is 1 to 20 ids from Get-UgcActor -Workflow ugcl-1.0.
/// ReferenceVideoUrl is the https address of a video. Duration is 1 to 30 seconds. Quality is std or pro. Prompt has up to 1000 characters
/// and can be blank.</para>
/// <para>All kinds: Variants is 1 to 8. Reference is your own label. RowId identifies a row, and always stands for the same content.</para>
/// </remarks>
/// <example>
/// <title>Write a file for videos and check it</title>
/// <code>New-UgcSheet ./new.csv; Invoke-UgcBatch ./new.csv -Destination ./videos -WhatIf</code>
/// <para>Shows what the example rows would create.</para>
/// </example>
/// <example>
/// <title>Write a file for talking actors</title>
/// <code>New-UgcSheet -Kind TalkingActor -Path ./talks.csv</code>
/// </example>
[Cmdlet(VerbsCommon.New, "UgcSheet", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewUgcSheetCommand : AsyncCmdlet
{
    /// <summary>The file to write: .csv for commas, or .tsv for tabs. Its folder is created if it doesn't exist.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The kind of creation that the rows describe.</summary>
    /// <value>Video</value>
    [Parameter(Position = 1)]
    [ValueOf<UgcKind>]
    public UgcKind Kind { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override object? Target => Path;

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        string path = FullPath(Path);
        if (ShouldProcess(path, $"Write a sheet with the columns of {Kind}"))
        {
            WriteFile(SheetTemplate.Write(path, CreationDescriptor.Of(Kind), Force));
        }

        return Task.CompletedTask;
    }
}
