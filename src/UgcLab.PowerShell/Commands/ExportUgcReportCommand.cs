using System.Management.Automation;
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

    /// <inheritdoc/>
    protected override object? Target => Batch;

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        UgcBatch batch = Batches.Get(Batch);
        if (_written is not null)
        {
            // Rows of Get-UgcBatch -Row name their batch each, and one sheet has them all.
            return string.Equals(_written, batch.Name, StringComparison.OrdinalIgnoreCase) ? Task.CompletedTask
                : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"The results of batch {batch.Name} would take the place of those of {_written}. Give each batch a folder of its own, with a command of its own.");
        }

        IReadOnlyList<UgcBatchRow> rows = Batches.Rows(batch.Name);
        string folder = FullPath(Destination ?? OpenSession?.Destination ?? ".");
        if (!ShouldProcess(Path.Combine(folder, "results.csv"), $"Write the results of batch {batch.Name}"))
        {
            return Task.CompletedTask;
        }

        _written = batch.Name;
        IEnumerable<string> columns = rows.SelectMany(row => row.Cells.Keys).Distinct(StringComparer.OrdinalIgnoreCase);
        ResultFiles files = ResultSheet.Write(folder, batch, columns, rows.Select(ResultRow.Of), Clock.GetUtcNow());
        foreach (string warning in files.Csv is null && files.Json is null ? [] : files.Warnings)
        {
            WriteWarning(warning);
        }

        foreach (string path in new[] { files.Csv, files.Json }.OfType<string>())
        {
            WriteObject(new FileInfo(path));
        }

        return files.Csv is null && files.Json is null ? throw new UgcLabException(UgcLabErrorKind.FileUnwritable, string.Join(' ', files.Warnings)) : Task.CompletedTask;
    }
}
