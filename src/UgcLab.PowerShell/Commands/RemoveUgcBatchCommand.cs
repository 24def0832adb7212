using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Removes the record of a batch. Its videos stay where they are.</summary>
/// <remarks>
/// <para>From then on nothing is known of what was bought in it: the same sheet under the same name is bought again from its first row. Batches are small, and nothing has to be removed.</para>
/// <para>A batch with unconfirmed rows is not removed, because this record is all there is to resolve them by; nor is one that a process is running. One with videos that were paid for and are not saved is removed only with -IncludeUnsaved, because their ids are recorded nowhere else.</para>
/// </remarks>
/// <example>
/// <code>Remove-UgcBatch nov</code>
/// </example>
/// <example>
/// <title>All that is done with</title>
/// <code>Get-UgcBatch | Where-Object { $_.ChangedAt -lt (Get-Date).AddYears(-1) } | Remove-UgcBatch -Force</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "UgcBatch", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveUgcBatchCommand : UgcCmdlet
{
    /// <summary>The batch's name. Wildcards are not taken; Get-UgcBatch finds by them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Batch")]
    [TextAlone]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>Removes it though videos of it were paid for and are not saved.</summary>
    [Parameter]
    public SwitchParameter IncludeUnsaved { get; set; }

    /// <summary>Does not ask. It silences that question and nothing else.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override object? Target => Name;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        UgcBatch batch = await Batches.GetAsync(Name, cancellationToken);
        string what = string.Create(CultureInfo.InvariantCulture, $"batch {batch.Name}: {batch.Rows} rows, {batch.Videos} videos, {batch.NetCredits} credits");
        if ((Force && !IsWhatIf) || ShouldProcess(what, "Forget what was bought in it"))
        {
            await Batches.RemoveAsync(batch.Name, IncludeUnsaved);
        }
    }
}
