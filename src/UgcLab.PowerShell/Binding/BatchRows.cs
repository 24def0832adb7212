namespace UgcLab.PowerShell.Binding;

// The rows of a batch, from a file or from the pipeline. They can be enumerated several times.
internal sealed class BatchRows(RowsCmdlet cmdlet, SheetFile? file, int? first)
{
    private readonly List<BatchInput> _piped = [];
    private HashSet<string>? _reported = [];

    public string? Path => file?.Path;

    // What separates the cells of the file, and of the results; known when its header was read.
    public char Delimiter => file?.Delimiter ?? ',';

    public string? Ignored => file?.Ignored;

    public void Add(object? source)
    {
        if (first is null || _piped.Count < first)
        {
            _piped.AddRange(Input(source));
        }
    }

    // A file is read again each time, so that a hundred thousand rows don't have to be kept in memory.
    public IEnumerable<BatchInput> All() => file is null ? _piped : OfFile(file);

    private IEnumerable<BatchInput> OfFile(SheetFile sheet)
    {
        cmdlet.InputRows!.Begin();
        bool isEmpty = true;
        IEnumerable<BatchInput> rows = sheet.Read().SelectMany(Input);
        foreach (BatchInput row in first is int most ? rows.Take(most) : rows)
        {
            isEmpty = false;
            yield return row;
        }

        // A text that isn't a table looks like a header without rows.
        if (isEmpty && sheet.Header is SheetHeader header)
        {
            _ = Input(new SheetRow(header, 1, 1, [], null) { IsOfTable = true });
        }

        // Warnings about a row are shown only when it is read for the first time.
        _reported = null;
    }

    // One input, or none where a row has another line.
    private BatchInput[] Input(object? source)
    {
        DraftRow row = cmdlet.ReadInput(source);
        foreach (string warning in row.Check.Warnings.Where(text => _reported?.Add(text) ?? false))
        {
            cmdlet.Notices.Warn(warning);
        }

        return row.IsRepeated ? [] :
        [
            new BatchInput(row.Name)
            {
                RowNumber = row.Number,
                Line = row.Line,
                Reference = row.Draft.Reference,
                Cells = row.Cells,
                Source = row.IsSecret ? null : row.Source,
                Refusal = row.Check.Request is null ? row.Refusal : null,
                Purchase = row.Check.Request is CreationRequest request ? row.ToPurchase(request, row.Cells) : null,
            },
        ];
    }
}
