namespace UgcLab.PowerShell.Commands;

/// <content>The parameters that don't concern files.</content>
public sealed partial class InvokeUgcBatchCommand
{
    /// <summary>
    /// The rows, such as objects from Import-Csv. Specify -Name, because piped rows have no file name that could be the name of the batch.
    /// Files from Get-ChildItem are read as with -LiteralPath.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RowsSet)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>The name of the batch. Use the same name to resume the batch.</summary>
    /// <value>The file name without its extension. With several files, it can't be specified</value>
    [Parameter(Position = 1)]
    [Alias("Batch")]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string? Name { get; set; }

    /// <summary>The folder to save to. It's created if it doesn't exist. With several files, each batch has its own folder in it.</summary>
    /// <value>The session's destination, or the current folder</value>
    [Parameter]
    [Alias("OutputDirectory")]
    public string? Destination { get; set; }

    /// <summary>The pattern for the file names of the videos, as in Save-UgcVideo -Name.</summary>
    /// <value>{Reference}-{Model}-v{VariantIndex}</value>
    [Parameter]
    [ArgumentCompleter(typeof(NamePatternCompleter))]
    public string FileName { get; set; } = JobFields.DefaultPattern;

    /// <summary>
    /// The maximum number of credits that this run may spend, as in New-UgcVideo. If the rows cost more by known prices, nothing is sent,
    /// and the error shows how many rows fit. If the limit is reached during the run, the exit code is 4.
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? MaxCredit { get; set; }

    /// <summary>Sends rows until a spending limit is reached. Without it, nothing is sent if all rows cost more by known prices.</summary>
    [Parameter]
    public SwitchParameter AllowPartial { get; set; }

    /// <summary>The number of credits that must remain in the workspace, as in New-UgcVideo.</summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? KeepCredit { get; set; }

    /// <summary>Uses only this many rows from the start of the input, for a trial run.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>The time to stop sending, such as 18:00 (today) or a date and time. Videos in progress are still saved.</summary>
    [Parameter]
    public DateTimeOffset? Until { get; set; }

    /// <summary>The maximum time to wait for each job, in seconds or as a time span. 0 means no limit. The next run waits again.</summary>
    /// <value>02:00:00</value>
    [Parameter]
    [Seconds]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>The number of videos to download at the same time: 1 to 16.</summary>
    /// <value>5</value>
    [Parameter]
    [ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = VideoDownloader.Together;

    /// <summary>Skips invalid rows. Without this switch, any invalid row stops the run before anything is sent.</summary>
    [Parameter]
    public SwitchParameter SkipInvalid { get; set; }

    /// <summary>
    /// Creates rows again, except unconfirmed ones. To resume an interrupted run, repeat the command with this switch: rows that it created
    /// again aren't created once more.
    /// </summary>
    [Parameter]
    public SwitchParameter BuyAgain { get; set; }

    /// <summary>
    /// Creates new rows although rows with the same content were created before: in another batch, or in this batch by a row that is no
    /// longer in the input, such as one whose RowId a spreadsheet has changed. Without this switch, you're asked, and in a non-interactive
    /// session nothing is sent.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowDuplicate { get; set; }

    /// <summary>Creates rows again, with all of their variants, if one of their videos wasn't created.</summary>
    [Parameter]
    public SwitchParameter RetryFailed { get; set; }

    /// <summary>
    /// What to do with unconfirmed rows. Skip: report them, and don't send them. Ask: show the evidence for and against a charge, and ask
    /// whether each was charged.
    /// </summary>
    /// <value>Skip</value>
    [Parameter]
    [ValueOf<UgcOnUnconfirmed>]
    public UgcOnUnconfirmed OnUnconfirmed { get; set; }

    /// <summary>
    /// Suppresses the confirmation prompt, but no other check. Under Connect-UgcLab -MaxCreditPerDay, also sends requests of unknown price.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Receives webhooks while waiting for jobs, as Wait-UgcJob -WebhookPrefix does.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WebhookPrefix { get; set; }

    /// <summary>Also returns each saved video, before the result.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Shows the plan and asks for confirmation, then continues in the background and returns a job for Wait-Job, Receive-Job, and
    /// Stop-Job. If nothing is to be sent, the job has the result as well. Stop-Job lets a request that is out finish.
    /// </summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary>
    /// A script block that runs when a batch ends, with its result as $_ and as the argument. Its output is shown and not returned. An
    /// error in it doesn't end the command. With -AsJob, it runs in a runspace of its own, without the variables of the console. It
    /// doesn't run when the command is stopped.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnCompleted { get; set; }
}
