using UgcLab.PowerShell.Binding;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>A cmdlet that buys one kind of creation: one request a row, one job an output. What is typed for the kind stands on the cmdlet; all else is here.</summary>
public abstract class BuyingCmdlet : RowsCmdlet
{
    private readonly HashSet<string> _told = [];
    private readonly BuyDisplay _display;
    private Estimator? _estimator;
    private readonly PurchaseSession _purchases;

    /// <summary>Makes the cmdlet.</summary>
    protected BuyingCmdlet()
    {
        _display = new BuyDisplay(this);
        _purchases = new PurchaseSession(this, () => Client, () => IsWhatIf ? Batches.PreviewAsync(Batch!) : Client.OpenBatchAsync(Batch!));
    }

    /// <summary>A row with a column for each setting (from Import-Csv, a hashtable or any object), or the text alone. Columns are found by name whatever their case, spaces and underscores; a blank cell means "not given". A finished image job is the start image of a video, and an actor of Get-UgcActor is the one who is seen.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>Credits that this run may spend at most. Checked before each request with the price that the local record has, or before the first with the documented one, and counted by what is really charged; when the next might pass it, the run ends and sends nothing more. Where neither is known, one such request goes out while anything is left, and may pass the bound by its own cost.</summary>
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

    /// <summary>Buys rows again that were bought before in the batch, and asks for each. Unconfirmed rows are never sent again.</summary>
    [Parameter]
    public SwitchParameter BuyAgain { get; set; }

    /// <summary>What to do with unconfirmed rows of the batch. Skip: report them, and don't send them. Ask: show the evidence for and against a charge, and ask whether each was charged; if it was not, it is sent again. Where no one can be asked, Ask does the same as Skip.</summary>
    /// <value>Skip</value>
    [Parameter]
    public UgcOnUnconfirmed OnUnconfirmed { get; set; }

    /// <summary>Does not ask before a row is bought again. It silences that question and nothing else; it doesn't answer whether an unconfirmed row was charged.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _purchases.Check();
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        (DraftRow row, CreationCheck check) = TakeInput(InputObject);
        foreach (string warning in check.Warnings.Where(_told.Add))
        {
            WriteWarning(warning);
        }

        if (check.Request is not CreationRequest request)
        {
            _purchases.CountInvalid();
            throw Refusal(row, check);
        }

        Purchasable taken = await _purchases.LookUpAsync(new Order(request)
        {
            Reference = row.Draft.Reference,
            RowId = row.RowId,
            RowNumber = row.Number,
            InputRow = row.Source,
            Cells = row.Cells,
        }, row.Subject);
        if (taken.Past is not null)
        {
            WriteObjects(taken.Past);
            return;
        }

        if (!ShouldProcess(Describe(row, request), $"Buy {Many(request)}{(taken.IsBoughtAgain ? " AGAIN, bought before" : "")}"))
        {
            // A row that somebody said no to is not one that would be bought.
            if (IsWhatIf)
            {
                _purchases.CountWhatIf();
                (_estimator ??= await NewEstimatorAsync()).Add(request);
            }

            return;
        }

        _display.Buying(row.Name);
        WriteObjects(_display.Bought(await _purchases.BuyAsync(taken, Notices, cancellationToken)));
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        _display.Close();
        await _purchases.DisposeAsync();
        if (_purchases.Summary() is string summary)
        {
            WriteLine(summary);
        }

        if (_estimator?.Total() is UgcEstimate estimate)
        {
            WriteLine($"In all: {estimate}{(estimate.KnownCredits > MaxCredit ? " That is more than -MaxCredit allows." : "")}{(estimate.BalanceAfter < KeepCredit ? " That is more than -KeepCredit allows." : "")}");
        }
    }

    private protected override object? Target =>
        (InHand is { IsSecret: true } ? InHand.Name : null) ?? Cells.Base(InputObject) ?? Given(Creation.TextField);

    private protected override void Dispose(bool disposing)
    {
        // A pipeline that is stopped ends here; the store waits for no one.
        _ = _purchases.DisposeAsync().AsTask();
        base.Dispose(disposing);
    }

    private string Many(CreationRequest request) => request.Outputs == 1
        ? Creation.AnyNoun
        : string.Create(CultureInfo.InvariantCulture, $"{request.Outputs} {Creation.Noun}s");

    private static string Describe(DraftRow row, CreationRequest request)
    {
        UgcJob job = request.Describe("");
        string[] parts =
        [
            job.Model ?? "", job.Duration is null || job.Duration.EndsWith('s') ? job.Duration ?? "" : $"{job.Duration} s", job.AspectRatio ?? "", job.Tier ?? "",
            job.ImageUrl is null ? "" : job.Kind is UgcKind.Video ? "from an image" : "with a product",
            row.Draft.ActorId is null ? "" : $"actor {row.Draft.ActorId.Replace(",", ", ", StringComparison.Ordinal)}", row.Draft.CustomActor is null ? "" : "an actor who is described", $"project {request.ProjectId}", row.Draft.Reference is null ? "" : $"reference {row.Draft.Reference}",
        ];
        string text = job.Prompt is { Length: > 50 } whole ? whole[..50] + "…" : job.Prompt ?? "";
        return $"{row.Name}: {string.Join(", ", parts.Where(part => part.Length > 0))}{(text.Length > 0 ? ": " : "")}{text.ReplaceLineEndings(" ")}";
    }
}
