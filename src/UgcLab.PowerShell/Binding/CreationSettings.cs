using System.Reflection;

namespace UgcLab.PowerShell.Binding;

/// <summary>The parameters that depend on the kind, and on the model where that narrows them. One class each, so that completion and refusal know them.</summary>
internal static class CreationSettings
{
    public static object Of(UgcKind kind, string? model) => kind switch
    {
        UgcKind.Image => new ImageSettings(),
        UgcKind.TalkingActor => new TalkingActorSettings(),
        UgcKind.ProductVideo => new ProductVideoSettings(),
        UgcKind.MotionVideo => new MotionVideoSettings(),
        _ when Catalogue.Find(model) is UgcModel known => new RuntimeDefinedParameterDictionary
        {
            [nameof(AnyVideoSettings.Duration)] = Narrowed(nameof(AnyVideoSettings.Duration), known.Durations),
            [nameof(AnyVideoSettings.AspectRatio)] = Narrowed(nameof(AnyVideoSettings.AspectRatio), known.AspectRatios),
        },
        _ => new AnyVideoSettings(),
    };

    // The parameter of AnyVideoSettings, with the values of one model.
    private static RuntimeDefinedParameter Narrowed(string name, IEnumerable<string> values) => new(name, typeof(string),
    [
        .. typeof(AnyVideoSettings).GetProperty(name)!.GetCustomAttributes<Attribute>().Where(given => given is not ValidateSetAttribute),
        new ValidateSetAttribute([.. values, ""]),
    ]);
}

/// <summary>Names the class whose parameters a cmdlet has besides its own, for the help to show.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DynamicParametersAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
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

/// <summary>What the two kinds of videos have in common in which an actor speaks. No alias is one of a parameter of Test-UgcVideo: there these come on top.</summary>
public abstract class ActorSettings
{
    /// <summary>What the actor says, sent exactly as given: at least 10 characters, and at most 3000 for a talking actor, 500 with a product.</summary>
    [Parameter(Position = 0)]
    [PromptText]
    public string? Script { get; set; }

    /// <summary>What the actor does: 10 to 1000 characters.</summary>
    [Parameter(Position = 1)]
    [PromptText]
    public string? Actions { get; set; }

    /// <summary>Who is seen: ids of 1 to 20 actors, and each makes a video of its own that is paid for. Get-UgcActor lists them; for -WorkflowType ugcl-1.0 with -Workflow ugcl-1.0.</summary>
    [Parameter]
    [Alias("Actor")]
    [ArgumentCompleter(typeof(ActorIdCompleter))]
    public string[]? ActorId { get; set; }

    /// <summary>Actors that are described in place of named: hashtables with at least characterDescription and environment, 20 at most. More members may be known to the service; all are sent as they are.</summary>
    [Parameter]
    public object[]? CustomActor { get; set; }

    /// <summary>The length, with its unit: 10s, 15s or 25s (a storyboard). Blank means not given.</summary>
    [Parameter]
    [Alias("Length")]
    [MissingIsBlank]
    [ArgumentCompleter(typeof(ActorLengthCompleter))]
    public string? Duration { get; set; }

    /// <summary>The workflow. ugcl-2.0 is documented and checked. Of ugcl-1.0, for longer videos, little is documented: what is given here and with -AdditionalProperty is sent as it stands, nothing is required, and its price is not known.</summary>
    /// <value>ugcl-2.0</value>
    [Parameter]
    [Alias("Workflow")]
    [MissingIsBlank]
    [ValidateSet("ugcl-2.0", "ugcl-1.0", "")]
    public string? WorkflowType { get; set; }

    /// <summary>Whether the service may improve the script: $true or $false. Left out, it does. Blank means not given.</summary>
    [Parameter]
    [YesOrNo]
    [ValidateSet("true", "false", "")]
    public string? RefineScript { get; set; }

    /// <summary>Whether the service may improve the actions: $true or $false. Left out, it does. Blank means not given.</summary>
    [Parameter]
    [YesOrNo]
    [ValidateSet("true", "false", "")]
    public string? RefineActions { get; set; }
}

/// <summary>Of an actor who talks.</summary>
public sealed class TalkingActorSettings : ActorSettings
{
    /// <summary>The two or three scenes of a storyboard, 25 seconds together, as hashtables; only with -Duration 25s. Their form is not documented, so they are sent as they are.</summary>
    [Parameter]
    public object[]? StoryboardScene { get; set; }
}

/// <summary>Of an actor who shows a product.</summary>
public sealed class ProductVideoSettings : ActorSettings
{
    /// <summary>The product: a public https address of its picture. The service fetches it, not this computer.</summary>
    [Parameter]
    public string? ProductImageUrl { get; set; }
}

/// <summary>What a video has in which an actor moves as another video shows.</summary>
public sealed class MotionVideoSettings
{
    /// <summary>Who is seen: ids of 1 to 20 actors, and each makes a video of its own that is paid for. Get-UgcActor -Workflow ugcl-1.0 lists them.</summary>
    [Parameter]
    [Alias("Actor")]
    [ArgumentCompleter(typeof(ActorIdCompleter))]
    public string[]? ActorId { get; set; }

    /// <summary>The video whose motion is taken over: a public https address of an MP4 or WebM of at most 50 MB and 30 seconds. The service fetches it, not this computer.</summary>
    [Parameter]
    public string? ReferenceVideoUrl { get; set; }

    /// <summary>How long that video is: 1 to 30 seconds, written as a number. Each second is paid for.</summary>
    [Parameter]
    [Alias("VideoDuration", "Seconds", "Length")]
    public string? Duration { get; set; }

    /// <summary>A product: a public https address of its picture.</summary>
    [Parameter]
    public string? ProductImageUrl { get; set; }

    /// <summary>The quality: std at 6 credits a second, or pro at 10. Left out, the service makes pro. Blank means not given.</summary>
    [Parameter]
    [MissingIsBlank]
    [ValidateSet("std", "pro", "")]
    public string? Quality { get; set; }
}
