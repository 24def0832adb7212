using System.Buffers;

namespace UgcLab.Rows;

// Reads characters one by one and tracks the position. A NUL ends the text: it is in another encoding, or not text.
internal sealed class CharSource(TextReader reader, string name, int firstLine = 1)
{
    // Each run of characters without individual checks ends at these, and at more where its reader says so.
    public const string Ends = "\r\n\0\uFFFF";

    // What a byte that isn't valid in the encoding becomes: no program writes this character, so a U+FFFD in the file stays one.
    public const char Undecodable = '\uFFFF';

    private static readonly SearchValues<char> EndsOfLine = SearchValues.Create(Ends);

    private readonly char[] _buffer = new char[8192];
    private int _next;
    private int _end;

    public string Name => name;
    public int Line { get; private set; } = firstLine;
    public int Column { get; private set; } = 1;

    // What comes next, from the first visible character on, as far as it is in memory.
    public ReadOnlySpan<char> Start => Peek() < 0 ? [] : _buffer.AsSpan(_next, _end - _next).TrimStart(" \t\r\n\u00A0\uFEFF");

    public int Peek() => _next < _end || Fill() ? _buffer[_next] : -1;

    public int Read()
    {
        int read = Peek();
        if (read < 0)
        {
            return read;
        }

        _next++;
        switch (read)
        {
            case '\0':
                throw Fault(
                    "there is a NUL, which is in no text. The file may be UTF-16 without a mark: save it as UTF-8, "
                    + "or specify -Encoding unicode.");
            case Undecodable:
                throw new UgcLabException(UgcLabErrorKind.FileInvalid,
                    $"{name}, line {Line}: there is a byte that isn't valid in the file's encoding. "
                    + "Save the file as UTF-8, or specify its encoding, such as -Encoding windows-1252.");

            // CR LF ends a line, as does each of them by itself.
            case '\n' or '\r' when read == '\n' || Peek() != '\n':
                Line++;
                Column = 1;
                break;
            default:
                Column++;
                break;
        }

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

    // Reads the characters up to one of these, which include Ends; fewer where the buffer ends.
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
        return run;
    }

    // Reads what is left of a line, and its end; the end is not kept.
    public void ReadLine(ArrayBufferWriter<char> line, int longest)
    {
        while (Peek() >= 0 && !ReadLineEnd())
        {
            ReadOnlySpan<char> run = ReadRun(EndsOfLine);
            if (run.IsEmpty)
            {
                // What is in no text, which is refused.
                Read();
            }

            line.Write(run);
            if (line.WrittenCount > longest)
            {
                throw Fault($"the row has more than {longest} characters.");
            }
        }
    }

    public UgcLabException Fault(string what) => Fault(what, Line, Column);

    public UgcLabException Fault(string what, int line, int column) =>
        new(UgcLabErrorKind.FileInvalid, $"{name}, line {line}, column {column}: {what}");

    private bool Fill()
    {
        try
        {
            _next = 0;
            _end = reader.Read(_buffer, 0, _buffer.Length);
            return _end > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"{name} cannot be read: {e.Message}", e);
        }
    }
}
