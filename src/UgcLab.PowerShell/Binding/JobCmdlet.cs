namespace UgcLab.PowerShell.Binding;

/// <summary>A cmdlet that accepts jobs as objects, as ids, or as rows with a column UgcId.</summary>
public abstract class JobCmdlet : UgcCmdlet
{
    /// <summary>A job, its id as text, an entry of the local history, or a row with a column UgcId, such as one of Export-Csv.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>The ids of jobs, as New-UgcVideo returned them.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "JobId")]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] UgcId { get; set => field = [.. (value ?? []).Where(id => id is not null)]; } = [];

    private protected override object? Target => Cells.Base(InputObject) ?? (UgcId is [string only] ? only : UgcId);

    // The jobs that the current input names, with what the store knows about each.
    private protected async Task<IReadOnlyList<UgcJob>> InputJobsAsync(CancellationToken cancellationToken) =>
        Cells.Base(InputObject) switch
    {
        UgcJob job => [job],
        UgcHistoryEntry entry => entry.Jobs,
        UgcSavedVideo saved => [saved.Job],
        string id => [await KnownAsync(id, cancellationToken)],
        null => await Task.WhenAll(UgcId.Select(id => KnownAsync(id, cancellationToken))),
        object row => [await OfRowAsync(row, cancellationToken)],
    };

    private async Task<UgcJob> OfRowAsync(object row, CancellationToken cancellationToken)
    {
        Dictionary<string, string?> cells = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string column, Func<object?> value) in Cells.Of(row) ?? [])
        {
            cells[string.Concat(column.Where(char.IsAsciiLetterOrDigit))] = Cells.Text(column, value).Text;
        }

        string id = Cell("UgcId") ?? Cell("JobId") ?? (UgcId is [string only] ? only : throw new UgcLabException(
            UgcLabErrorKind.JobIdInvalid,
            $"This input names no job: it has no column UgcId, but {string.Join(", ", cells.Keys.Take(6))}."));
        UgcJob known = await KnownAsync(id, cancellationToken);
        return known.PurchaseId is not null ? known with { InputRow = row } : known with
        {
            Model = Cell("Model"),
            Duration = Cell("Duration"),
            AspectRatio = Cell("AspectRatio"),
            Tier = Cell("Tier"),
            Prompt = Cell("Prompt"),
            Reference = Cell("Reference"),
            VariantIndex = int.TryParse(Cell("VariantIndex"), NumberStyles.Integer, CultureInfo.InvariantCulture, out int index)
                ? index : 0,
            InputRow = row,
        };

        string? Cell(string name) => cells.TryGetValue(name, out string? text) && !string.IsNullOrWhiteSpace(text) ? text : null;
    }

    private async Task<UgcJob> KnownAsync(string id, CancellationToken cancellationToken) =>
        await History.FindJobAsync(id.Trim(), cancellationToken) ?? new UgcJob { UgcId = id.Trim(), Status = UgcJobStatus.Unknown };
}
