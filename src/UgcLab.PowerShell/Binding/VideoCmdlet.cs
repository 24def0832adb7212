namespace UgcLab.PowerShell.Binding;

/// <summary>A cmdlet that takes rows of whichever kind is named, videos if none is.</summary>
public abstract class AnyKindCmdlet : RowsCmdlet
{
    /// <summary>What the rows buy. The other parameters are those of the cmdlet that buys this kind, such as New-UgcTalkingActor.</summary>
    /// <value>Video</value>
    [Parameter]
    public UgcKind Kind { get; set; }

    /// <summary>The model, of a video or an image. There is no default, for what is best and what is offered changes. Blank means not given.</summary>
    /// <value>The session's, for videos</value>
    [Parameter]
    [MissingIsBlank]
    [ValidateSet("sora-2-pro", "veo-3.1", "kling-2.6", "nano-banana-pro", "seedream-4.5", "")]
    public string? Model { get; set; }

    /// <summary>The quality. sora-2-pro and images require it; veo-3.1 and kling-2.6 have none; with actors it is standard if left out. Blank means not given.</summary>
    [Parameter]
    [MissingIsBlank]
    [ValidateSet("standard", "pro", "")]
    public string? Tier { get; set; }

    /// <summary>A start image of videos: a public https address of a JPEG, PNG or WebP of at most 10 MB. The service fetches it, not this computer.</summary>
    [Parameter]
    [Alias("Image")]
    public string? ImageUrl { get; set; }

    private protected override CreationKind Creation => CreationKind.Of(Kind);

    private protected override string? TypedModel => Model;
}

/// <summary>One that takes them one by one: typed, or as rows, or both.</summary>
public abstract class VideoCmdlet : AnyKindCmdlet
{
    /// <summary>What is to be seen: 10 to 3000 characters.</summary>
    [Parameter(Position = 0)]
    [Alias("Text", "Description")]
    [PromptText]
    public string? Prompt { get; set; }

    /// <summary>A row with a column for each setting (from Import-Csv, a hashtable or any object), the text alone, or a finished image job as start image. Columns are found by name whatever their case, spaces and underscores; a blank cell means "not given".</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    private protected override object? Target =>
        (InHand is { IsSecret: true } ? InHand.Name : null) ?? Cells.Base(InputObject) ?? Given(Creation.TextField);
}
