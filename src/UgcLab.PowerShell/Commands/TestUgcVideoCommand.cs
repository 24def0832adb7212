using UgcLab.PowerShell.Binding;

namespace UgcLab.PowerShell.Commands;

/// <summary>Checks rows as New-UgcVideo would, and spends nothing.</summary>
/// <remarks>
/// <para>Returns a result for each row, with all of its faults at once. It needs no key and no network; what only the service can know (whether a project exists, whether an image can be fetched) it does not say.</para>
/// </remarks>
/// <example>
/// <title>The rows to mend</title>
/// <code>Import-Csv ./ads.csv | Test-UgcVideo | Where-Object { -not $_.IsValid }</code>
/// <para>Shows the number of each row with faults, and the faults.</para>
/// </example>
/// <example>
/// <title>In a script</title>
/// <code>if (Import-Csv ./ads.csv | Test-UgcVideo -Quiet) { Import-Csv ./ads.csv | New-UgcVideo }</code>
/// <para>Buys only when every row is sound.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "UgcVideo")]
[OutputType(typeof(UgcVideoTest), typeof(bool))]
[DynamicParameters(typeof(AnyVideoSettings))]
public sealed class TestUgcVideoCommand : VideoCmdlet
{
    private bool _allValid = true;

    /// <summary>Returns one True or False for all rows together.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        (DraftRow row, CreationCheck check) = TakeInput(InputObject);
        _allValid &= check.Request is not null;
        if (!Quiet)
        {
            WriteObject(new UgcVideoTest
            {
                RowNumber = row.Number,
                IsValid = check.Request is not null,
                Videos = check.Request?.Outputs ?? 0,
                Faults = check.Faults,
                Warnings = check.Warnings,
                Model = row.Draft.Model,
                Reference = row.Draft.Reference,
                InputRow = row.Source,
            });
        }

        return Task.CompletedTask;
    }

    private protected override Task EndAsync(CancellationToken cancellationToken)
    {
        if (Quiet)
        {
            WriteObject(_allValid);
        }

        return Task.CompletedTask;
    }
}
