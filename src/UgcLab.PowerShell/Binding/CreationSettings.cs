using System.Reflection;

namespace UgcLab.PowerShell.Binding;

// The parameters that depend on the kind, and on the model if it limits their values. Each set is a class, so that completion and
// validation know its parameters.
internal static class CreationSettings
{
    public static object Of(UgcKind kind, string? model) => kind switch
    {
        UgcKind.Image => new ImageSettings(),
        UgcKind.TalkingActor => new TalkingActorSettings(),
        UgcKind.ProductVideo => new ProductVideoSettings(),
        UgcKind.MotionVideo => new MotionVideoSettings(),
        UgcKind.Video when ModelCatalog.Find(model) is UgcModel known => new RuntimeDefinedParameterDictionary
        {
            [nameof(AnyVideoSettings.Duration)] = Narrowed(nameof(AnyVideoSettings.Duration), known, known.Durations),
            [nameof(AnyVideoSettings.AspectRatio)] = Narrowed(nameof(AnyVideoSettings.AspectRatio), known, known.AspectRatios),
        },
        UgcKind.Video => new AnyVideoSettings(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind has no parameters."),
    };

    // The parameter of AnyVideoSettings, limited to the values of one model.
    private static RuntimeDefinedParameter Narrowed(string name, UgcModel model, IEnumerable<string> values) => new(name, typeof(string),
    [
        .. typeof(AnyVideoSettings).GetProperty(name)!.GetCustomAttributes<Attribute>().Where(given => given is not ValidValuesAttribute),
        new ValidValuesAttribute([.. values, ""]) { Of = model.Name },
    ]);
}

/// <summary>Specifies the classes of the dynamic parameters of a cmdlet, for the help.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DynamicParametersAttribute(params Type[] types) : Attribute
{
    public IReadOnlyList<Type> Types { get; } = types;
}

/// <summary>The settings of a video whose model comes from the row or is not known.</summary>
public sealed class AnyVideoSettings
{
    /// <summary>The length in seconds: 10 or 15 for sora-2-pro, 8 for veo-3.1, 5 or 10 for kling-2.6.</summary>
    [Parameter]
    [Alias("Seconds", "Length")]
    [ValidValues("5", "8", "10", "15", "")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? Duration { get; set; }

    /// <summary>
    /// The aspect ratio: portrait or landscape for sora-2-pro, 16:9 or 9:16 for veo-3.1, 9:16, 16:9, or 1:1 for kling-2.6. If it isn't
    /// specified, the service chooses.
    /// </summary>
    [Parameter]
    [Alias("Ratio")]
    [ValidValues("portrait", "landscape", "16:9", "9:16", "1:1", "")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? AspectRatio { get; set; }
}

/// <summary>The settings of an image in addition to prompt, model, and tier.</summary>
public sealed class ImageSettings
{
    /// <summary>The aspect ratio. If it isn't specified, the service uses 9:16.</summary>
    [Parameter]
    [Alias("Ratio")]
    [ValidValues("9:16", "1:1", "16:9", "")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? AspectRatio { get; set; }
}

/// <summary>The settings of videos with an actor. No alias may equal a parameter name of Test-UgcVideo, which has them as well.</summary>
public abstract class ActorSettings
{
    /// <summary>What the actor says: at least 10 characters, and at most 3000 for a talking actor or 500 with a product.</summary>
    [Parameter(Position = 0)]
    [PromptText]
    public string? Script { get; set; }

    /// <summary>What the actor does: 10 to 1000 characters.</summary>
    [Parameter(Position = 1)]
    [PromptText]
    public string? Actions { get; set; }

    /// <summary>The ids of 1 to 20 actors of Get-UgcActor with the same -Workflow. Each makes a separate video, which is charged.</summary>
    [Parameter]
    [Alias("Actor")]
    [ArgumentCompleter(typeof(ActorIdCompleter))]
    public string[]? ActorId { get; set; }

    /// <summary>Custom actors: 1 to 20 hashtables with at least characterDescription and environment. All members are sent.</summary>
    [Parameter]
    public object[]? CustomActor { get; set; }

    /// <summary>The length, with its unit: 10s, 15s, or 25s (a storyboard).</summary>
    [Parameter]
    [Alias("Length")]
    [ArgumentCompleter(typeof(ActorLengthCompleter))]
    public string? Duration { get; set; }

    /// <summary>
    /// The workflow. ugcl-2.0 is documented and validated. ugcl-1.0, for longer videos, has little documentation: these parameters and
    /// -AdditionalProperty are sent as they are, nothing is required, and the price is not known.
    /// </summary>
    /// <value>ugcl-2.0</value>
    [Parameter]
    [Alias("Workflow")]
    [ValidValues("ugcl-2.0", "ugcl-1.0", "")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? WorkflowType { get; set; }

    /// <summary>Whether the service may improve the script: $true or $false. If it isn't specified, the service improves it.</summary>
    [Parameter]
    [YesOrNo]
    [ValidValues("true", "false", "")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? RefineScript { get; set; }

    /// <summary>Whether the service may improve the actions: $true or $false. If it isn't specified, the service improves them.</summary>
    [Parameter]
    [YesOrNo]
    [ValidValues("true", "false", "")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? RefineActions { get; set; }
}

/// <summary>The settings of a talking actor video.</summary>
public sealed class TalkingActorSettings : ActorSettings
{
    /// <summary>The two or three scenes of a storyboard, for -Duration 25s, as hashtables. Their form isn't documented.</summary>
    [Parameter]
    public object[]? StoryboardScene { get; set; }
}

/// <summary>The settings of a product video.</summary>
public sealed class ProductVideoSettings : ActorSettings
{
    /// <summary>The image of the product: a public https address. The service downloads it, not this computer.</summary>
    [Parameter]
    public string? ProductImageUrl { get; set; }
}

/// <summary>The settings of a video in which an actor repeats the motion of another video.</summary>
public sealed class MotionVideoSettings
{
    /// <summary>The ids of 1 to 20 actors of Get-UgcActor -Workflow ugcl-1.0. Each makes a separate video, which is charged.</summary>
    [Parameter]
    [Alias("Actor")]
    [ArgumentCompleter(typeof(ActorIdCompleter))]
    public string[]? ActorId { get; set; }

    /// <summary>The video whose motion is repeated: a public https address of an MP4 or WebM of at most 50 MB and 30 seconds.</summary>
    [Parameter]
    public string? ReferenceVideoUrl { get; set; }

    /// <summary>The length of the reference video: 1 to 30 seconds, as a number. Each second is charged.</summary>
    [Parameter]
    [Alias("VideoDuration", "Seconds", "Length")]
    public string? Duration { get; set; }

    /// <summary>The image of a product: a public https address.</summary>
    [Parameter]
    public string? ProductImageUrl { get; set; }

    /// <summary>The quality: std at 6 credits a second, or pro at 10. If it isn't specified, the service uses pro.</summary>
    [Parameter]
    [ValidValues("std", "pro", "")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? Quality { get; set; }
}
