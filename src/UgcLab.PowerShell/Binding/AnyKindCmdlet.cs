namespace UgcLab.PowerShell.Binding;

/// <summary>A cmdlet that accepts rows of the kind that -Kind specifies. The default is videos.</summary>
[DynamicParameters(
    typeof(AnyVideoSettings), typeof(ImageSettings), typeof(TalkingActorSettings), typeof(ProductVideoSettings),
    typeof(MotionVideoSettings))]
public abstract class AnyKindCmdlet : RowsCmdlet
{
    /// <summary>
    /// The kind of creation that the rows describe. The other parameters are those of the cmdlet that creates this kind, such as
    /// New-UgcTalkingActor.
    /// </summary>
    /// <value>Video</value>
    [Parameter]
    [ValueOf<UgcKind>]
    public UgcKind Kind { get; set; }

    /// <summary>
    /// The model of a video or an image. There is no default, because the available models change. A blank value is ignored.
    /// </summary>
    /// <value>The session's, for videos</value>
    [Parameter]
    [MissingIsBlank]
    [ValidValues("sora-2-pro", "veo-3.1", "kling-2.6", "nano-banana-pro", "seedream-4.5", "")]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>
    /// The quality. sora-2-pro and images require it; veo-3.1 and kling-2.6 have none; with actors, standard is used if it isn't specified.
    /// A blank value is ignored.
    /// </summary>
    [Parameter]
    [MissingIsBlank]
    [ValidValues("standard", "pro", "")]
    [ArgumentCompleter(typeof(TierCompleter))]
    public string? Tier { get; set; }

    /// <summary>
    /// The start image of videos: a public https address of a JPEG, PNG, or WebP file of at most 10 MB. The service downloads it, not this
    /// computer.
    /// </summary>
    [Parameter]
    [Alias("Image")]
    public string? ImageUrl { get; set; }

    private protected override CreationDescriptor Creation => CreationDescriptor.Of(Kind);

    private protected override string? TypedModel => Model;
}
