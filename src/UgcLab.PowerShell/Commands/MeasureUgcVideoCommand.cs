namespace UgcLab.PowerShell.Commands;

/// <summary>Estimates the cost of rows and how long it takes to send them. Offline and free.</summary>
/// <remarks>
/// <para>Accepts the same rows as New-UgcVideo, and needs no key and no network. Prices come from the local history: the last charge for
/// the same kind, model, length, tier, and start image. For a creation without an earlier charge, the documented price is used, which the
/// service gives only for actors. Otherwise the price is unknown: Credits is empty, and KnownCredits is the sum of the known prices.</para>
/// <para>An invalid row returns the error that New-UgcVideo would return, and is counted only in InvalidRows. The balance is the one that
/// the service returned with the last purchase for one of these projects.</para>
/// </remarks>
/// <example>
/// <title>Estimate the cost of a CSV file</title>
/// <code>Import-Csv ./ads.csv | Measure-UgcVideo</code>
/// <para>Shows requests, videos, credits, time, and balance for all rows together.</para>
/// </example>
/// <example>
/// <title>Find the most expensive rows</title>
/// <code>Import-Csv ./ads.csv | Measure-UgcVideo -PerRow | Sort-Object Credits -Descending</code>
/// <para>Shows what each row would cost, the most expensive first.</para>
/// </example>
/// <example>
/// <title>Create videos only within a budget</title>
/// <code>$estimate = Import-Csv ./ads.csv | Measure-UgcVideo; if ($null -ne $estimate.Credits -and $estimate.Credits -le 500) { Import-Csv ./ads.csv | New-UgcVideo }</code>
/// <para>Creates the videos only when all prices are known and their sum is 500 or less.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "UgcVideo")]
[OutputType(typeof(UgcEstimate))]
public sealed class MeasureUgcVideoCommand : RowInputCmdlet
{
    private Estimator? _estimator;

    /// <summary>Returns one estimate per row instead of one for all rows.</summary>
    [Parameter]
    public SwitchParameter PerRow { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        _estimator ??= await NewEstimatorAsync();
        DraftRow row = ValidateInput(InputObject);
        if (row.IsRepeated)
        {
            return;
        }

        UgcEstimate estimate = row.Check.Request is null ? _estimator.AddInvalid() : _estimator.Add(row.Check.Request);
        if (row.Check.Request is null)
        {
            WriteFailure(row.Refusal, Target);
        }

        if (PerRow)
        {
            PSObject shown = new(estimate with { RowNumber = row.Number, Reference = row.Draft.Reference, InputRow = row.Source });
            shown.TypeNames.Insert(0, $"{typeof(UgcEstimate).FullName}#Row");
            WriteObject(shown);
        }
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        WarnOfEqualRows();
        if (!PerRow)
        {
            WriteObject((_estimator ?? await NewEstimatorAsync()).Total());
        }
    }
}
