using System.Management.Automation;

namespace UgcLab.PowerShell.Binding;

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
