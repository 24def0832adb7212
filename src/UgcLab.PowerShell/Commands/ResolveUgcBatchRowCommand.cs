namespace UgcLab.PowerShell.Commands;

/// <summary>Records the outcome of an unconfirmed purchase after you check the dashboard.</summary>
/// <remarks>
/// <para>A request that was sent and not answered may have been charged, and the service has no call to find out. It is never sent again
/// automatically. This cmdlet records what you found in the dashboard: the request created jobs (-Adopt); it was not charged, so the next
/// run sends it (-NotCharged); or it is abandoned (-Abandon).</para>
/// <para>Pipe rows of Get-UgcBatch -Row or purchases of Get-UgcHistory -State Unconfirmed to this cmdlet.</para>
/// <para>-NotCharged asks for confirmation, because it is the only outcome that can lead to a second charge. -Abandon asks as well, because
/// videos of a request that was charged are then not saved. -Force suppresses these prompts. To change the outcome of a row that was
/// abandoned, use -Adopt or -NotCharged on it.</para>
/// <para>To practice with the simulator, see about_UgcLab_Simulator: it can lose an answer, and lists its jobs as the dashboard
/// does.</para>
/// </remarks>
/// <example>
/// <title>Record that rows weren't charged</title>
/// <code>Get-UgcBatch nov -State Unconfirmed | Resolve-UgcBatchRow -NotCharged</code>
/// <para>Asks for confirmation of each row. The next run sends the rows.</para>
/// </example>
/// <example>
/// <title>Abandon one row</title>
/// <code>Resolve-UgcBatchRow -Batch nov -RowNumber 3 -Abandon</code>
/// <para>The row isn't sent again. If the dashboard shows its job, specify -Adopt and the id of the job instead: the job is read once to
/// verify that it exists, and is then waited for and saved like any other.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Resolve, "UgcBatchRow", SupportsShouldProcess = true, DefaultParameterSetName = NotChargedSet)]
[OutputType(typeof(UgcBatchRow), typeof(UgcHistoryEntry))]
public sealed class ResolveUgcBatchRowCommand : BatchCmdlet
{
    private const string AdoptSet = "Adopt";
    private const string NotChargedSet = "NotCharged";
    private const string AbandonSet = "Abandon";

    private readonly ConfirmState _answers = new();
    private readonly List<UgcJob> _read = [];

    /// <summary>An unconfirmed or abandoned row from Get-UgcBatch -Row, or such a purchase from Get-UgcHistory.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>The name of the batch, if no row is piped.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string? Batch { get; set; }

    /// <summary>The number of the row in the batch, as Get-UgcBatch -Row shows it.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(RowNumberCompleter))]
    public int? RowNumber { get; set; }

    /// <summary>The ids of the jobs that the request created, from the dashboard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AdoptSet)]
    public string[] Adopt { get; set => field = [.. (value ?? []).Where(id => id is not null)]; } = [];

    /// <summary>Records that the request was not charged, so that it may be sent again.</summary>
    [Parameter(ParameterSetName = NotChargedSet)]
    public SwitchParameter NotCharged { get; set; }

    /// <summary>Abandons the request, charged or not. It is not sent again, unless you record another outcome later.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AbandonSet)]
    public SwitchParameter Abandon { get; set; }

    /// <summary>Does not read the adopted jobs from the service first.</summary>
    [Parameter(ParameterSetName = AdoptSet)]
    public SwitchParameter SkipCheck { get; set; }

    /// <summary>Suppresses the confirmation prompt of -NotCharged and -Abandon. All other checks still apply.</summary>
    [Parameter(ParameterSetName = NotChargedSet)]
    [Parameter(ParameterSetName = AbandonSet)]
    public SwitchParameter Force { get; set; }

    private protected override object? Target =>
        Cells.Base(InputObject) is UgcBatchRow or UgcHistoryEntry ? $"{Cells.Base(InputObject)}" : Batch;

