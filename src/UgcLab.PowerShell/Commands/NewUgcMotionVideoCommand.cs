namespace UgcLab.PowerShell.Commands;

/// <summary>Creates videos in which an actor repeats the motion of a video: one request per row, one job per actor and variant.</summary>
/// <remarks>
/// <para>Rows, batches, spending limits, and unconfirmed purchases work as in New-UgcVideo. Each second of the reference video is charged:
/// 6 credits at -Quality std, 10 at pro, for each actor and variant. The length isn't measured, so specify the actual length.</para>
/// <para>Get-UgcActor -Workflow ugcl-1.0 lists the actors.</para>
/// </remarks>
/// <example>
/// <title>Create a video from a motion</title>
/// <code>New-UgcMotionVideo 'The actor keeps the product in view during the dance' -ActorId (Get-UgcActor -Workflow ugcl-1.0)[0].Id -ReferenceVideoUrl https://example.com/dance.mp4 -Duration 15 -Quality pro</code>
/// </example>
/// <example>
/// <title>Estimate the cost of a CSV file</title>
/// <code>Import-Csv ./dances.csv | New-UgcMotionVideo -ActorId (Get-UgcActor -Workflow ugcl-1.0)[0].Id -WhatIf</code>
/// <para>The file has the columns ReferenceVideoUrl and VideoDuration.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/motion-control">The service's page on motion control</seealso>
[Cmdlet(VerbsCommon.New, "UgcMotionVideo", SupportsShouldProcess = true)]
[OutputType(typeof(UgcJob), typeof(UgcSavedVideo))]
[DynamicParameters(typeof(MotionVideoSettings))]
public sealed class NewUgcMotionVideoCommand : CreationCmdlet
{
    /// <summary>What else the video shows: 1000 characters at most.</summary>
    [Parameter(Position = 0)]
    [Alias("UserPrompt", "Text", "Description")]
    [PromptText]
    public string? Prompt { get; set; }

    private protected override CreationDescriptor Creation => CreationDescriptor.Of(UgcKind.MotionVideo);
}
