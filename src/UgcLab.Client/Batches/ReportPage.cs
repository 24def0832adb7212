using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace UgcLab.Batches;

// Writes report.html beside results.csv: the results as a page to look at and choose from. Its data is one block of JSON, in which
// <, >, and & are escaped, so no text can end the block.
internal sealed class ReportPage(string folder, string? never, char delimiter) : IDisposable
{
    private const int FlushAt = 1 << 16;

    private static readonly JsonWriterOptions Embedded = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    // A sheet has few columns and many rows.
    private readonly Dictionary<(UgcKind Kind, string Column), bool> _isOwn = [];

    private readonly NumberedFile _file = new(folder, "report.html", never);
    private Stream? _stream;
    private Utf8JsonWriter? _json;
    private UgcBatch? _batch;

    public void Begin(UgcBatch batch, DateTimeOffset now)
    {
        _batch = batch;
        _stream = _file.Open();
        _stream.Write(ReportTemplate.Start);
        _json = new Utf8JsonWriter(_stream, Embedded);
        _json.WriteStartObject();
        _json.WriteString("id", Id(batch));
        Text("batch", batch.Name);
        _json.WriteString("writtenAt", now.UtcDateTime);
        _json.WriteString("delimiter", delimiter.ToString());
        _json.WriteStartArray("rows");
    }

    public void Write(ResultRow row)
    {
        RequestFields fields = RequestFields.Of(row.Endpoint, row.Body);
        _json!.WriteStartObject();
        Number("row", row.RowNumber);
        Text("state", row.State?.ToString());
        Text("kind", fields.Kind?.Kind.ToString());
        Text("reference", row.Reference);
        Text("rowId", row.RowId);
        Text("message", row.Message);
        Text("requestId", row.RequestId);
        _json.WriteBoolean("more", !fields.IsWhole);
        Texts("fields", fields.Cells);
        Texts("extra", Own(row, fields.Kind));
        _json.WriteStartArray("evidence");
        foreach (string each in row.Evidence)
        {
            _json.WriteStringValue(ResultSheet.Clean(each));
        }

        _json.WriteEndArray();
        _json.WriteStartArray("steps");
        foreach (NextStep step in NextStep.Of(_batch!, row, folder))
        {
            _json.WriteStartObject();
            Text("text", step.Text);
            Text("command", step.Command);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        string?[] attempts = [.. row.Jobs.Select(job => job.PurchaseId).Distinct()];
        _json.WriteNumber("attempts", attempts.Length);
        _json.WriteStartArray("videos");
        foreach (UgcJob job in row.Jobs)
        {
            Write(job, Array.IndexOf(attempts, job.PurchaseId) + 1);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        if (_json.BytesPending > FlushAt)
        {
            _json.Flush();
        }
    }

    public void End()
    {
        _json!.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _stream!.Write(ReportTemplate.End);
    }

    public void Dispose()
    {
        (Stream? stream, Utf8JsonWriter? json, _stream, _json) = (_stream, _json, null, null);
        using (stream)
        {
            json?.Dispose();
        }
    }

    public string? Publish(List<string> warnings) => _file.Publish(warnings);

    public void Abandon() => _file.Abandon();

    private void Write(UgcJob job, int attempt)
    {
        string? path = ResultSheet.FileOf(job, folder);
        _json!.WriteStartObject();
        Text("id", job.UgcId);
        _json.WriteNumber("variant", job.VariantIndex);
        _json.WriteNumber("attempt", attempt);
        Text("actor", ResultSheet.ActorOf(job));
        Text("actorId", job.ActorId);
        Number("charged", job.CreditsCharged);
        Number("refunded", job.CreditsRefunded);
        Number("seconds", job.IsSuccess ? (decimal?)(job.UpdatedAt - job.CreatedAt)?.TotalSeconds : null);
        Text("file", path is null ? null : Address(path));
        Text("name", path);
        Text("error", job.ErrorMessage);
        _json.WriteBoolean("image", job.Kind is UgcKind.Image);
        _json.WriteBoolean("done", job.IsSuccess);
        _json.WriteBoolean("failed", job is { IsFinal: true, IsSuccess: false });
        _json.WriteEndObject();
    }

    // The columns of the row that give nothing to a creation, and go with the row if it's created again.
    private IEnumerable<KeyValuePair<string, string>> Own(ResultRow row, CreationDescriptor? kind) =>
        kind is null ? [] : row.Cells.Where(cell =>
        {
            if (!_isOwn.TryGetValue((kind.Kind, cell.Key), out bool isOwn))
            {
                (ColumnNames names, string name) = (ColumnNames.Of(kind), ColumnNames.Normalize(cell.Key));
                _isOwn[(kind.Kind, cell.Key)] = isOwn = names.Field(name) is null && names.Near(name) is null
                    && !names.HoldsSeveral(cell.Key) && !ColumnNames.IsSecret(name) && !ColumnNames.IsOfJobs(name);
            }

            return isOwn;
        });

    // The same for all reports of a batch, because the choice is kept by it.
    private static string Id(UgcBatch batch)
    {
        string created = batch.CreatedAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "";
        byte[] text = Encoding.UTF8.GetBytes($"{batch.BaseUri}\n{batch.Name.ToUpperInvariant()}\n{created}");
        return Convert.ToHexString(SHA256.HashData(text).AsSpan(0, 8));
    }

    // A relative link, or that of a file on another disk.
    private static string Address(string path) => Path.IsPathRooted(path) ? new Uri(path).AbsoluteUri
        : string.Join('/', path.Split(Separators).Select(Uri.EscapeDataString));

    private void Text(string name, string? text)
    {
        if (text is not null)
        {
            _json!.WriteString(name, ResultSheet.Clean(text));
        }
    }

    private void Number(string name, decimal? number)
    {
        if (number is decimal known)
        {
            _json!.WriteNumber(name, known);
        }
    }

    private void Texts(string name, IEnumerable<KeyValuePair<string, string>> texts)
    {
        _json!.WriteStartObject(name);
        foreach ((string key, string text) in texts)
        {
            Text(ResultSheet.Clean(key), text);
        }

        _json.WriteEndObject();
    }
}

// The page that report.html is made of. Its source, report.html in this folder, opens in a browser as it is.
internal static class ReportTemplate
{
    private const string DataStart = "<script id=\"data\" type=\"application/json\">";

    private static readonly Lazy<(byte[] Start, byte[] End)> Parts = new(Read);

    // What comes before the data and after it.
    public static byte[] Start => Parts.Value.Start;

    public static byte[] End => Parts.Value.End;

    private static (byte[], byte[]) Read()
    {
        using Stream resource = typeof(ReportTemplate).Assembly.GetManifestResourceStream("report.html")!;
        using StreamReader reader = new(resource);

        // Browsers compute the hashes after they have normalized the line ends.
        string page = reader.ReadToEnd().ReplaceLineEndings("\n");
        page = Allow(page, "script-src", Between(page, "<script type=\"module\">", "</script>"));
        page = Allow(page, "style-src", Between(page, "<style>", "</style>"));
        int start = page.IndexOf(DataStart, StringComparison.Ordinal) + DataStart.Length;
        int end = page.IndexOf("</script>", start, StringComparison.Ordinal);
        return (Encoding.UTF8.GetBytes(page[..start]), Encoding.UTF8.GetBytes(page[end..]));
    }

    // The policy of the page lets only this script and this style run.
    private static string Allow(string page, string directive, string content) => page.Replace(
        $"{directive} 'unsafe-inline'", $"{directive} 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'",
        StringComparison.Ordinal);

    private static string Between(string page, string start, string end)
    {
        int from = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return page[from..page.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
