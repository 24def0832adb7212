using System.Buffers;

namespace UgcLab.Rows;

// Writes a line of a CSV file (RFC 4180), safe to open in a spreadsheet.
internal static class CsvLine
{
    // Some readers trim spaces at the ends, and guess the delimiter, so more is quoted than has to be.
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\"\r\n\t");

    public static void Write(TextWriter file, char delimiter, IEnumerable<object?> values)
    {
        bool isFirst = true;
        foreach (object? value in values)
        {
            string cell = value is string text ? Safe(text) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            bool quoted = cell.AsSpan().ContainsAny(Quoted) || cell.Contains(delimiter)
                || (cell.Length > 0 && (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1])));
            if (!isFirst)
            {
                file.Write(delimiter);
            }

            file.Write(quoted ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell);
            isFirst = false;
        }

        file.Write("\r\n");
    }

    // The text of a cell as it was before Safe.
    public static string Unprotected(string cell) => cell.StartsWith('\'') && IsLikeFormula(cell) ? cell[1..] : cell;

    // A text that no spreadsheet takes for a formula (OWASP, "CSV Injection"): what begins like one, spaces or not, gets
    // an apostrophe. Excel takes the wide forms of the signs as well. What has apostrophes of its own gets one more.
    private static string Safe(string text) => IsLikeFormula(text) ? "'" + text : text;

    private static bool IsLikeFormula(string text) => text.AsSpan().TrimStart('\'') is { Length: > 0 } own
        && (own is ['\t' or '\r' or '\n', ..] || own.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..]);
}
