using System.Text;

namespace UgcLab.Client.Tests.Rows;

public class CsvRoundTripTests
{
    private static readonly string[] LineEnds = ["\n", "\r\n", "\r"];
    private static readonly string[] Pieces =
        ["a", "Z", "0", " ", "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", "\n\n", "#", "=", "sep=;", "\u00E9", "\u202E", "\U0001F98A", "\uFEFF", "'", "\\", "|"];

    [Fact]
    public void What_is_written_by_the_rules_is_read_again_exactly()
    {
        Random random = new(20261123);
        for (int table = 0; table < 2_500; table++)
        {
            char delimiter = ",;\t"[random.Next(3)];
            int columns = random.Next(1, 9);
            string[] headers = [.. Enumerable.Range(0, columns).Select(i => $"Column {i}")];
            string[][] rows = [.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => Cells(random, columns)).Where(cells => !cells.All(string.IsNullOrWhiteSpace))];
            List<int> lines = [];

            string text = Write(random, delimiter, headers, rows, lines);
            SheetRow[] read = [.. CsvSheet.Read(new CharSource(new StringReader(text), "t"), new Table("t"))];

            Assert.Equal(rows.Length, read.Length);
            for (int i = 0; i < rows.Length; i++)
            {
                Assert.Null(read[i].Fault);
                Assert.Equal(i + 1, read[i].RowNumber);
                Assert.Equal(lines[i], read[i].LineNumber);
                Assert.Equal(headers, read[i].Headers);
                Assert.Equal(rows[i], read[i].Cells.Values);
            }
        }
    }

    [Fact]
    public void Whatever_stands_in_a_file_it_is_read_or_refused_in_words()
    {
        Random random = new(4180);
        int refused = 0;
        for (int file = 0; file < 5_000; file++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            try
            {
                foreach (SheetRow row in CsvSheet.Read(new CharSource(new StringReader(text), "t"), new Table("t")))
                {
                    Assert.Equal(row.Headers.Count, row.Cells.Count);
                    Assert.True(row.LineNumber >= row.RowNumber);
                }
            }
            catch (UgcLabException error)
            {
                Assert.Equal(UgcLabErrorKind.FileInvalid, error.Kind);
                refused++;
            }
        }

        Assert.InRange(refused, 1, 4_999);
    }

    private static string[] Cells(Random random, int columns) =>
        [.. Enumerable.Range(0, columns).Select(_ => string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => Pieces[random.Next(Pieces.Length)])))];

    // Quotes what must be and, now and then, what need not be; puts blank lines between; may leave out the last end.
    private static string Write(Random random, char delimiter, string[] headers, string[][] rows, List<int> lines)
    {
        StringBuilder text = new();
        string end = LineEnds[random.Next(3)];

        // With one column there is nothing in the header to tell the delimiter from; a comma is assumed.
        if (headers.Length == 1)
        {
            delimiter = ',';
        }

        text.AppendJoin(delimiter, headers).Append(end);
        foreach (string[] row in rows)
        {
            if (random.Next(5) == 0)
            {
                text.Append(end);
            }

            lines.Add(LinesIn(text.ToString()) + 1);
            text.AppendJoin(delimiter, row.Select(cell => NeedsQuotes(cell, delimiter) || random.Next(3) == 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)).Append(end);
        }

        return random.Next(2) == 0 && rows.Length > 0 ? text.ToString()[..^end.Length] : text.ToString();
    }

    private static bool NeedsQuotes(string cell, char delimiter) =>
        string.IsNullOrWhiteSpace(cell) || cell.Contains(delimiter) || cell.AsSpan().IndexOfAny('\r', '\n', '"') >= 0;

    private static int LinesIn(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Count(c => c is '\n' or '\r');
}
