namespace UgcLab.Batches;

// All errors of invalid rows, one line each, for a spreadsheet: errors.csv beside the results.
internal sealed class ErrorSheet(string folder, char delimiter, string? never) : IDisposable
{
    private readonly NumberedFile _file = new(folder, "errors.csv", never);
    private StreamWriter? _lines;
    private string? _failure;

    public void Add(BatchInput input, UgcLabException why) => Try(() =>
    {
        _lines ??= Begin();
        foreach (UgcFault? fault in why.Faults.Cast<UgcFault?>().DefaultIfEmpty())
        {
            CsvLine.Write(_lines, delimiter,
            [
                input.RowNumber, input.Line, ResultSheet.Clean(input.Reference),
                ResultSheet.Clean(fault?.Field), ResultSheet.Clean(fault?.Value),
                ResultSheet.Clean(fault?.Message ?? why.Message), ResultSheet.Clean(fault is null ? why.Advice : fault.Hint),
            ]);
        }
    });

    // Where the file is; null if it can't be written. A warning says why.
    public string? Publish(List<string> warnings)
    {
        Try(Close);
        if (_failure is null)
        {
            return _file.Publish(warnings);
        }

        warnings.Add(_failure);
        return null;
    }

    public void Dispose()
    {
        Try(Close);
        _file.Abandon();
    }

    private StreamWriter Begin()
    {
        StreamWriter lines = _file.OpenSheet();
        CsvLine.Write(lines, delimiter, ["Row", "Line", "Reference", "Column", "Value", "Error", "Action"]);
        return lines;
    }

    private void Close()
    {
        (StreamWriter? lines, _lines) = (_lines, null);
        lines?.Dispose();
    }

    private void Try(Action write) => _failure ??= NumberedFile.Attempt(write, $"The errors cannot be written to {folder}.");
}
