using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Buys videos in which an actor speaks a script: one request a row, one job for each actor and take.</summary>
/// <remarks>
/// <para>Rows, batches, bounds and doubts are those of New-UgcVideo. A row with three actors and two takes is one request of the hour's hundred, and six videos, each paid for.</para>
/// <para>The documented prices are 63, 75 and 113 credits for 10s, 15s and 25s, and 88, 125 and 113 at -Tier pro; they stand on the page of product videos and are taken to hold here, until something was bought and its real price is known.</para>
/// </remarks>
/// <example>
/// <title>One actor</title>
/// <code>New-UgcTalkingActor 'Hi there, here is a quick look at what we made.' 'Smiles, leans in, points to the side' -ActorId clzz000000000000000actor1 -Duration 15s</code>
/// </example>
/// <example>
/// <title>The same words by three people</title>
/// <code>New-UgcTalkingActor $script 'Talks to the camera' -Duration 10s -ActorId (Get-UgcActor -Gender female -Pro | Select-Object -First 3).Id | Wait-UgcJob | Save-UgcVideo -Name '{Reference}-{ActorName}-v{VariantIndex}'</code>
/// <para>One request, three videos, each named after who is seen. Actors that are piped in are a request each.</para>
/// </example>
/// <example>
/// <title>Somebody who is described</title>
/// <code>New-UgcTalkingActor $script 'Stirs a pot and looks up' -Duration 10s -CustomActor @{ characterDescription = 'A man in his forties with short grey hair'; environment = 'Bright kitchen' }</code>
/// </example>
/// <seealso href="https://ugclab.app/docs/talking-actor">The service's page on talking actors</seealso>
[Cmdlet(VerbsCommon.New, "UgcTalkingActor", SupportsShouldProcess = true)]
[OutputType(typeof(UgcJob))]
[DynamicParameters(typeof(TalkingActorSettings))]
public sealed class NewUgcTalkingActorCommand : BuyingCmdlet
{
    /// <summary>The quality. Left out, the service makes standard. Blank means not given.</summary>
    [Parameter]
    [Alias("Quality")]
    [MissingIsBlank]
    [ValidateSet("standard", "pro", "")]
    public string? Tier { get; set; }

    private protected override CreationKind Creation => CreationKind.Of(UgcKind.TalkingActor);
}
