using UgcLab.PowerShell.Binding;

namespace UgcLab.PowerShell.Commands;

/// <summary>Says what rows would cost and how long sending them would take, and spends nothing.</summary>
/// <remarks>
/// <para>Takes the same rows as New-UgcVideo, and needs no key and no network. Prices are learned from the local record: what the last of the same kind, model, length, tier and start was charged at. Of what was never bought the documented price counts, which the service gives for actors alone; else the price is unknown, then Credits is empty and KnownCredits is a part.</para>
/// <para>A row with faults gives the error that New-UgcVideo would give, and is counted in InvalidRows alone. The balance is the one that the service told when something was last bought for one of these projects.</para>
/// </remarks>
/// <example>
/// <title>Before a sheet is bought</title>
/// <code>Import-Csv ./ads.csv | Measure-UgcVideo</code>
/// <para>Shows requests, videos, credits, time and balance for all rows together.</para>
/// </example>
/// <example>
/// <title>Where the credits go</title>
/// <code>Import-Csv ./ads.csv | Measure-UgcVideo -PerRow | Sort-Object Credits -Descending</code>
/// <para>Shows what each row would cost, the dearest first.</para>
/// </example>
/// <example>
/// <title>In a script</title>
/// <code>$estimate = Import-Csv ./ads.csv | Measure-UgcVideo; if ($null -ne $estimate.Credits -and $estimate.Credits -le 500) { Import-Csv ./ads.csv | New-UgcVideo }</code>
/// <para>Buys only when all prices are known and their sum is 500 or less.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "UgcVideo")]
[OutputType(typeof(UgcEstimate))]
[DynamicParameters(typeof(AnyVideoSettings))]
public sealed class MeasureUgcVideoCommand : VideoCmdlet
{
    private Estimator? _estimator;

    /// <summary>Returns an estimate for each row in place of one for all.</summary>
    [Parameter]
    public SwitchParameter PerRow { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        _estimator ??= await NewEstimatorAsync();
        (DraftRow row, CreationCheck check) = TakeInput(InputObject);
        UgcEstimate estimate = check.Request is null ? _estimator.AddInvalid() : _estimator.Add(check.Request);
        if (check.Request is null)
        {
            WriteFailure(Refusal(row, check), Target);
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
        if (!PerRow)
        {
            WriteObject((_estimator ?? await NewEstimatorAsync()).Total());
        }
    }
}
