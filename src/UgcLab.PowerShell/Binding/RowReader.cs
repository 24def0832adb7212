using System.Management.Automation;

namespace UgcLab.PowerShell.Binding;

/// <summary>Reads pipeline inputs as rows. The columns of a table are matched once; so are its surprises told once.</summary>
internal sealed class RowReader(Action<string> warn)
{
    private List<string> _headers = [];
    private VideoColumns? _columns;
    private int _count;

    /// <summary>An input as a row.</summary>
    /// <exception cref="UgcLabException">ColumnSuspicious.</exception>
    public VideoRow Read(object? input)
    {
        _count++;
        object? source = Cells.Base(input);
        if (source is string prompt)
        {
            return new VideoRow(new VideoDraft { Prompt = prompt }) { Number = _count, Source = prompt };
        }

        if (source is null || Cells.Of(source) is not { Count: > 0 } cells)
        {
            return Refused(source, source is null ? "It is empty." : $"A {source.GetType().Name} is no row: give a CSV row, a hashtable, an object with columns, or the prompt as text.");
        }

        if (source is UgcJob)
        {
            return Refused(source, "A job of this kind cannot be a start image. To buy it again, send the row it came from (InputRow).");
        }

        VideoColumns columns = Columns(cells);
        if (!columns.Any)
        {
            return Refused(source, $"None of its columns is known: {string.Join(", ", cells.Take(8).Select(cell => cell.Column))}. A row has a column Prompt.");
        }

        List<UgcFault> faults = source is SheetRow { Fault: UgcFault broken } ? [broken] : [];
        Dictionary<string, string> texts = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string column, Func<object?> value) in cells)
        {
            (string? text, UgcFault? fault) = Cells.Text(column, value);
            if (fault is UgcFault unreadable && columns.IsUsed(column))
            {
                faults.Add(unreadable);
            }

            texts[column] = text ?? "";
        }

        return new VideoRow(columns.Draft(texts.GetValueOrDefault))
        {
            Number = source is SheetRow line ? line.RowNumber : _count,
            Source = input is PSObject ? input : source,
            Cells = texts,
            Faults = faults,
        };
    }

    private VideoRow Refused(object? source, string why) => new(new VideoDraft())
    {
        Number = _count,
        Source = source,
        Faults = [new UgcFault("RowUnreadable", "InputObject", null, why)],
    };

    private VideoColumns Columns(IReadOnlyList<(string Column, Func<object?> Value)> cells)
    {
        if (_columns is null || !cells.Select(cell => cell.Column).SequenceEqual(_headers))
        {
            _headers = [.. cells.Select(cell => cell.Column)];
            _columns = VideoColumns.Match(_headers);
            if (_columns.Surprising.Count > 0)
            {
                warn($"Nothing reads the columns {string.Join(", ", _columns.Surprising)}; they travel along in InputRow.");
            }
        }

        return _columns;
    }
}
