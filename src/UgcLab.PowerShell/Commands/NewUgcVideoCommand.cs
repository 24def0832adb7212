namespace UgcLab.PowerShell.Commands;

/// <summary>Creates videos. Sends one request per row and returns one job per variant.</summary>
/// <remarks>
/// <para>Each row is validated before it is sent. An invalid row returns one error that names the row and lists all of its errors; the
/// other rows continue. Every purchase is written to the store before it is sent and again when it is answered, and a job's id is on disk
/// before it is returned.</para>
/// <para>If an error such as a spending limit ends creation after jobs were returned, the rest of the pipeline still waits for them and
/// saves them. With -ErrorAction Stop, an error names the jobs that may not be saved and the line that saves them.</para>
/// <para>A request whose outcome is unconfirmed is never sent again automatically: the error UgcOutcomeUnconfirmed reports it, and
/// Get-UgcHistory -State Unconfirmed lists it. At most 100 creations are sent in an hour, unless Connect-UgcLab sets another limit. Before
/// a wait of more than five minutes, a warning shows when it ends.</para>
/// <para>With -Batch, each row is created once, however often the command runs: rows that were created before return their jobs, and
/// unconfirmed rows are reported and not sent again. Invoke-UgcBatch does the same for whole files, and saves each video when it is
/// ready.</para>
/// <para>A parameter overrides the row, and the row overrides the session's default. A blank value is ignored. -WhatIf validates every row,
/// estimates the cost as far as prices are known, and sends nothing.</para>
/// </remarks>
/// <example>
/// <title>Create videos from a CSV file</title>
/// <code>Import-Csv ./ads.csv | New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>Creates one video per row, waits for all of them together, and saves each one when it is ready.</para>
/// </example>
/// <example>
/// <title>Create one video</title>
/// <code>New-UgcVideo 'A paper boat sails down a rainy street' -Model kling-2.6 -Duration 5 -AspectRatio 9:16 -ProjectId (Get-UgcProject)[0].Id</code>
/// <para>Press Tab after -Duration or -AspectRatio to see the values of the model.</para>
/// </example>
/// <example>
/// <title>Create, wait, and save in one command</title>
/// <code>Import-Csv ./ads.csv | New-UgcVideo -Destination ./videos</code>
/// <para>Returns the saved files. With -Wait instead of -Destination, returns the ended jobs.</para>
/// </example>
/// <example>
/// <title>Preview a CSV file</title>
/// <code>Import-Csv ./ads.csv | New-UgcVideo -WhatIf</code>
/// <para>Shows what each row would create, the errors of invalid rows, and at the end the total cost.</para>
/// </example>
/// <example>
/// <title>Set a spending limit</title>
/// <code>Import-Csv ./ads.csv | New-UgcVideo -MaxCredit 500 -KeepCredit 1000</code>
/// <para>Spends 500 credits at most, and stops before fewer than 1000 are left. The error UgcSpendingLimit reports where it stopped.</para>
/// </example>
/// <example>
/// <title>Create each row only once</title>
/// <code>Import-Csv ./ads.csv | New-UgcVideo -Batch nov | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>Run the same command again, after a crash or with rows added, to create only the new rows. The other rows return their jobs. At
/// the end, a line shows the number of each.</para>
/// </example>
/// <seealso href="https://ugclab.app/docs/video">The service's page on videos</seealso>
[Cmdlet(VerbsCommon.New, "UgcVideo", SupportsShouldProcess = true)]
[OutputType(typeof(UgcJob), typeof(UgcSavedVideo))]
[DynamicParameters(typeof(AnyVideoSettings))]
public sealed class NewUgcVideoCommand : CreationCmdlet
{
    /// <summary>What the video shows: 10 to 3000 characters.</summary>
    [Parameter(Position = 0)]
    [Alias("Text", "Description")]
    [PromptText]
    public string? Prompt { get; set; }

    /// <summary>The model. There is no default, because the available models change.</summary>
    /// <value>The session's</value>
    [Parameter]
    [ValidValues("sora-2-pro", "veo-3.1", "kling-2.6", "")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? Model { get; set; }

    /// <summary>The quality. sora-2-pro requires it; the other models have none.</summary>
    [Parameter]
    [Alias("Quality")]
    [ValidValues("standard", "pro", "")]
    [ArgumentCompleter(typeof(TierCompleter))]
    public string? Tier { get; set; }

    /// <summary>
    /// The start image: a public https address of a JPEG, PNG, or WebP file of at most 10 MB. The service downloads it, not this computer.
    /// To use an image that you created with New-UgcImage, pipe its job instead.
    /// </summary>
    [Parameter]
    [Alias("Image")]
    public string? ImageUrl { get; set; }

    private protected override CreationDescriptor Creation => CreationDescriptor.Of(UgcKind.Video);

    private protected override string? TypedModel => Model;
}
