using System.Management.Automation;

namespace UgcLab.PowerShell.Binding;

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
