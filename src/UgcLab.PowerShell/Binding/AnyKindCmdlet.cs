namespace UgcLab.PowerShell.Binding;

/// <summary>A cmdlet that accepts rows of the kind that -Kind specifies. The default is videos.</summary>
[DynamicParameters(
    typeof(AnyVideoSettings), typeof(ImageSettings), typeof(TalkingActorSettings), typeof(ProductVideoSettings),
    typeof(MotionVideoSettings))]
public abstract class AnyKindCmdlet : RowsCmdlet
{
    /// <summary>The kind of the rows. The other parameters are those of the cmdlet that creates it, such as New-UgcTalkingActor.</summary>
    /// <value>Video</value>
    [Parameter]
    [ValueOf<UgcKind>]
    public UgcKind Kind { get; set; }

    /// <summary>The model of a video or an image. There is no default, because the available models change.</summary>
    /// <value>The session's, for videos</value>
    [Parameter]
    [ValidValues("sora-2-pro", "veo-3.1", "kling-2.6", "nano-banana-pro", "seedream-4.5", "")]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>The quality. sora-2-pro and images require it, veo-3.1 and kling-2.6 have none, and actors default to standard.</summary>
    [Parameter]
    [ValidValues("standard", "pro", "")]
    [ArgumentCompleter(typeof(TierCompleter))]
    public string? Tier { get; set; }

    /// <summary>
    /// The start image of videos: a public https address, for the service to download, of a JPEG, PNG, or WebP file of at most 10 MB.
    /// </summary>
    [Parameter]
    [Alias("Image")]
    public string? ImageUrl { get; set; }

    private protected override CreationDescriptor Creation => CreationDescriptor.Of(Kind);

    private protected override string? TypedModel => Model;
}

/// <summary>A cmdlet that accepts rows one at a time: as parameters, from the pipeline, or both.</summary>
public abstract class RowInputCmdlet : AnyKindCmdlet
{
    /// <summary>What the video or image shows: 10 to 3000 characters.</summary>
    [Parameter(Position = 0)]
    [Alias("Text", "Description")]
    [PromptText]
    public string? Prompt { get; set; }

    /// <summary>
    /// A row with a column for each setting (from Import-Csv, a hashtable, or any object), only the text, or a finished image job as the
    /// start image. Columns are matched by name, ignoring case, spaces, and underscores; a blank cell means "not given".
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    private protected override object? Target =>
        (InHand is { IsSecret: true } ? InHand.Name : null) ?? Cells.Base(InputObject) ?? Given(Creation.TextField);
}
