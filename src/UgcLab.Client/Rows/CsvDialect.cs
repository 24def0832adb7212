using System.Text;

namespace UgcLab.Rows;

/// <summary>Finds out what separates the cells, from the header alone: it is the one line without prose in it.</summary>
internal static class CsvDialect
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>Reads the header and leaves the source at the first row.</summary>
    public static (char Delimiter, CsvRecord Header) Read(CharSource source, string name)
    {
        if (source.Peek() == '\uFEFF')
        {
            source.Read();
        }

        HeaderLine line = NextLine(source);
        char? told = null;
        if (line.Text.Trim('"') is { Length: 5 } first && first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
        {
            // Excel's own way to say it.
            told = first[4];
            line = NextLine(source);
        }
        else if (line.Text.StartsWith("#TYPE ", StringComparison.Ordinal) && line.Text.IndexOfAny(Delimiters) < 0)
        {
            // The old Export-Csv puts the type of its objects above the header.
            line = NextLine(source);
        }

        // The first of equals wins; a header without any is one column.
        char delimiter = told ?? Delimiters.MaxBy(each => line.Outside.Count(c => c == each));
        using StringReader reader = new(line.Text);
        CsvRecord header = new CsvReader(new CharSource(reader, name, line.Number), delimiter).Read()
            ?? throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"{name} has no header: its first line must name the columns.");
        return (delimiter, header);
    }

    private static HeaderLine NextLine(CharSource source)
    {
        HeaderLine line;
        do
        {
            line = ReadLine(source);
        }
        while (string.IsNullOrWhiteSpace(line.Text) && source.Peek() >= 0);
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
                // A quote opens a cell at its start alone; a doubled one within closes it and opens it again.
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
}
