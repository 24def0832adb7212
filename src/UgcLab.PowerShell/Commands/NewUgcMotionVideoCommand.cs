using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Buys videos in which an actor moves as another video shows: one request a row, one job for each actor and take.</summary>
/// <remarks>
/// <para>Rows, batches, bounds and doubts are those of New-UgcVideo. The length of the reference video is paid for by the second: 6 credits at -Quality std, 10 at pro, for each actor and take. It is not measured here, so give it as it is.</para>
/// <para>The actors are those of Get-UgcActor -Workflow ugcl-1.0.</para>
/// </remarks>
/// <example>
/// <title>One dance</title>
/// <code>New-UgcMotionVideo 'The actor keeps the product in view during the dance' -ActorId clzz0000000000000ugcactor -ReferenceVideoUrl https://example.com/dance.mp4 -Duration 15 -Quality pro</code>
/// </example>
/// <example>
/// <title>What would it cost?</title>
/// <code>Import-Csv ./dances.csv | New-UgcMotionVideo -ActorId clzz0000000000000ugcactor -WhatIf</code>
/// <para>The sheet has columns ReferenceVideoUrl and VideoDuration.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/motion-control">The service's page on motion control</seealso>
[Cmdlet(VerbsCommon.New, "UgcMotionVideo", SupportsShouldProcess = true)]
[OutputType(typeof(UgcJob))]
[DynamicParameters(typeof(MotionVideoSettings))]
public sealed class NewUgcMotionVideoCommand : BuyingCmdlet
{
    /// <summary>What is to be seen besides: 1000 characters at most.</summary>
    [Parameter(Position = 0)]
    [Alias("UserPrompt", "Text", "Description")]
    [PromptText]
    public string? Prompt { get; set; }

    private protected override CreationKind Creation => CreationKind.Of(UgcKind.MotionVideo);
}
