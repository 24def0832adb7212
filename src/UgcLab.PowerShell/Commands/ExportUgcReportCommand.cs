namespace UgcLab.PowerShell.Commands;

/// <summary>Writes the results of a batch to results.csv, with one line per video, to results.json, and to report.html.</summary>
/// <remarks>
/// <para>This cmdlet needs no key and no network: it writes what the store contains. The columns of the rows come first, as they were when
/// the row was first read. They are followed by UgcRow, UgcState, UgcId, UgcVariant, UgcActor (the name of the actor in the video),
/// UgcStatus, UgcCreditsCharged, UgcCreditsRefunded, UgcNetCredits, UgcFile, UgcError, and UgcRequestId. A row without videos also has a
/// line.</para>
/// <para>In the CSV file, a text that a spreadsheet would read as a formula begins with an apostrophe. The JSON file contains it unchanged.
/// The cells of the CSV file are separated like those of the file that the rows came from. Existing files are replaced, completely
/// or not at all. If a file is open in another program, it isn't changed, and the new file is named results-2.</para>
/// <para>report.html is a page to look at the videos and choose from them. Show-UgcReport opens it. Its links to the videos are relative
/// to the folder, so the folder can be moved and shared as a whole.</para>
/// <para>Invoke-UgcBatch writes the same files automatically. If several batches are piped, the first is written and the next is an error,
/// because the files of all batches have the same names.</para>
/// </remarks>
/// <example>
/// <code>Export-UgcReport nov -Destination ./videos</code>
/// <para>Without -Destination, the files are written to the folder of the results before, such as those of Invoke-UgcBatch.</para>
/// </example>
/// <example>
/// <title>Get the sum of net credits of a batch</title>
/// <code>Import-Csv (Export-UgcReport nov -Destination ./out | Where-Object Extension -eq .csv) | Measure-Object UgcNetCredits -Sum</code>
/// </example>
[Cmdlet(VerbsData.Export, "UgcReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportUgcReportCommand : BatchCmdlet
{
    private UgcBatch? _written;

    /// <summary>The name of the batch.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string Batch { get; set; } = "";

    /// <summary>The folder to write to. It's created if it doesn't exist. The paths of videos are relative to it.</summary>
    /// <value>The folder of the last results; otherwise the session's destination, or the current folder</value>
    [Parameter(Position = 1)]
    [Alias("OutputDirectory")]
    public string? Destination { get; set; }

    private protected override object? Target => Batch;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        UgcBatch batch = await Batches.GetAsync(Query(Batch), cancellationToken);
        if (_written?.Id == batch.Id)
        {
            // Each row from Get-UgcBatch -Row names its batch, and one report contains all rows of it.
            return;
        }

        Invalid.ThrowIf(_written is not null, $"The results of batch {batch.Name} would replace those of {_written}. "
            + "Run the command for each batch with a separate folder.");
        string folder = FullPath(
            Destination ?? (Directory.Exists(batch.ReportFolder) ? batch.ReportFolder : null) ?? OpenSession?.Destination ?? ".");
        if (!ShouldProcess(Path.Combine(folder, "results.csv"), $"Write the results of batch {batch.Name}"))
        {
            return;
        }

        _written = batch;
        ResultFiles files = await WriteAsync(folder, cancellationToken);
        if (files.Paths.Count == 0)
        {
            throw new UgcLabException(UgcLabErrorKind.FileUnwritable, string.Join(' ', files.Warnings));
        }

        WriteWarnings(files.Warnings);
        foreach (string path in files.Paths)
        {
            WriteFile(new FileInfo(path));
        }
    }

    private async Task<ResultFiles> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        using FileLock turn = await Batches.LockResultsAsync(folder, cancellationToken);
        UgcBatch batch = await Batches.GetAsync(Query(Batch), cancellationToken);
        ResultFiles files = await ResultSheet.WriteAsync(
            folder, batch, await ColumnsAsync(batch, cancellationToken), Batches.RowsAsync(batch, null, cancellationToken),
            Clock.GetUtcNow(), delimiter: SheetFile.DelimiterOf(batch.Source));
        if (files.Page is not null)
        {
            await Batches.RecordReportAsync(batch, folder);
        }

        return files;
    }

    // Rows may have columns that the first file didn't have, so all rows are read before the first line is written.
    private async Task<IEnumerable<string>> ColumnsAsync(UgcBatch batch, CancellationToken cancellationToken)
    {
        HashSet<string> met = new(StringComparer.OrdinalIgnoreCase);
        List<string> columns = [];
        await foreach (UgcBatchRow row in Batches.RowsAsync(batch, null, cancellationToken))
        {
            columns.AddRange(row.Cells.Keys.Where(met.Add));
        }

        return columns;
    }
}
