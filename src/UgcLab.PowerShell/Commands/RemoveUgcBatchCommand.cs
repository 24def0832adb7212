namespace UgcLab.PowerShell.Commands;

/// <summary>Removes a batch from the store. Its videos aren't affected.</summary>
/// <remarks>
/// <para>Afterwards, the store doesn't know what was created in the batch: the same file under the same name is created again from its
/// first row. Batches are small, so you don't have to remove them.</para>
/// <para>A batch with unconfirmed rows isn't removed, because its record is needed to resolve them. A batch that a process is running isn't
/// removed either. A batch with videos that were charged and aren't saved is removed only with -IncludeUnsaved, because their ids are
/// recorded nowhere else.</para>
/// </remarks>
/// <example>
/// <code>Remove-UgcBatch nov</code>
/// </example>
/// <example>
/// <title>Remove all batches that haven't changed for a year</title>
/// <code>Get-UgcBatch | Where-Object { $_.ChangedAt -lt (Get-Date).AddYears(-1) } | Remove-UgcBatch -Force</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "UgcBatch", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveUgcBatchCommand : BatchCmdlet
{
    /// <summary>The name of the batch. Wildcards are not allowed; use Get-UgcBatch to find batches by wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Batch")]
    [TextOnly]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>Removes the batch even if it has videos that were charged and aren't saved.</summary>
    [Parameter]
    public SwitchParameter IncludeUnsaved { get; set; }

    /// <summary>Suppresses the confirmation prompt. All other checks still apply.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override object? Target => Name;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        UgcBatch batch = await Batches.GetAsync(Query(Name), cancellationToken);
        string what = $"batch {batch.Name}: {Format.Count(batch.Rows, "row")}, {Format.Count(batch.Videos, "video")}, "
            + $"{Format.Amount(batch.NetCredits)} credits";
        if ((Force && !IsWhatIf) || ShouldProcess(what, "Remove it from the store"))
        {
            await Batches.RemoveAsync(batch, IncludeUnsaved);
        }
    }
}
