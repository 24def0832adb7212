using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Buys videos: one request a row, one job a take.</summary>
/// <remarks>
/// <para>Each row is checked whole before anything is sent; a row with faults gives one error that names the row and all of them, and the other rows go on. Every purchase is written to the local record before it is sent and again when it is answered, and a job's id is on disk before it is shown.</para>
/// <para>A request whose outcome is not known is never sent again by itself: the error UgcOutcomeUnconfirmed says so, and Get-UgcHistory -State Unconfirmed lists it. At most 100 creations go out in an hour unless Connect-UgcLab was told otherwise; before a wait of more than five minutes a warning says until when.</para>
/// <para>With -Batch nothing is paid for twice, however often the command is run: rows that were bought before give back their jobs, and unconfirmed rows are reported and not sent again. Invoke-UgcBatch does the same for whole sheets, and saves as it goes.</para>
/// <para>What is typed wins over the row, and the row over the session's default. -WhatIf checks every row, says what they would cost as far as that is known, and sends nothing.</para>
/// </remarks>
/// <example>
/// <title>A sheet of advertisements</title>
/// <code>Import-Csv ./ads.csv | New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>Buys one video a row, waits for all of them together, and saves each as it is done.</para>
/// </example>
/// <example>
/// <title>One video, typed</title>
/// <code>New-UgcVideo 'A paper boat sails down a rainy street' -Model kling-2.6 -Duration 5 -AspectRatio 9:16 -ProjectId clzz0000000000000project1</code>
/// <para>Duration and AspectRatio offer what the model has when Tab is pressed.</para>
/// </example>
/// <example>
/// <title>Look before you buy</title>
/// <code>Import-Csv ./ads.csv | New-UgcVideo -WhatIf</code>
/// <para>Shows what each row would buy, the errors of those that could not be bought, and at the end what all of it would cost.</para>
/// </example>
/// <example>
/// <title>With a bound</title>
/// <code>Import-Csv ./ads.csv | New-UgcVideo -MaxCredit 500 -KeepCredit 1000</code>
/// <para>Spends 500 credits at most, and ends before fewer than 1000 are left. The error UgcCreditBrake says where it stopped.</para>
/// </example>
/// <example>
/// <title>Pay once</title>
/// <code>Import-Csv ./ads.csv | New-UgcVideo -Batch nov | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>The same line again, after a crash or with rows added, buys what is new and hands on the jobs of the rest. At its end it says how many were which.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/video">The service's page on videos</seealso>
[Cmdlet(VerbsCommon.New, "UgcVideo", SupportsShouldProcess = true)]
[OutputType(typeof(UgcJob))]
[DynamicParameters(typeof(AnyVideoSettings))]
public sealed class NewUgcVideoCommand : BuyingCmdlet
{
    /// <summary>What the video is to show: 10 to 3000 characters.</summary>
    [Parameter(Position = 0)]
    [Alias("Text", "Description")]
    [PromptText]
    public string? Prompt { get; set; }

    /// <summary>The model. There is no default, for what is best and what is offered changes. Blank means not given.</summary>
    /// <value>The session's</value>
    [Parameter]
    [MissingIsBlank]
    [ValidateSet("sora-2-pro", "veo-3.1", "kling-2.6", "")]
    public string? Model { get; set; }

    /// <summary>The quality. sora-2-pro requires it; the other models have none. Blank means not given.</summary>
    [Parameter]
    [Alias("Quality")]
    [MissingIsBlank]
    [ValidateSet("standard", "pro", "")]
    public string? Tier { get; set; }

    /// <summary>A start image: a public https address of a JPEG, PNG or WebP of at most 10 MB. The service fetches it, not this computer. An image that was made here is piped in place of that.</summary>
    [Parameter]
    [Alias("Image")]
    public string? ImageUrl { get; set; }

    private protected override CreationKind Creation => CreationKind.Of(UgcKind.Video);

    private protected override string? TypedModel => Model;
}
