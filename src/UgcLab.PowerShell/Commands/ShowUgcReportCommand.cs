namespace UgcLab.PowerShell.Commands;

/// <summary>Opens the page with the videos of a batch in your browser.</summary>
/// <remarks>
/// <para>Invoke-UgcBatch and Export-UgcReport write the page, report.html, to the folder of the videos. It plays them, filters and compares
/// them, keeps your choice, and exports it as a sheet of the rows to redo and as a list of file names. It needs no network.</para>
/// <para>Without parameters, this cmdlet opens the page in the folder of the session or in the current folder. If there is none, it opens
/// that of the batch that changed last. In a session without a desktop, such as over SSH, it writes the path of the page and a message
/// instead.</para>
/// </remarks>
/// <example>
/// <code>Show-UgcReport nov</code>
/// <para>Opens the page that was last written for the batch.</para>
/// </example>
/// <example>
/// <title>Write the page again, and open it</title>
/// <code>Export-UgcReport nov -Destination ./videos; Show-UgcReport -Path ./videos</code>
/// </example>
[Cmdlet(VerbsCommon.Show, "UgcReport", DefaultParameterSetName = BatchSet)]
[OutputType(typeof(FileInfo))]
public sealed class ShowUgcReportCommand : BatchCmdlet
{
    private const string BatchSet = "Batch";
    private const string PathSet = "Path";
    private const string Page = "report.html";

    /// <summary>The name of the batch.</summary>
    [Parameter(Position = 0, ParameterSetName = BatchSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string? Batch { get; set; }

    /// <summary>The page, or the folder that it's in.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Alias("LiteralPath")]
    public string? Path { get; set; }

    /// <summary>Returns the page as a file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? Target => Path ?? Batch;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string page = Path is not null ? InFolder(FullPath(Path))
            : Batch is not null ? Of(await Batches.GetAsync(Query(Batch), cancellationToken))
            : InFolder(FullPath(OpenSession?.Destination ?? ".")) is string here && File.Exists(here) ? here
            : await NewestAsync(cancellationToken) ?? throw Missing($"There is no {Page} in {FullPath(OpenSession?.Destination ?? ".")}.");
        if (!File.Exists(page))
        {
            throw Missing($"There is no page {page}.");
        }

        if (Desktop.Open(page) is string why)
        {
            WriteWarning($"{why} Open the page in a browser: {page}");
        }

        if (PassThru)
        {
            WriteFile(new FileInfo(page));
        }
    }

    // A page has another name if that of the first was in use.
    private static string InFolder(string path) =>
        System.IO.Path.GetExtension(path).StartsWith(".htm", StringComparison.OrdinalIgnoreCase) ? path
            : System.IO.Path.Combine(path, Page);

    private static string Of(UgcBatch batch) => batch.ReportFolder is string folder ? InFolder(folder)
        : throw Missing($"No results of batch {batch.Name} were written yet.");

    private async Task<string?> NewestAsync(CancellationToken cancellationToken) =>
        (await Batches.ListAsync(Query(null), cancellationToken)).Where(batch => batch.ReportFolder is not null)
            .MaxBy(batch => batch.ChangedAt) is UgcBatch newest ? Of(newest) : null;

    private static UgcLabException Missing(string message) =>
        Invalid.Argument(message, "Export-UgcReport BATCH -Destination FOLDER writes it.");
}
