using System.Globalization;
using System.Management.Automation;
using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Says what became of a purchase in doubt, once somebody has looked in the dashboard; or repairs the ledger of a batch.</summary>
/// <remarks>
/// <para>A request that went out without an answer may have been charged, and the service has no call that would tell. It is never sent again by itself. This cmdlet writes down what a person found: that it was bought, with the jobs it has (-Adopt); that it was not charged, so that the next run sends it (-NotCharged); or that it is to be left for good (-Abandon).</para>
/// <para>It takes rows of Get-UgcBatch -Row and purchases of Get-UgcHistory -State Unknown. Nothing is ever erased: what was said of a row is one more line of the ledger.</para>
/// <para>-NotCharged asks, for it is the one answer that can cost a second time; -Force says yes to that. The others need no question.</para>
/// </remarks>
/// <example>
/// <title>It was never charged</title>
/// <code>Get-UgcBatch nov -State Unknown | Resolve-UgcBatchRow -NotCharged</code>
/// <para>Asks for each row, and the next run sends it.</para>
/// </example>
/// <example>
/// <title>It is in the dashboard</title>
/// <code>Resolve-UgcBatchRow -Batch nov -RowNumber 17 -Adopt clzz00000000000000000job1</code>
/// <para>Reads the job once, to be sure that it is there, and gives it to the row. From then on it is waited for and saved like any other.</para>
/// </example>
/// <example>
/// <title>A damaged ledger</title>
/// <code>Resolve-UgcBatchRow -Batch nov -Repair</code>
/// <para>Keeps all that can be read, and returns the rows that the damage may have touched: they are in doubt from now on.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Resolve, "UgcBatchRow", SupportsShouldProcess = true, DefaultParameterSetName = NotChargedSet)]
[OutputType(typeof(UgcBatchRow), typeof(UgcHistoryEntry))]
public sealed class ResolveUgcBatchRowCommand : UgcCmdlet
{
    private const string AdoptSet = "Adopt";
    private const string NotChargedSet = "NotCharged";
    private const string AbandonSet = "Abandon";
    private const string RepairSet = "Repair";

    private readonly Answers _answers = new();

    /// <summary>A row in doubt, from Get-UgcBatch -Row, or a purchase in doubt, from Get-UgcHistory -State Unknown.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = AdoptSet)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = NotChargedSet)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = AbandonSet)]
    public object? InputObject { get; set; }

    /// <summary>The batch, where no row is piped.</summary>
    [Parameter(Position = 0, ParameterSetName = AdoptSet)]
    [Parameter(Position = 0, ParameterSetName = NotChargedSet)]
    [Parameter(Position = 0, ParameterSetName = AbandonSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RepairSet)]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string? Batch { get; set; }

    /// <summary>The row's number in that batch, as Get-UgcBatch -Row shows it.</summary>
    [Parameter(Position = 1, ParameterSetName = AdoptSet)]
    [Parameter(Position = 1, ParameterSetName = NotChargedSet)]
    [Parameter(Position = 1, ParameterSetName = AbandonSet)]
    public int? RowNumber { get; set; }

    /// <summary>It was bought: the ids of its jobs, from the dashboard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AdoptSet)]
    public string[] Adopt { get; set => field = [.. (value ?? []).Where(id => id is not null)]; } = [];

    /// <summary>It was not charged, and may be sent again.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NotChargedSet)]
    public SwitchParameter NotCharged { get; set; }

    /// <summary>It is given up, charged or not, and never sent again.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AbandonSet)]
    public SwitchParameter Abandon { get; set; }

    /// <summary>Writes a damaged ledger anew.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RepairSet)]
    public SwitchParameter Repair { get; set; }

    /// <summary>Does not read the adopted jobs from the service first.</summary>
    [Parameter(ParameterSetName = AdoptSet)]
    public SwitchParameter SkipCheck { get; set; }

    /// <summary>Does not ask before a row is called not charged. It silences that question and nothing else.</summary>
    [Parameter(ParameterSetName = NotChargedSet)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override object? Target => Cells.Base(InputObject) is UgcBatchRow or UgcHistoryEntry ? $"{Cells.Base(InputObject)}" : Batch;

    private UgcSettlement Settlement => ParameterSetName switch
    {
        AdoptSet => UgcSettlement.Adopted,
        AbandonSet => UgcSettlement.Abandoned,
        _ => UgcSettlement.NotCharged,
    };

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == RepairSet)
        {
            RepairLedger(Batch!);
            return;
        }

