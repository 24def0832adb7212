using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Binding;

/// <summary>The rows of a batch, from a file or from the pipeline, as often as they are asked for.</summary>
/// <param name="cmdlet">Reads each, with what was typed laid over it.</param>
/// <param name="path">The file, in full; null when the rows are piped.</param>
/// <param name="first">How many to take; null for all.</param>
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

    // A file is read anew each time, from its first row: a hundred thousand rows are not kept.
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

    // What is odd about a row was said when it was read for the first time.
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
            Order = check.Request is null ? null : new Order(check.Request)
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
