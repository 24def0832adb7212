using System.Text.RegularExpressions;

namespace UgcLab.Rows;

// Reads a CSV file row by row without changing its cells. The header shows whether commas, semicolons, tabs, or bars
// separate them. An error that affects the rest of the file is thrown; an error of one row is its SheetRow.Fault.
internal static partial class CsvSheet
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    public static IEnumerable<SheetRow> Read(CharSource source, Table table) => table.Rows(Records(source, table));

    private static IEnumerable<CsvRecord> Records(CharSource source, Table table)
    {
        // Null in an empty file.
        CsvRecord? record = ReadHeader(source, table);
        CsvReader records = new(source, table.Delimiter);
        for (; record is not null; record = records.Read())
        {
            yield return record;
        }
    }

    // Finds out what separates the cells, from the header only: it is the one line without prose in it.
    private static CsvRecord? ReadHeader(CharSource source, Table table)
    {
        if (source.Peek() == '\uFEFF')
        {
            source.Read();
        }

        HeaderLine line = NextLine(source, table);
        char? told = null;
        if (Separator().Match(line.Text) is { Success: true } match)
        {
            // Excel's own way to say it. A spreadsheet that saves the file adds delimiters and quotes to the line.
            told = match.Groups["tab"].Success ? '\t' : match.Groups["one"].Value is [char one] ? one : null;
            line = NextLine(source, table);
        }
        else if (line.Text.StartsWith("#TYPE ", StringComparison.Ordinal) && line.Text.IndexOfAny(Delimiters) < 0)
        {
            // The old Export-Csv puts the type of its objects above the header.
            line = NextLine(source, table);
        }

        // The first of equals wins; a header without any is one column.
        table.Delimiter = told ?? Delimiters.MaxBy(each => line.Outside.Count(c => c == each));
        using StringReader reader = new(line.Text);
        return new CsvReader(new CharSource(reader, source.Name, line.Number), table.Delimiter).Read();
    }

    // Without the lines above the header that have no text.
    private static HeaderLine NextLine(CharSource source, Table table)
    {
        HeaderLine line = ReadLine(source);
        while (source.Peek() >= 0 && line.Text.All(c => char.IsWhiteSpace(c) || c == '"' || Delimiters.Contains(c)))
        {
            if (!string.IsNullOrWhiteSpace(line.Text))
            {
                table.CountBlankRow();
            }

            line = ReadLine(source);
        }

        return line;
    }

    private static HeaderLine ReadLine(CharSource source)
    {
        int number = source.Line;
        StringBuilder text = new();
        StringBuilder outside = new();
        bool quoted = false;
        bool closed = false;
        while (source.Peek() >= 0 && (quoted || !source.ReadLineEnd()))
        {
            char read = (char)source.Read();
            if (read == '"')
            {
                // A quote opens a cell only at its start; a doubled one within closes it and opens it again.
                bool opens = !quoted && (closed || text.Length == 0 || Delimiters.Contains(text[^1]));
                (closed, quoted) = (quoted, opens);
            }
            else
            {
                closed = false;
                if (!quoted)
                {
                    outside.Append(read);
                }
            }

            text.Append(read);
            if (text.Length > CsvReader.LongestRecord)
            {
                throw source.Fault($"the header has more than {CsvReader.LongestRecord} characters.");
            }
        }

        return new HeaderLine(text.ToString(), outside.ToString(), number);
    }

    // A line with the line ends that stand within its quotes, and what of it stands outside of them.
    private sealed record HeaderLine(string Text, string Outside, int Number);

    [GeneratedRegex("^[\"\\s]*sep *= *(?:(?<tab>\\\\t|tab)|(?<one>.))?[\"\\s,;|]*$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Separator();
}
