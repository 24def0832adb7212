using System.Buffers;

namespace UgcLab.Rows;

// Reads characters one by one and tracks the position. A NUL ends the text: it is in another encoding, or not text.
internal sealed class CharSource(TextReader reader, string name, int firstLine = 1)
{
    // Characters that end a run without individual checks.
    private static readonly SearchValues<char> Ends = SearchValues.Create("\r\n\0");

    private static readonly string[] Markup =
        ["!", "?xml", "html", "head", "body", "title", "meta", "script", "style", "table", "div", "error"];

    private readonly char[] _buffer = new char[8192];
    private int _next;
    private int _end;
    private bool _afterReturn;

    public int Line { get; private set; } = firstLine;
    public int Column { get; private set; } = 1;

    public int Peek() => _next < _end || Fill() ? _buffer[_next] : -1;

    public int Read()
    {
        int read = Peek();
        if (read < 0)
        {
            return read;
        }

        _next++;
        if (read == 0)
        {
            throw Fault(
                "there is a NUL, which is in no text. The file may be UTF-16 without a mark: save it as UTF-8, "
                + "or specify -Encoding unicode.");
        }

        // CR LF ends a line, as does each of them by itself.
        if (read == '\r' || (read == '\n' && !_afterReturn))
        {
            Line++;
            Column = 1;
        }
        else if (read != '\n')
        {
            Column++;
        }

        _afterReturn = read == '\r';
        return read;
    }

    // Reads a line's end, if that is what comes next.
    public bool ReadLineEnd()
    {
        if (Peek() is not ('\r' or '\n'))
        {
            return false;
        }

        if (Read() == '\r' && Peek() == '\n')
        {
            Read();
        }

        return true;
    }

    // Reads the characters up to one of these, which must include the ends of lines and NUL; fewer where the buffer ends.
    public ReadOnlySpan<char> ReadRun(SearchValues<char> ends)
    {
        if (Peek() < 0)
        {
            return [];
        }

        ReadOnlySpan<char> left = _buffer.AsSpan(_next, _end - _next);
        int length = left.IndexOfAny(ends);
        ReadOnlySpan<char> run = length < 0 ? left : left[..length];
        _next += run.Length;
        Column += run.Length;
        _afterReturn &= run.IsEmpty;
        return run;
    }

    // Reads what is left of a line, and its end; the end is not kept.
    public void ReadLine(StringBuilder line, int longest)
    {
        while (Peek() >= 0 && !ReadLineEnd())
        {
            ReadOnlySpan<char> run = ReadRun(Ends);
            if (run.IsEmpty)
            {
                // A NUL, which is refused.
                Read();
            }

            line.Append(run);
            if (line.Length > longest)
            {
                throw Fault($"the row has more than {longest} characters.");
            }
        }
    }

    // The first character other than white space and a byte order mark, without consuming any; null if there is none in the buffer.
    public char? FirstVisible() => Start() is [char first, ..] ? first : null;

    // Whether it begins like a web page or XML, which no header does.
    public bool IsMarkup() =>
        Start() is ReadOnlySpan<char> start && start.StartsWith("<")
        && Markup.Any(tag => Start()[1..].StartsWith(tag, StringComparison.OrdinalIgnoreCase));

    // Whether it begins like a JSON array, and not like a header in brackets.
    public bool IsArray() => Start() is ['[', .. ReadOnlySpan<char> rest] && rest.TrimStart() is ['{' or '[' or ']', ..];

    public UgcLabException Fault(string what) => Fault(what, Line, Column);

    public UgcLabException Fault(string what, int line, int column) =>
        new(UgcLabErrorKind.FileInvalid, $"{name}, line {line}, column {column}: {what}");

    // What comes next, from the first visible character on, as far as it is in memory.
    private ReadOnlySpan<char> Start() => Peek() < 0 ? [] : _buffer.AsSpan(_next, _end - _next).TrimStart(" \t\r\n\u00A0\uFEFF");

    private bool Fill()
    {
        try
        {
            _next = 0;
            _end = reader.Read(_buffer, 0, _buffer.Length);
            int bad = _buffer.AsSpan(0, _end).IndexOf(SheetFile.Undecodable);
            return bad < 0 ? _end > 0 : throw new UgcLabException(UgcLabErrorKind.FileInvalid,
                $"{name}, line {Line + LinesBefore(bad)}: there is a byte that isn't valid in the file's encoding. "
                + "Save the file as UTF-8, or specify its encoding, such as -Encoding windows-1252.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"{name} cannot be read: {e.Message}", e);
        }
    }

    private int LinesBefore(int end)
    {
        int lines = 0;
        for (int at = 0; at < end; at++)
        {
            lines += _buffer[at] is '\r' || (_buffer[at] is '\n' && (at == 0 ? !_afterReturn : _buffer[at - 1] != '\r')) ? 1 : 0;
        }

        return lines;
    }
}
