using System.Globalization;
using System.Management.Automation;
using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Makes a folder of finished videos of a sheet: checks, estimates, asks once, buys, waits, saves. Run again, it goes on where it stopped.</summary>
/// <remarks>
/// <para>Every row is checked before anything is bought, and rows with faults are shown with line and column. Then it says how many requests, videos, credits and hours there are to come, asks once, and sends at the service's pace; videos are saved while rows are still being sent, and a sheet of results is written beside them: results.csv, one line a video, and results.json.</para>
/// <para>It may be broken off at any instant, by Ctrl+C, a closed lid or a power cut. The same command goes on: what was bought is not bought again, what is open is waited for and saved. A row whose request was in flight at that moment is unconfirmed: it is reported, and not sent again until you record its outcome with Resolve-UgcBatchRow.</para>
/// <para>A row is known again by what it buys, so the sheet can be sorted and extended; a row that was changed is a new one. A column RowId gives rows an identity of their own. Equal rows are bought as often as they stand there.</para>
/// <para>-ErrorAction Stop ends the run at the first error; a purchase that is out by then is seen through, and may be one more than the row that failed.</para>
/// <para>The result has an ExitCode for scripts. 0: all saved. 1: some rows failed. 2: rows have faults, nothing was sent. 3: stopped before the end, run it again. 4: stopped for want of credits. 5: rows are unconfirmed, and you have to resolve them. If several apply, the highest is returned. Without a key or a file there is no run, an error, and no result.</para>
/// </remarks>
/// <example>
/// <title>A sheet of advertisements</title>
/// <code>Invoke-UgcBatch -Path ./ads.csv -Destination ./videos -MaxCredit 20000</code>
/// <para>Asks once, and spends 20,000 credits at most. The same line goes on after a crash.</para>
/// </example>
/// <example>
/// <title>In a scheduled script</title>
/// <code>try { $run = Invoke-UgcBatch ./ads.csv -Destination ./videos -MaxCredit 2000 -Until 18:00 } catch { "$_"; exit 6 }; exit $run.ExitCode</code>
/// <para>Nobody is asked there, so -MaxCredit or -Force has to say that it may spend. A sheet that is not there, or a key that is refused at once, ends the command without a result: without the catch the script would end with 0.</para>
/// </example>
/// <example>
/// <title>Three rows to try</title>
/// <code>Invoke-UgcBatch ./ads.csv -Destination ./videos -First 3</code>
/// <para>Run without -First, it buys the rest.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "UgcBatch", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(UgcBatchResult), typeof(UgcSavedVideo))]
[DynamicParameters(typeof(AnyVideoSettings))]
public sealed partial class InvokeUgcBatchCommand : AnyKindCmdlet
{
    private const string PathSet = "Path";
    private const string RowsSet = "Rows";

    private readonly Answers _doubts = new();
    private readonly HashSet<string> _reused = [];
    private NamePattern? _pattern;
    private BatchRows? _rows;
    private OpenBatch? _batch;

    /// <summary>The sheet: CSV with commas, semicolons or tabs, or JSON lines.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [Alias("LiteralPath", "FullName")]
    public string Path { get; set; } = "";

    /// <summary>Rows, as Import-Csv and others make them. They need -Name, for they have no file to be named after.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RowsSet)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>The batch's name, by which it is known again.</summary>
    /// <value>The file's name without its ending</value>
    [Parameter(Position = 1)]
    [Alias("Batch")]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string? Name { get; set; }

    /// <summary>The folder to save to. It is made when it is not there.</summary>
    /// <value>The session's, or the current folder</value>
    [Parameter]
    [Alias("OutputDirectory")]
    public string? Destination { get; set; }

    /// <summary>A pattern for the names of the videos, as in Save-UgcVideo -Name.</summary>
    /// <value>{Reference}-{Model}-v{VariantIndex}</value>
    [Parameter]
    public string FileName { get; set; } = "{Reference}-{Model}-v{VariantIndex}";

    /// <summary>How many credits this run may spend at most, as in New-UgcVideo. What is short of it at the end is not sent, and the exit code is 4.</summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? MaxCredit { get; set; }

    /// <summary>How many credits must be left in the workspace, as in New-UgcVideo.</summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? KeepCredit { get; set; }

    /// <summary>Takes the first rows alone, to try.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>When to stop sending, such as 18:00 today or a date and a time. A request that is out by then is seen through, and what was bought is still waited for and saved.</summary>
    [Parameter]
    public DateTimeOffset? Until { get; set; }

