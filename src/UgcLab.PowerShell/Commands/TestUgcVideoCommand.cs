namespace UgcLab.PowerShell.Commands;

/// <summary>Validates rows as New-UgcVideo would. Offline and free.</summary>
/// <remarks>
/// <para>Returns a result for each row, with all of its errors at once. It needs no key and no network. It doesn't check what only the
/// service knows, such as whether a project exists or an image can be downloaded.</para>
/// </remarks>
/// <example>
/// <title>Find invalid rows</title>
/// <code>Import-Csv ./ads.csv | Test-UgcVideo | Where-Object { -not $_.IsValid }</code>
/// <para>Shows the number and the errors of each invalid row.</para>
/// </example>
/// <example>
/// <title>Create videos only if all rows are valid</title>
/// <code>if (Import-Csv ./ads.csv | Test-UgcVideo -Quiet) { Import-Csv ./ads.csv | New-UgcVideo }</code>
/// <para>Creates the videos only if every row is valid.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "UgcVideo")]
[OutputType(typeof(UgcVideoTest), typeof(bool))]
public sealed class TestUgcVideoCommand : RowInputCmdlet
{
    private bool _allValid = true;

    /// <summary>Returns a single True or False for all rows.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        DraftRow row = ValidateInput(InputObject);
        CreationCheck check = row.Check;
        _allValid &= row.IsRepeated || check.Request is not null;
        if (!Quiet && !row.IsRepeated)
        {
            WriteObject(new UgcVideoTest
            {
                RowNumber = row.Number,
                IsValid = check.Request is not null,
                Videos = check.Request?.Outputs ?? 0,
                Faults = check.Faults,
                Warnings = row.EqualTo is int earlier ? [.. check.Warnings, $"Creates the same as row {earlier}."] : check.Warnings,
                Model = row.Draft.Model,
                Reference = row.Draft.Reference,
                InputRow = row.Source,
            });
        }

        return Task.CompletedTask;
    }

    private protected override Task EndAsync(CancellationToken cancellationToken)
    {
        WarnOfEqualRows();
        if (Quiet)
        {
            WriteObject(_allValid);
        }

        return Task.CompletedTask;
    }
}
