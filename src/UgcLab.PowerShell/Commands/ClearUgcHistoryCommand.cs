namespace UgcLab.PowerShell.Commands;

/// <summary>Clears the texts of old purchases from the store: prompts, cells, and details of jobs.</summary>
/// <remarks>
/// <para>Clears only purchases that have ended and whose videos are saved or weren't created. Unconfirmed, open, and unsaved purchases are
/// never changed. The data that identifies a row is kept, with its state, time, and credits, so running an old file again in its batch
/// still costs nothing. To remove the record of what was created, use Remove-UgcBatch.</para>
/// <para>The database file keeps its size and reuses the space. -Compact makes the file smaller. It rewrites the file, and other consoles
/// wait until it's done.</para>
/// </remarks>
/// <example>
/// <code>Clear-UgcHistory -Before (Get-Date).AddMonths(-6)</code>
/// <para>Shows what will be cleared and prompts for confirmation.</para>
/// </example>
/// <example>
/// <title>Clear old purchases in a scheduled script</title>
/// <code>Clear-UgcHistory -Before (Get-Date).AddYears(-1) -Compact -Force</code>
/// </example>
[Cmdlet(VerbsCommon.Clear, "UgcHistory", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class ClearUgcHistoryCommand : UgcCmdlet
{
    /// <summary>Clears only purchases that were sent before this time.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public DateTimeOffset Before { get; set; }

    /// <summary>Makes the database file smaller after the purchases are cleared.</summary>
    [Parameter]
    public SwitchParameter Compact { get; set; }

    /// <summary>Suppresses the confirmation prompt. All other checks still apply.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        ClearedRecord found = await Store.ClearPurchasesAsync(Before, isPreview: true);
        string things = string.Join(" and ",
            new[] { (Number: found.Purchases, Name: "purchase"), (Number: found.Rows, Name: "batch row") }
                .Where(thing => thing.Number > 0).Select(thing => Format.Count(thing.Number, thing.Name)));
        string what = $"the texts of {things}, {Format.Amount(Math.Ceiling(found.Bytes / 1024m))} KB, sent before {Format.Time(Before)}";
        if (found is { Purchases: 0, Rows: 0 })
        {
            WriteLine($"There is nothing to clear before {Format.Time(Before)}.");
        }
        else if ((Force && !IsWhatIf) || ShouldProcess(what, "Clear"))
        {
            await Store.ClearPurchasesAsync(Before, isPreview: false);
            WriteLine(Compact
                ? $"Cleared {what}."
                : $"Cleared {what}. The database file keeps its size and uses the space again; -Compact makes it smaller.");
        }
        else
        {
            return;
        }

        if (Compact && !IsWhatIf)
        {
            await Store.CompactAsync();
        }
    }
}
