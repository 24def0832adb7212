namespace UgcLab.PowerShell.Binding;

/// <summary>The rows of a batch, from a file or from the pipeline. They can be enumerated several times.</summary>
/// <param name="cmdlet">Reads each row and applies the parameters to it.</param>
/// <param name="path">The full path of the file; null if the rows are piped.</param>
/// <param name="first">The number of rows to read; null for all.</param>
internal sealed class BatchRows(RowsCmdlet cmdlet, string? path, int? first)
{
    private readonly List<BatchInput> _piped = [];
    private HashSet<string>? _told = [];

    public string? Path => path;

    public void Take(object? source)
    {
        if (first is null || _piped.Count < first)
        {
            _piped.Add(Input(source));
        }
    }

    // A file is read again each time, so that a hundred thousand rows don't have to be kept in memory.
    public IEnumerable<BatchInput> All()
    {
        if (path is null)
        {
            return _piped;
        }

        cmdlet.RestartRows();
        IEnumerable<BatchInput> rows = Sheet.Read(path).Select(Input);
        return first is int most ? rows.Take(most) : rows;
    }

    // Warnings about a row are shown only when it is read for the first time.
    public void EndOfTelling() => _told = null;

    private BatchInput Input(object? source)
    {
        (DraftRow row, CreationCheck check) = cmdlet.ReadInput(source);
        foreach (string warning in check.Warnings.Where(text => _told?.Add(text) ?? false))
        {
            cmdlet.Notices.Report(new UgcNotice(UgcNoticeKind.Warning, warning));
        }

        return new BatchInput(row.Name)
        {
            RowNumber = row.Number,
            Cells = row.Cells,
            Source = row.IsSecret ? null : row.Source,
            Refusal = check.Request is null ? RowsCmdlet.Refusal(row, check) : null,
            Purchase = check.Request is null ? null : new PurchaseRequest(check.Request)
            {
                Reference = row.Draft.Reference,
                RowId = row.RowId,
                RowNumber = row.Number,
                InputRow = row.Cells,
                Cells = row.Cells,
            },
        };
    }
}
