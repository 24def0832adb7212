using System.Globalization;
using System.Management.Automation;
using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Buys videos: one request a row, one job a take.</summary>
/// <remarks>
/// <para>Each row is checked whole before anything is sent; a row with faults gives one error that names the row and all of them, and the other rows go on. Every purchase is written to the local record before it is sent and again when it is answered, and a job's id is on disk before it is shown.</para>
/// <para>A request whose outcome is not known is never sent again by itself: the error UgcOutcomeUnknown says so, and Get-UgcHistory -State Unknown lists it. At most 100 creations go out in an hour unless Connect-UgcLab was told otherwise; before a wait of more than five minutes a warning says until when.</para>
/// <para>With -Batch nothing is paid for twice, however often the command is run: rows that were bought before give back their jobs, and rows in doubt are reported and left alone. Invoke-UgcBatch does the same for whole sheets, and saves as it goes.</para>
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
public sealed class NewUgcVideoCommand : VideoCmdlet, IBuying
{
    private readonly HashSet<string> _told = [];
    private readonly BuyDisplay _display;
    private Estimator? _estimator;
    private readonly Till _till;

    /// <summary>Makes the cmdlet.</summary>
    public NewUgcVideoCommand()
    {
        _display = new BuyDisplay(this);
        _till = new Till(this, this, () => Client, () => IsWhatIf ? Batches.Preview(Batch!, OpenSession?.BaseUri) : Client.OpenBatch(Batch!));
    }

    /// <summary>Credits that this run may spend at most. Checked before each request with the price that the local record has, and counted by what is really charged; when the next might pass it, the run ends and sends nothing more. Of a kind that was never bought the price is unknown: one such request goes out while anything is left, and may pass the bound by its own cost.</summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? MaxCredit { get; set; }

    /// <summary>Credits that must be left in the workspace: the run ends before the balance would fall below it. The service tells its balance in answer to a purchase alone, so the first purchase for a project may have to go out unchecked; a warning says so.</summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? KeepCredit { get; set; }

    /// <summary>The name of a batch, which makes rows pay once: a row that was bought in it before is not bought again, and its jobs come from the record. A row is known again by what it buys, or by its column RowId; equal rows are counted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string? Batch { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Buys rows again that were bought before in the batch, and asks for each. Rows in doubt are never touched.</summary>
    [Parameter]
    public SwitchParameter BuyAgain { get; set; }

    /// <summary>What to do with rows of the batch that are in doubt. Hold: nothing but report them. Ask: show what speaks for and against each, and ask whether it was charged; if not, it is sent again. Where nobody can be asked, Ask is Hold.</summary>
    /// <value>Hold</value>
    [Parameter]
    public UgcOnUnknown OnUnknown { get; set; }

    /// <summary>Does not ask before a row is bought again. It silences that question and nothing else; whether a row in doubt was charged, it does not know either.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _till.Check();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        (VideoRow row, VideoCheck check) = ReadInput();
        foreach (string warning in check.Warnings.Where(_told.Add))
        {
            WriteWarning(warning);
        }

        if (check.Request is not VideoRequest request)
        {
            _till.Fault();
            throw Refusal(row, check);
        }

        Purchasable taken = _till.Take(new Order(request)
        {
            Reference = row.Draft.Reference,
            RowId = row.RowId,
            RowNumber = row.Number,
            InputRow = row.Source,
            Cells = row.Cells,
        }, row.Subject);
        if (taken.Past is null && !ShouldProcess(Describe(row, request), What(request, taken.IsBoughtAgain)))
        {
            // A row that somebody said no to is not one that would be bought.
            if (IsWhatIf)
            {
                _till.Rehearse();
                (_estimator ??= NewEstimator()).Add(request);
            }

            return;
        }

        if (taken.Past is null)
        {
            _display.Buying(row.Name);
        }

        IReadOnlyList<UgcJob> jobs = taken.Past ?? _display.Bought(await _till.BuyAsync(taken, Notices, cancellationToken));
        foreach (UgcJob job in jobs)
        {
            WriteObject(job);
        }
    }

    /// <inheritdoc/>
    protected override Task EndAsync(CancellationToken cancellationToken)
    {
        _display.Close();
        _till.Dispose();
        if (_till.Summary(IsWhatIf) is string summary)
        {
            WriteLine(summary);
        }

        if (_estimator?.Total() is UgcEstimate estimate)
        {
            WriteLine($"In all: {estimate}{(estimate.KnownCredits > MaxCredit ? " That is more than -MaxCredit allows." : "")}{(estimate.BalanceAfter < KeepCredit ? " That is more than -KeepCredit allows." : "")}");
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _till.Dispose();
        base.Dispose(disposing);
    }

    private static string What(VideoRequest request, bool isBoughtAgain) =>
        string.Create(CultureInfo.InvariantCulture, $"Buy {(request.Variants == 1 ? "a video" : $"{request.Variants} videos")}{(isBoughtAgain ? " AGAIN, bought before" : "")}");

    private static string Describe(VideoRow row, VideoRequest request)
    {
        string[] parts =
        [
            request.Model, $"{request.Duration} s", request.AspectRatio ?? "", request.Tier ?? "",
            request.ImageUrl is null ? "" : "from an image", $"project {request.ProjectId}", row.Draft.Reference is null ? "" : $"reference {row.Draft.Reference}",
        ];
        string prompt = request.Prompt.Length <= 50 ? request.Prompt : request.Prompt[..50] + "…";
        return $"{row.Name}: {string.Join(", ", parts.Where(part => part.Length > 0))}: {prompt.ReplaceLineEndings(" ")}";
    }
}
