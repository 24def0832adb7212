namespace UgcLab.PowerShell.Commands;

/// <summary>Creates videos from the rows of a file and saves them to a folder. Run the command again to resume.</summary>
/// <remarks>
/// <para>All rows are validated before anything is sent, and invalid rows are shown with line and column. The cmdlet then shows the number
/// of requests, videos, credits, and hours, prompts once, and sends the rows within the service's rate limits. Videos are saved while rows
/// are still being sent. The results are written to the same folder: results.csv, with one line per video and the delimiter
/// of the file, results.json, and report.html, a page to look at the videos and choose from them (Show-UgcReport).</para>
/// <para>A run can be interrupted at any time, such as by Ctrl+C, standby, or a power failure. Run the same command again to resume: rows
/// that were created aren't created again, and unfinished videos are waited for and saved. A row whose request was in flight when the run
/// was interrupted is unconfirmed: it's reported, and isn't sent again until you record its outcome with Resolve-UgcBatchRow.</para>
/// <para>A row is identified by its text and settings, so you can sort the file and add rows. Blanks at the ends of a cell, line ends, and
/// the Unicode form of letters make no difference. A row that was changed is a new row. To give rows an identity of their own, add a RowId
/// column. Equal rows are each created: a row that occurs twice in the file is created twice.</para>
/// <para>New rows whose content was created before, such as those of a copied file or those whose RowId a spreadsheet has changed, are
/// created only if you agree, or with -AllowDuplicate. If another file with the name of a batch has fewer than half of its rows in that
/// batch, you're asked as well; in a non-interactive session, that's an error. results.csv can be used as input: it's read as one row per
/// UgcRow.</para>
/// <para>Blank rows, and columns without a name and a value, are ignored. If more than ten rows are invalid, the first ten are shown, and
/// all errors are written to errors.csv in the same folder. Values such as 5s, 9x16, and Veo 3.1 are accepted where they can mean only one
/// thing; -Verbose shows how they were read.</para>
/// <para>-ErrorAction Stop stops the run at the first error. A request that is in flight at that time is finished, so one more row may be
/// created after the row that failed.</para>
/// <para>If all rows cost more than a spending limit allows, as far as prices are known, nothing is sent, and an error shows how many rows
/// fit. Use -First with that number, raise the limit, or specify -AllowPartial. Whether files can be saved to the folder under these names
/// is also checked before anything is sent.</para>
/// <para>The result has an ExitCode for scripts. 0: Every row is saved. 1: Some rows were refused by the service, skipped as invalid, or
/// abandoned, or their videos failed. 2: Rows are invalid, or would be created again. Nothing was sent. 3: The run stopped before the end.
/// Run the command again to resume. 4: The workspace has too few credits, or a spending limit was reached. 5: Rows are unconfirmed.
/// Resolve them, then run the command again. If several apply, the highest is returned. An error that stops the command before it has a
/// result, such as a missing file or a plan that exceeds a spending limit, is thrown.</para>
/// </remarks>
/// <example>
/// <title>Create videos from a CSV file</title>
/// <code>Invoke-UgcBatch -Path ./ads.csv -Destination ./videos -MaxCredit 20000</code>
/// <para>Prompts once and spends at most 20,000 credits. After a crash, run the same command again to resume.</para>
/// </example>
/// <example>
/// <title>Run a batch in a scheduled script</title>
/// <code>try { $run = Invoke-UgcBatch ./ads.csv -Destination ./videos -MaxCredit 2000 -Until 18:00 } catch { "$_"; exit 6 }; exit $run.ExitCode</code>
/// <para>In a non-interactive session, specify -MaxCredit or -Force. If the file doesn't exist or the key is refused at the start, the
/// command ends without a result. Without the catch block, the script would then exit with 0.</para>
/// </example>
/// <example>
/// <title>Run all files of a folder</title>
/// <code>Get-ChildItem ./november -Filter *.csv | Invoke-UgcBatch -Destination ./videos -MaxCredit 20000</code>
/// <para>Creates a batch for each file, and saves it to a folder of its own in ./videos. The limit applies to all of them together.</para>
/// </example>
/// <example>
/// <title>Run a worksheet of an Excel workbook</title>
/// <code>Invoke-UgcBatch ./ads.xlsx -Worksheet November -Destination ./videos</code>
/// <para>Without -Worksheet, the first visible worksheet that isn't empty is used.</para>
/// </example>
/// <example>
/// <title>Try the first three rows</title>
/// <code>Invoke-UgcBatch ./ads.csv -Destination ./videos -First 3</code>
/// <para>To create the remaining rows, run the command again without -First.</para>
/// </example>
/// <example>
/// <title>Run a batch in the background</title>
/// <code>$job = Invoke-UgcBatch ./ads.csv -Destination ./videos -MaxCredit 20000 -AsJob; $run = Receive-Job $job -Wait</code>
/// <para>The plan is shown and confirmed first. Stop-Job lets the request that is out finish, as Ctrl+C does.</para>
/// </example>
/// <example>
/// <title>Be notified at the end</title>
/// <code>Invoke-UgcBatch ./ads.csv -Destination ./videos -MaxCredit 20000 -OnCompleted { param($run) "$($run.Saved) rows are saved." }</code>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "UgcBatch", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(UgcBatchResult), typeof(UgcSavedVideo), typeof(UgcCommandJob))]
public sealed partial class InvokeUgcBatchCommand : AnyKindCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";
    private const string RowsSet = "Rows";

    private readonly ConfirmState _unconfirmedAnswers = new();
    private readonly HashSet<string> _reported = [];
    private readonly List<(string Batch, Func<CancellationToken, Task> Step)> _later = [];
    private PlannedContents? _planned;
    private NamePattern? _pattern;
    private string _folder = "";

    // Checked once for each file, when rows will be sent.
    private string? _folderOfPlan;
    private BatchRows? _rows;
    private BatchView? _batch;
    private InvalidRows? _invalid;
    private SpendingLimit? _limit;
    private BatchRun? _run;

    private protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _pattern = NamePattern.Parse(FileName);
        RequireSession();
        MaxCredit ??= OpenSession?.MaxCredit;
        KeepCredit ??= OpenSession?.KeepCredit;

        _folder = FullPath(Destination ?? OpenSession?.Destination ?? ".");
        DestinationCheck.Require(_folder, mayWrite: !IsWhatIf);
        BeginRows();
        _rows = new BatchRows(this, null, First);
        _files.AddRange(ParameterSetName switch
        {
            PathSet => Path.SelectMany(Matching),
            LiteralSet => LiteralPath.Select(FullPath),
            _ => [],
        });
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        Invalid.ThrowIf(Until <= Clock.GetUtcNow(), string.Create(
            CultureInfo.InvariantCulture, $"-Until {Until:yyyy-MM-dd HH:mm zzz} is past. For tomorrow, give the date as well."));
        (string Name, BatchRows Rows)[] sources = Sources();
        if (sources is [(string name, BatchRows rows)])
        {
            await PlanAndRunAsync(name, rows, _folder, cancellationToken);
        }
        else
        {
            // All plans of a job are made before the first is carried out.
            _planned = AsJob ? new PlannedContents() : null;
            Array.ForEach(sources, source => DestinationCheck.Require(System.IO.Path.Combine(_folder, source.Name), mayWrite: false));
            foreach ((string each, BatchRows of) in await FittingAsync(sources, cancellationToken))
            {
                await ForOneAsync(() => PlanAndRunAsync(each, of, System.IO.Path.Combine(_folder, each), cancellationToken), of.Path!);
            }
        }

        if (_later.Count > 0)
        {
            ContinueAsJob($"UgcBatch {string.Join(", ", _later.Select(each => each.Batch))}", async token =>
            {
                foreach ((_, Func<CancellationToken, Task> step) in _later)
                {
                    await step(token);
                }
            });
        }
    }

    private protected override StopNote? StopNote => new(
        _run is { Result: UgcBatchResult result } ? BatchSummary.Of(result) : "Nothing was sent.");

    // -AsJob returns a job whatever comes of the plan, so that a script can count on it.
    private async Task NowOrInJobAsync(
        string batch, Func<CancellationToken, Task<UgcBatchResult>> run, CancellationToken cancellationToken)
    {
        if (AsJob)
        {
            _later.Add((batch, FinishAsync));
        }
        else
        {
            await FinishAsync(cancellationToken);
        }

        async Task FinishAsync(CancellationToken token)
        {
            UgcBatchResult result = await run(token);
            WriteObject(result);
            Complete(OnCompleted, result);
        }
    }

    private async Task<UgcBatchResult> RunPlanAsync(
        string name, BatchRows rows, string folder, BatchPlan plan, CancellationToken cancellationToken)
    {
        OpenBatch batch = await Client.OpenBatchAsync(name, rows.Path);
        _batch = batch;
        BatchRunHost host = new(this, name);
        BatchRun run = _run = new(Client.BatchServices, batch, plan, new BatchRunOptions
        {
            Target = job => new SaveTarget { Folder = folder, FileName = _pattern!.Fill(field => JobFields.Text(job, field)) },
            ReportFolder = folder,
            IsPartial = First is not null,
            Source = rows.Path,
            Delimiter = rows.Delimiter,

            // One limit for all files of the command.
            Limit = _limit ??= await Client.LimitSpendingAsync(MaxCredit, KeepCredit, cancellationToken),
            AllowUnknownPrice = Force,
            Until = Until,
            JobTimeout = Timeout,
            Downloads = ThrottleLimit,
            DownloadProgress = host.Downloads,

            // Open the receiver last, so that a port in use stops the run before anything is charged.
            Webhooks = WebhookPrefix is null ? null : await OpenWebhooksAsync(WebhookPrefix, cancellationToken),
        }, Notices);
        UgcBatchResult result = await host.RunAsync(run, rows.All, PassThru, cancellationToken);
        await batch.DisposeAsync();
        return result;
    }

    private protected override void Dispose(bool disposing)
    {
        // A stopped pipeline ends here, so the store is closed without waiting.
        _ = (_batch as OpenBatch)?.DisposeAsync().AsTask();
        _invalid?.Dispose();
        base.Dispose(disposing);
    }
}