    private UgcResolution Resolution => ParameterSetName switch
    {
        AdoptSet => UgcResolution.Adopted,
        AbandonSet => UgcResolution.Abandoned,
        _ => UgcResolution.NotCharged,
    };

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Invalid.ThrowIf(
            !NotCharged && !Abandon && ParameterSetName != AdoptSet,
            "Specify the outcome. If the dashboard shows the jobs of the request: -Adopt and their ids. If it was not charged: "
                + "-NotCharged, and the next run sends it. If you don't need it: -Abandon.");
        await (Cells.Base(InputObject) switch
        {
            UgcBatchRow row => ResolveAsync(row, cancellationToken),
            UgcHistoryEntry { Batch: string batch } entry => ResolveAsync(await RowOfAsync(batch, entry), cancellationToken),
            UgcHistoryEntry entry => ResolveAsync(entry, cancellationToken),
            null when Batch is not null && RowNumber is int number =>
                ResolveAsync(await RowOfAsync(Batch, number), cancellationToken),
            null => throw Invalid.Argument(
                "No row is specified. Pipe rows of Get-UgcBatch -State Unconfirmed, or specify -Batch and -RowNumber."),
            object other => throw Invalid.Argument($"A {other.GetType().Name} isn't a row of a batch. "
                + "Pipe what Get-UgcBatch -Row or Get-UgcHistory returns."),
        });
    }

    private async Task ResolveAsync(UgcBatchRow row, CancellationToken cancellationToken)
    {
        string number = row.RowNumber?.ToString(CultureInfo.InvariantCulture) ?? "without a number";
        string what = Describe($"Batch {row.Batch}, row {number}", row.Reference, row.Prompt);
        if (row.State is not (UgcRowState.Unconfirmed or UgcRowState.Abandoned)
            || await IsAgreedAsync(what, row.Evidence, cancellationToken))
        {
            WriteObject(await Batches.ResolveAsync(row, Resolution, Adopt, _read));
        }
    }

    private async Task ResolveAsync(UgcHistoryEntry entry, CancellationToken cancellationToken)
    {
        string what = Describe($"Purchase of {Format.ExactTime(entry.Time)}", entry.Reference, entry.Prompt);
        if (entry.State is not (UgcPurchaseState.Unconfirmed or UgcPurchaseState.Abandoned)
            || await IsAgreedAsync(what, [], cancellationToken))
        {
            WriteObject(await new Reconciliation(Store).ResolveAsync(entry, Resolution, Adopt, _read, cancellationToken));
        }
    }

    private async Task<bool> IsAgreedAsync(string what, IReadOnlyList<string> witnesses, CancellationToken cancellationToken)
    {
        (string action, string question, string caption, string consequence) = Resolution switch
        {
            UgcResolution.Adopted => ($"Give it the jobs {string.Join(", ", Adopt)}", "", "", ""),
            UgcResolution.Abandoned => ("Abandon it, so that it is not sent again",
                "It is not sent again, and if it was charged, its videos are not saved. You can record another outcome later. Abandon it?",
                "Abandon", "A row that is abandoned is not sent again, and its videos are not saved."),
            _ => ("Record it as not charged, so that it may be sent again",
                "If it was charged, the next run pays for it a second time. Are you sure that it was not charged?",
                "Not charged", "A row that is recorded as not charged is sent again."),
        };
        if (!ShouldProcess(what, action))
        {
            return false;
        }

        if (Resolution is not UgcResolution.Adopted && !Force && !WasConfirmed)
        {
            return CanAsk
                ? Agree(string.Join(Environment.NewLine, [$"{what}.", .. witnesses, question]), caption, _answers)
                : throw Invalid.Argument($"{consequence} In a non-interactive session, specify -Force after you check the dashboard.");
        }

        if (Resolution is UgcResolution.Adopted && !SkipCheck)
        {
            await CheckAsync(cancellationToken);
        }

        return true;
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (OpenSession is null)
        {
            WriteWarning($"No session is open, so {(Adopt.Length == 1 ? "this job was" : "these jobs were")} not read from the service.");
            return;
        }

        foreach (string id in Adopt)
        {
            _read.Add(await Client.Jobs.GetAsync(id.Trim(), Notices, cancellationToken));
        }
    }

    // In whichever workspace the batch is.
    private async Task<UgcBatchRow> RowOfAsync(string name, UgcHistoryEntry entry)
    {
        foreach (UgcBatch batch in await Batches.ListAsync(new BatchQuery(Name: name)))
        {
            IReadOnlyList<UgcBatchRow> rows = await Batches.RowsAsync(batch).ToListAsync();
            if (rows.LastOrDefault(row => row.PurchaseId == entry.PurchaseId) is UgcBatchRow found)
            {
                return found;
            }
        }

        throw new UgcLabException(
            UgcLabErrorKind.RowNotUnconfirmed,
            $"Purchase {entry.PurchaseId} is not the last one of its row in batch {name}, so it is not the one that is unconfirmed.");
    }

    // Row numbers change when the file changes. If several rows have this number, the unconfirmed one is used.
    private async Task<UgcBatchRow> RowOfAsync(string batch, int number)
    {
        IReadOnlyList<UgcBatchRow> all = await Batches.RowsAsync(await Batches.GetAsync(Query(batch))).ToListAsync();
        UgcBatchRow[] rows = [.. all.Where(row => row.RowNumber == number)];
        UgcBatchRow[] unconfirmed = [.. rows.Where(row => row.State is UgcRowState.Unconfirmed)];
        return (rows.Length, unconfirmed.Length) switch
        {
            (0, _) => throw new UgcLabException(UgcLabErrorKind.RowNotUnconfirmed, $"Batch {batch} has no row {number}."),
            (_, 0) => rows[0],
            (_, 1) => unconfirmed[0],
            _ => throw Invalid.Argument(
                $"{unconfirmed.Length} unconfirmed rows of batch {batch} have the number {number}. Pipe the one that you mean from "
                + $"Get-UgcBatch '{batch}' -State Unconfirmed."),
        };
    }

    private static string Describe(string which, string? reference, string? prompt)
    {
        string start = Redaction.Short(prompt, 50)?.ReplaceLineEndings(" ") ?? "";
        return $"{which}{(reference is null ? "" : $", {reference}")}: {start}";
    }
}
