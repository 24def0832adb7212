using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Writes what came of a batch to a sheet: results.csv, one line a video, and results.json.</summary>
/// <remarks>
/// <para>Needs no key and no network: it writes what the local record knows. The rows' own columns come first, as they were when the row was first read; then UgcRow, UgcState, UgcId, UgcVariant, UgcActor (who is seen in it, by name), UgcStatus, UgcCreditsCharged, UgcCreditsRefunded, UgcNetCredits, UgcFile, UgcError and UgcRequestId. Rows without videos are a line as well.</para>
/// <para>A text that a spreadsheet would take for a formula begins with an apostrophe in the CSV file; the JSON file has it as it is. Both files are replaced when they are there, whole or not at all; one that is open elsewhere is left, and the new one is called results-2.</para>
/// <para>Invoke-UgcBatch writes the same by itself. Of several batches that are piped the first is written and the next is an error, for the files of each have the same names.</para>
/// </remarks>
/// <example>
/// <code>Export-UgcReport nov -Destination ./videos</code>
/// </example>
/// <example>
/// <title>What finance asks for</title>
/// <code>Import-Csv (Export-UgcReport nov -Destination ./out | Where-Object Extension -eq .csv) | Measure-Object UgcNetCredits -Sum</code>
/// </example>
[Cmdlet(VerbsData.Export, "UgcReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportUgcReportCommand : UgcCmdlet
{
    private string? _written;

    /// <summary>The batch's name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string Batch { get; set; } = "";

    /// <summary>The folder to write to. It is made when it is not there; the files of videos are named relative to it.</summary>
    /// <value>The session's, or the current folder</value>
    [Parameter(Position = 1)]
    [Alias("OutputDirectory")]
    public string? Destination { get; set; }

    private protected override object? Target => Batch;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        UgcBatch batch = await Batches.GetAsync(Batch, cancellationToken);
        if (string.Equals(_written, batch.Name, StringComparison.OrdinalIgnoreCase))
        {
            // Rows of Get-UgcBatch -Row name their batch each, and one sheet has them all.
            return;
        }

        if (_written is not null)
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"The results of batch {batch.Name} would take the place of those of {_written}. Give each batch a folder of its own, with a command of its own.");
        }

        string folder = FullPath(Destination ?? OpenSession?.Destination ?? ".");
        if (!ShouldProcess(Path.Combine(folder, "results.csv"), $"Write the results of batch {batch.Name}"))
        {
            return;
        }

        _written = batch.Name;
        ResultFiles files = await ResultSheet.WriteAsync(folder, batch, await ColumnsAsync(batch.Name, cancellationToken), RowsAsync(batch.Name, cancellationToken), Clock.GetUtcNow());
        foreach (string warning in files.Csv is null && files.Json is null ? [] : files.Warnings)
        {
            WriteWarning(warning);
        }

        WriteObjects(new[] { files.Csv, files.Json }.OfType<string>().Select(path => new FileInfo(path)));
        if (files.Csv is null && files.Json is null)
        {
            throw new UgcLabException(UgcLabErrorKind.FileUnwritable, string.Join(' ', files.Warnings));
        }
    }

    // Rows may have other columns than the first sheet had, so all are looked at before the first line is written.
    private async Task<IEnumerable<string>> ColumnsAsync(string batch, CancellationToken cancellationToken)
    {
        HashSet<string> met = new(StringComparer.OrdinalIgnoreCase);
        List<string> columns = [];
        await foreach (UgcBatchRow row in Batches.RowsAsync(batch, null, cancellationToken))
        {
            columns.AddRange(row.Cells.Keys.Where(met.Add));
        }

        return columns;
    }

    private async IAsyncEnumerable<ResultRow> RowsAsync(string batch, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (UgcBatchRow row in Batches.RowsAsync(batch, null, cancellationToken))
        {
            yield return ResultRow.Of(row);
        }
    }
}