        switch (Cells.Base(InputObject))
        {
            case UgcBatchRow row:
                await SettleAsync(row, cancellationToken);
                break;
            case UgcHistoryEntry { Batch: string batch } entry:
                await SettleAsync(RowOf(batch, entry), cancellationToken);
                break;
            case UgcHistoryEntry entry:
                await SettleAsync(entry, cancellationToken);
                break;
            case null when Batch is not null && RowNumber is int number:
                await SettleAsync(RowOf(Batch, number), cancellationToken);
                break;
            case null:
                throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, "No row was named: pipe rows of Get-UgcBatch -State Unknown, or give -Batch and -RowNumber.");
            default:
                throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"A {Cells.Base(InputObject)!.GetType().Name} is no row of a batch: pipe what Get-UgcBatch -Row or Get-UgcHistory returns.");
        }
    }

    private async Task SettleAsync(UgcBatchRow row, CancellationToken cancellationToken)
    {
        string what = Describe($"Batch {row.Batch}, row {row.RowNumber?.ToString(CultureInfo.InvariantCulture) ?? "without a number"}", row.Reference, row.Prompt);
        if (row.State is not UgcRowState.Unknown || await IsAgreedAsync(what, row.Witnesses, cancellationToken))
        {
            // A row that is not in doubt is refused by the ledger, which knows it better than what was piped.
            WriteObject(Batches.Settle(row, Settlement, Adopt));
        }
    }

    private async Task SettleAsync(UgcHistoryEntry entry, CancellationToken cancellationToken)
    {
        string what = Describe(string.Create(CultureInfo.InvariantCulture, $"Purchase of {entry.Time.ToLocalTime():yyyy-MM-dd HH:mm:ss}"), entry.Reference, entry.Prompt);
        if (entry.State is not UgcPurchaseState.Unknown || await IsAgreedAsync(what, [], cancellationToken))
        {
            WriteObject(Settlements.Settle(entry, Settlement, Adopt));
        }
    }

    private async Task<bool> IsAgreedAsync(string what, IReadOnlyList<string> witnesses, CancellationToken cancellationToken)
    {
        string action = Settlement switch
        {
            UgcSettlement.Adopted => $"Give it the jobs {string.Join(", ", Adopt)}",
            UgcSettlement.Abandoned => "Give it up for good",
            _ => "Call it not charged, so that it may be sent again",
        };
        if (!ShouldProcess(what, action))
        {
            return false;
        }

        if (Settlement is UgcSettlement.NotCharged && !Force && !WasConfirmed)
        {
            return CanAsk
                ? Agree(string.Join(Environment.NewLine, [$"{what}.", .. witnesses, "If it was charged after all, the next run pays for it a second time. Was it not charged?"]), "Not charged", _answers)
                : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, "Nobody can be asked here, and a row that is called not charged is sent again: -Force says that somebody has looked.");
        }

        if (Settlement is UgcSettlement.Adopted && !SkipCheck)
        {
            await CheckAsync(cancellationToken);
        }

        return true;
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (OpenSession is null)
        {
            WriteWarning($"No session is open, so nobody has looked whether {(Adopt.Length == 1 ? "this job is" : "these jobs are")} there.");
            return;
        }

        foreach (string id in Adopt)
        {
            await Client.Jobs.GetAsync(id.Trim(), Notices, cancellationToken);
        }
    }

    private void RepairLedger(string batch)
    {
        if (!ShouldProcess($"batch {batch}", "Write its ledger anew, and put in doubt every row that the damage may have touched"))
        {
            return;
        }

        foreach (UgcBatchRow row in Batches.Repair(batch))
        {
            WriteObject(row);
        }
    }

    private UgcBatchRow RowOf(string batch, UgcHistoryEntry entry) => Batches.Rows(batch).LastOrDefault(row => row.PurchaseId == entry.PurchaseId)
        ?? throw new UgcLabException(UgcLabErrorKind.RowNotInDoubt, $"Purchase {entry.PurchaseId} is not the last one of its row in batch {batch}, so it is not what is in doubt there.");

    // A number stands for a place in a sheet, and sheets change: of several rows the one in doubt is meant.
    private UgcBatchRow RowOf(string batch, int number)
    {
        UgcBatchRow[] rows = [.. Batches.Rows(batch).Where(row => row.RowNumber == number)];
        UgcBatchRow[] doubtful = [.. rows.Where(row => row.State is UgcRowState.Unknown)];
        return (rows.Length, doubtful.Length) switch
        {
            (0, _) => throw new UgcLabException(UgcLabErrorKind.RowNotInDoubt, $"Batch {batch} has no row {number}."),
            (_, 0) => rows[0],
            (_, 1) => doubtful[0],
            _ => throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"{doubtful.Length} rows of batch {batch} that are in doubt were number {number} in their sheets: pipe the one that is meant, from Get-UgcBatch '{batch}' -State Unknown."),
        };
    }

    private static string Describe(string which, string? reference, string? prompt)
    {
        string start = prompt is null ? "" : prompt.Length <= 50 ? prompt : prompt[..50] + "…";
        return $"{which}{(reference is null ? "" : $", {reference}")}: {start.ReplaceLineEndings(" ")}";
    }
}