    /// <summary>How long to wait for each job: seconds, or a time span. 0 waits without end. A job that takes longer is waited for again by the next run.</summary>
    /// <value>02:00:00</value>
    [Parameter]
    [Seconds]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How many videos are fetched side by side: 1 to 16.</summary>
    /// <value>3</value>
    [Parameter]
    [ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = 3;

    /// <summary>Sends the sound rows though others have faults. Without it, a fault in any row stops everything before money.</summary>
    [Parameter]
    public SwitchParameter SkipInvalid { get; set; }

    /// <summary>Buys rows again that were bought before. A round that is broken off goes on when the command is run again with it. Unconfirmed rows are never sent again.</summary>
    [Parameter]
    public SwitchParameter BuyAgain { get; set; }

    /// <summary>Buys rows again of which a video was not made, with all of their takes.</summary>
    [Parameter]
    public SwitchParameter RetryFailed { get; set; }

    /// <summary>What to do with unconfirmed rows. Skip: report them, and don't send them. Ask: show the evidence for and against a charge, and ask whether each was charged.</summary>
    /// <value>Skip</value>
    [Parameter]
    public UgcOnUnconfirmed OnUnconfirmed { get; set; }

    /// <summary>Does not ask before it buys. It silences that question and nothing else.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Receives webhooks while it waits for jobs, as Wait-UgcJob -WebhookPrefix does.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WebhookPrefix { get; set; }

    /// <summary>Returns each saved video as well, before the result.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _pattern = NamePattern.Parse(FileName);
        BeginRows();
        _rows = new BatchRows(this, ParameterSetName == PathSet ? FullPath(Path) : null, First);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == RowsSet)
        {
            // On the pipeline's thread: an object's properties may be scripts.
            _rows!.Take(InputObject);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        string name = Name ?? (_rows!.Path is string path ? System.IO.Path.GetFileNameWithoutExtension(path)
            : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, "Piped rows need -Name: it is what the batch is known by when it is run again. A file is given with -Path."));

        if (Until <= Clock.GetUtcNow())
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, string.Create(CultureInfo.InvariantCulture, $"-Until {Until:yyyy-MM-dd HH:mm zzz} is past. For tomorrow, give the date as well."));
        }

        // What cannot be read or bought is to leave no batch behind, nor rows in one that a mended sheet no longer has.
        bool isLookedAt = ReportFaults(cancellationToken) > 0 && !SkipInvalid;
        Batches batches = IsWhatIf || isLookedAt ? Batches : Client.Batches;
        _batch = await batches.PreviewAsync(name, cancellationToken);
        DateTimeOffset began = Clock.GetUtcNow();
        BatchPlan plan = await PlanAsync(cancellationToken);
        if (OnUnconfirmed is UgcOnUnconfirmed.Ask && await IsAnyResolvedAsync(plan))
        {
            plan = await PlanAsync(cancellationToken);
        }

        await ShowAsync(plan);

        if (plan.Invalid > 0 && !SkipInvalid)
        {
            WriteWarning("Nothing is sent while rows have faults. Mend them, or leave them out with -SkipInvalid.");
            WriteNothingSent(plan, 2, "Rows have faults.", began);
        }
        else if (await AllowedAsync(plan, cancellationToken) is BatchPlan allowed)
        {
            _batch = await Client.OpenBatchAsync(name, _rows!.Path);
            await RunAsync(_batch, allowed, cancellationToken);
        }
        else
        {
            WriteNothingSent(plan, 3, "The plan was not confirmed.", began);
        }
    }

    /// <inheritdoc/>
    private protected override void Dispose(bool disposing)
    {
        // A pipeline that is stopped ends here; the store waits for no one.
        _ = _batch?.DisposeAsync().AsTask();
        base.Dispose(disposing);
    }

    private void WriteNothingSent(BatchPlan plan, int exitCode, string why, DateTimeOffset began)
    {
        if (!IsWhatIf)
        {
            WriteObject(plan.NothingSent(exitCode, why, began, Clock.GetUtcNow()));
        }
    }

    private async Task RunAsync(OpenBatch batch, BatchPlan plan, CancellationToken cancellationToken)
    {
        string folder = FullPath(Destination ?? OpenSession?.Destination ?? ".");
        BatchRun run = new(Client, batch, plan, new BatchRunOptions
        {
            Target = job => new SaveTarget { Folder = folder, FileName = _pattern!.Fill(field => JobFields.Text(job, field)) },
            ReportFolder = folder,
            Source = _rows!.Path,
            Brake = await Client.BrakeAsync(MaxCredit, KeepCredit, cancellationToken),
            AllowUnknownPrice = Force,
            Until = Until,
            JobTimeout = Timeout,
            Downloads = ThrottleLimit,

            // Last of all before money: a port that is taken ends it here.
            Webhooks = WebhookPrefix is null ? null : OpenWebhooks(WebhookPrefix),
        }, Notices);
        await BatchTeller.RunAsync(this, run, batch.Name, _rows.All, PassThru, cancellationToken);
    }
}
