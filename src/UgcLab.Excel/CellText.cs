using ExcelDataReader;
using ExcelNumberFormat;

namespace UgcLab.Excel;

// The text of cells, as Excel shows them in the invariant culture, so that a row has the same identity on every computer. Only a number
// in the General format isn't cut to the width of its column: an id of 13 digits keeps them all.
internal sealed class CellText
{
    // The formats that Excel shows by the settings of the computer.
    private const int ShortDate = 14;
    private const int ShortDateAndTime = 22;

    // A workbook has few formats for many cells. Null for General.
    private readonly Dictionary<string, NumberFormat?> _formats = [];

    // The cells of a row, up to the last that has a text.
    public string[] Of(IExcelDataReader reader)
    {
        int count = reader.FieldCount;
        while (count > 0 && reader.GetValue(count - 1) is null or "")
        {
            count--;
        }

        return [.. Enumerable.Range(0, count).Select(column => Of(reader, column))];
    }

    private string Of(IExcelDataReader reader, int column) => reader.GetValue(column) switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "TRUE" : "FALSE",
        DateTime date when reader.GetNumberFormatIndex(column) is ShortDate => date.ToString("d", CultureInfo.InvariantCulture),
        DateTime date when reader.GetNumberFormatIndex(column) is ShortDateAndTime => date.ToString("g", CultureInfo.InvariantCulture),
        object value => Formatted(value, reader.GetNumberFormatString(column)),
    };

    private string Formatted(object value, string? format) => Format(format) is NumberFormat known
        ? known.Format(value, CultureInfo.InvariantCulture).Trim()
        : value is IFormattable number ? General(number) : value.ToString() ?? "";

    private NumberFormat? Format(string? format)
    {
        if (format is null or "" || format.Equals("General", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (!_formats.TryGetValue(format, out NumberFormat? known))
        {
            NumberFormat read = new(format);
            _formats[format] = known = read.IsValid && format != "@" ? read : null;
        }

        return known;
    }

    // 15 digits, as Excel keeps them: 0.1 + 0.2 is 0.3.
    private static string General(IFormattable value) =>
        value.ToString(value is double or float ? "G15" : null, CultureInfo.InvariantCulture);
}
