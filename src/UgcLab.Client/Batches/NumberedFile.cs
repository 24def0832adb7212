using System.Buffers;
using System.Text.Json.Serialization.Metadata;

namespace UgcLab.Batches;

// A file of results or errors. If its path can't be replaced, it gets the next number.
internal sealed class NumberedFile(string folder, string file, string? never) : IDisposable
{
    private const int MostNames = 9;

    private readonly string _draft = AtomicFile.Draft(Path.Combine(folder, file));
    private Stream? _stream;

    // Why a step of writing failed, after a sentence about what can't be written; null if it didn't.
    public static string? Attempt(Action write, string what)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return $"{what} {Redaction.Show(error.Message, 300)}";
        }
    }

    public Stream Open()
    {
        Directory.CreateDirectory(folder);
        return _stream = AtomicFile.Create(_draft);
    }

    // With the mark that spreadsheets expect.
    public StreamWriter OpenSheet() => new(Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

    // Moves the file to its name, and returns which that is; null when none was free.
    public string? Publish(List<string> warnings)
    {
        string why = "";
        for (int number = 1; number <= MostNames; number++)
        {
            string path = Named(number);
            if (never is not null && string.Equals(Path.GetFullPath(never), path, StringComparison.OrdinalIgnoreCase))
            {
                why = "It is the sheet that the rows came from.";
                continue;
            }

            try
            {
                AtomicFile.Commit(_draft, path);
                if (number > 1)
                {
                    warnings.Add($"{Named(1)} was left as it is, and the results are in {path}. {why}");
                }

                return path;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Usually open in a spreadsheet.
                why = Redaction.Show(error.Message, 300);
            }
        }

        warnings.Add($"The results cannot be written to {Named(1)}. {why}");
        return null;
    }

    public void Close()
    {
        (Stream? stream, _stream) = (_stream, null);
        stream?.Dispose();
    }

    public void Dispose()
    {
        _ = Attempt(Close, "");
        AtomicFile.Delete(_draft);
    }

    private string Named(int number) =>
        Path.Combine(folder, number == 1 ? file
            : FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(file)}-{number}{Path.GetExtension(file)}"));
}

// A JSON document that is written to a stream value by value. The serializer flushes its writer after each value, which is a write of a
// few bytes where that is a file, so values are collected in memory.
internal sealed class JsonFile
{
    private const int FlushAt = 1 << 16;

    private readonly ArrayBufferWriter<byte> _bytes = new(2 * FlushAt);
    private readonly Stream _stream;

    public JsonFile(Stream stream, JsonWriterOptions options) => (_stream, Json) = (stream, new Utf8JsonWriter(_bytes, options));

    public Utf8JsonWriter Json { get; }

    public void Write<T>(T value, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(Json, value, type);
        if (_bytes.WrittenCount > FlushAt)
        {
            Flush();
        }
    }

    // What stands before the document or after it.
    public void Write(ReadOnlySpan<byte> text)
    {
        Flush();
        _stream.Write(text);
    }

    public void Flush()
    {
        Json.Flush();
        _stream.Write(_bytes.WrittenSpan);
        _bytes.ResetWrittenCount();
    }
}

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
        Try(() =>
        {
            _lines?.Flush();
            _file.Close();
        });
        if (_failure is null)
        {
            return _file.Publish(warnings);
        }

        warnings.Add(_failure);
        return null;
    }

    public void Dispose() => _file.Dispose();

    private StreamWriter Begin()
    {
        StreamWriter lines = _file.OpenSheet();
        CsvLine.Write(lines, delimiter, ["Row", "Line", "Reference", "Column", "Value", "Error", "Action"]);
        return lines;
    }

    private void Try(Action write) => _failure ??= NumberedFile.Attempt(write, $"The errors cannot be written to {folder}.");
}
