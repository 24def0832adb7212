namespace UgcLab.PowerShell.Commands;

/// <summary>Creates videos in which an actor speaks a script. Sends one request per row; returns one job per actor and variant.</summary>
/// <remarks>
/// <para>Rows, batches, spending limits, and unconfirmed purchases work as in New-UgcVideo. A row with three actors and two variants counts
/// as one of the 100 creations an hour, and creates six videos, each of which is charged.</para>
/// <para>The documented prices are 63, 75, and 113 credits for 10s, 15s, and 25s, and 88, 125, and 113 credits at -Tier pro. The service
/// documents them for product videos; they are assumed to apply here until the first purchase shows the actual price.</para>
/// </remarks>
/// <example>
/// <title>Create a video with one actor</title>
/// <code>New-UgcTalkingActor 'Hi there, here is a quick look at what we made.' 'Smiles, leans in, points to the side' -ActorId (Get-UgcActor)[0].Id -Duration 15s</code>
/// </example>
/// <example>
/// <title>Create the same script with three actors</title>
/// <code>New-UgcTalkingActor 'Hi there, here is what we made this spring.' 'Talks to the camera' -Duration 10s -ActorId (Get-UgcActor -Gender female -Pro | Select-Object -First 3).Id | Wait-UgcJob | Save-UgcVideo -Name '{Reference}-{ActorName}-v{VariantIndex}'</code>
/// <para>Sends one request for three videos, and names each file after its actor. If you pipe actors in, each one is a separate
/// request.</para>
/// </example>
/// <example>
/// <title>Describe a custom actor</title>
/// <code>New-UgcTalkingActor 'Hi there, here is what we made this spring.' 'Stirs a pot and looks up' -Duration 10s -CustomActor @{ characterDescription = 'A man in his forties with short gray hair'; environment = 'Bright kitchen' }</code>
/// </example>
/// <seealso href="https://ugclab.app/docs/talking-actor">The service's page on talking actors</seealso>
[Cmdlet(VerbsCommon.New, "UgcTalkingActor", SupportsShouldProcess = true)]
[OutputType(typeof(UgcJob), typeof(UgcSavedVideo))]
[DynamicParameters(typeof(TalkingActorSettings))]
public sealed class NewUgcTalkingActorCommand : CreationCmdlet
{
    /// <summary>The quality. If it isn't specified, the service uses standard.</summary>
    [Parameter]
    [Alias("Quality")]
    [ValidValues("standard", "pro", "")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? Tier { get; set; }

    private protected override CreationDescriptor Creation => CreationDescriptor.Of(UgcKind.TalkingActor);
}
