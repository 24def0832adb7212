namespace UgcLab.PowerShell.Pipeline;

// The invalid rows of a batch. The first ten are shown; if there are more, all errors are written to errors.csv, because hundreds of them
// are hard to read at a prompt.
internal sealed class InvalidRows(AsyncCmdlet cmdlet, Action<BatchInput, UgcLabException> write, Func<ErrorSheet?> open) : IDisposable
{
    private const int Most = 10;

    private readonly List<(BatchInput Row, UgcLabException Why)> _first = [];
    private ErrorSheet? _sheet;
    private bool _isShown;

    public int Count { get; private set; }

    public void Add(BatchInput row, UgcLabException why)
    {
        if (++Count > Most)
        {
            if (Count == Most + 1 && (_sheet = open()) is ErrorSheet sheet)
            {
                _first.ForEach(each => sheet.Add(each.Row, each.Why));
            }

            _sheet?.Add(row, why);
        }
        else if (_isShown)
        {
            write(row, why);
        }
        else
        {
            _first.Add((row, why));
        }
    }

    // The file is written before the first error is shown, because -ErrorAction Stop ends the command there.
    public void Show()
    {
        List<string> warnings = [];
        string? path = Count > Most ? _sheet?.Publish(warnings) : null;
        _isShown = true;
        foreach (string warning in warnings)
        {
            cmdlet.WriteWarning(warning);
        }

        foreach ((BatchInput row, UgcLabException why) in _first)
        {
            write(row, why);
        }

        if (Count > Most)
        {
            string where = path is not null ? $" All errors are in {path}."
                : cmdlet.IsWhatIf ? " Without -WhatIf, all errors are written to errors.csv." : "";
            cmdlet.WriteWarning(string.Create(
                CultureInfo.InvariantCulture, $"{Count:#,0} rows are invalid; the first {Most} are shown.{where}"));
        }
    }

    public void Dispose() => _sheet?.Dispose();
}
