using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace UgcLab.Batches;

// A row of report.html, in which what is null is left out.
internal sealed record ReportRow(
    int? Row, string? State, string? Kind, string? Reference, string? RowId, string? Message, string? RequestId, bool More,
    IReadOnlyDictionary<string, string> Fields, IReadOnlyDictionary<string, string> Extra, IEnumerable<string> Evidence,
    IEnumerable<NextStep> Steps, int Attempts, IEnumerable<ReportVideo> Videos);

// Which attempt of its row made it, from 1; and the link to its file, and the path of that.
internal sealed record ReportVideo(
    string Id, int Variant, int Attempt, string? Actor, string? ActorId, decimal? Charged, decimal? Refunded, decimal? Seconds,
    string? File, string? Name, string? Error, bool Image, bool Done, bool Failed);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReportRow))]
internal sealed partial class ReportJson : JsonSerializerContext;

// Writes report.html beside results.csv: the results as a page to look at and choose from. Its data is one block of JSON, in which
// <, >, and & are escaped, so no text can end the block.
internal sealed class ReportPage(Stream stream, string folder, UgcBatch batch)
{
    private static readonly JsonWriterOptions Embedded = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    // A sheet has few columns and many rows.
    private readonly Dictionary<(UgcKind Kind, string Column), bool> _isOwn = [];

    private readonly JsonFile _data = new(stream, Embedded);

    public void Begin(DateTimeOffset now, char delimiter)
    {
        _data.Write(ReportTemplate.Parts.Start);
        Utf8JsonWriter json = _data.Json;
        json.WriteStartObject();
        json.WriteString("id", Id());
        json.WriteString("batch", ResultSheet.Clean(batch.Name));
        json.WriteString("writtenAt", now.UtcDateTime);
        json.WriteString("delimiter", delimiter.ToString());
        json.WriteStartArray("rows");
    }

    public void Write(UgcBatchRow row)
    {
        RequestFields fields = RequestFields.Of(row.Planned.Endpoint, row.Body);
        string?[] attempts = [.. row.Jobs.Select(job => job.PurchaseId).Distinct()];
        ReportRow shown = new(
            row.RowNumber, row.StateIfValid?.ToString(), fields.Kind?.Kind.ToString(), ResultSheet.Text(row.Reference),
            ResultSheet.Text(row.RowId), ResultSheet.Text(row.Message), ResultSheet.Text(row.RequestId), !fields.IsWhole,
            ResultSheet.Clean(fields.Cells), ResultSheet.Clean(Own(row, fields.Kind)), row.Evidence.Select(each => ResultSheet.Clean(each)),
            NextStep.Of(batch, row, folder).Select(step => new NextStep(ResultSheet.Clean(step.Text), ResultSheet.Text(step.Command))),
            attempts.Length, row.Jobs.Select(job => Video(job, Array.IndexOf(attempts, job.PurchaseId) + 1)));
        _data.Write(shown, ReportJson.Default.ReportRow);
    }

    public void End()
    {
        _data.Json.WriteEndArray();
        _data.Json.WriteEndObject();
        _data.Write(ReportTemplate.Parts.End);
    }

    private ReportVideo Video(UgcJob job, int attempt)
    {
        string? path = ResultSheet.FileOf(job, folder);
        return new ReportVideo(
            ResultSheet.Clean(job.UgcId), job.VariantIndex, attempt, ResultSheet.Text(ResultSheet.ActorOf(job)),
            ResultSheet.Text(job.ActorId), job.CreditsCharged, job.CreditsRefunded,
            job.IsSuccess ? (decimal?)(job.UpdatedAt - job.CreatedAt)?.TotalSeconds : null,
            path is null ? null : ResultSheet.Clean(Address(path)), ResultSheet.Text(path), ResultSheet.Text(job.ErrorMessage),
            job.Kind is UgcKind.Image, job.IsSuccess, job is { IsFinal: true, IsSuccess: false });
    }

    // The columns of the row that give nothing to a creation, and go with the row if it's created again.
    private IEnumerable<KeyValuePair<string, string>> Own(UgcBatchRow row, CreationDescriptor? kind) =>
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
    private string Id()
    {
        string created = batch.CreatedAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "";
        byte[] text = Encoding.UTF8.GetBytes($"{batch.BaseUri}\n{batch.Name.ToUpperInvariant()}\n{created}");
        return Convert.ToHexString(SHA256.HashData(text).AsSpan(0, 8));
    }

    // A relative link, or that of a file on another disk.
    private static string Address(string path) => Path.IsPathRooted(path) ? new Uri(path).AbsoluteUri
        : string.Join('/', path.Split(Separators).Select(Uri.EscapeDataString));
}

// The page that report.html is made of. Its source, report.html in this folder, opens in a browser as it is.
internal static class ReportTemplate
{
    private const string DataStart = "<script id=\"data\" type=\"application/json\">";

    // What comes before the data and after it.
    public static (byte[] Start, byte[] End) Parts { get; } = Read();

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

// What resolves a row that isn't saved, and the command for it, to be run in the folder of its report.
internal sealed record NextStep(string Text, string? Command)
{
    public static IEnumerable<NextStep> Of(UgcBatch batch, UgcBatchRow row, string folder) => row.StateIfValid switch
    {
        UgcRowState.Saved => [],
        UgcRowState.Unconfirmed =>
        [
            new("The request may have been charged. If the dashboard shows its video, record the id of the video, then run the batch again "
                + "to save it:", $"{Resolve(batch, row)} -Adopt 'ID FROM THE DASHBOARD'"),
            new("If the dashboard shows no such video, the next run may send the row again:", $"{Resolve(batch, row)} -NotCharged"),
            new("If you don't need the video:", $"{Resolve(batch, row)} -Abandon"),
        ],
        UgcRowState.Abandoned => [new("To send the row in the next run:", $"{Resolve(batch, row)} -NotCharged")],
        UgcRowState.Failed => [Run("To create the row again", batch, row, folder, " -RetryFailed")],
        UgcRowState.Refused or null => [Run("Correct the row in its sheet. Then, to run the batch again", batch, row, folder)],
        UgcRowState.Running or UgcRowState.Finished => [Run("To wait for the video and save it", batch, row, folder)],
        _ => [Run("To continue", batch, row, folder)],
    };

    private static string Resolve(UgcBatch batch, UgcBatchRow row) => row.RowNumber is int number
        ? $"Resolve-UgcBatchRow -Batch {CommandText.Argument(batch.Name)} -RowNumber {number}"
        : $"Get-UgcHistory -State Unconfirmed | Where-Object PurchaseId -eq {CommandText.Argument(row.PurchaseId ?? "")} "
            + "| Resolve-UgcBatchRow";

    // The other parameters of the run aren't recorded, and without them its rows may be other ones.
    private static NextStep Run(string text, UgcBatch batch, UgcBatchRow row, string folder, string option = "")
    {
        string kind = CreationDescriptor.At(row.Planned.Endpoint) is { Kind: not UgcKind.Video } other ? $" -Kind {other.Kind}" : "";
        return batch.Source is null ? new($"{text}, run the same command with the same rows{option}.", null)
            : new($"{text}, run this in the folder of this page, with the other parameters of the first run, such as -Column:",
                $"Invoke-UgcBatch -LiteralPath {CommandText.Argument(Path.GetRelativePath(folder, batch.Source))} "
                    + $"-Name {CommandText.Argument(batch.Name)} -Destination .{kind}{option}");
    }
}
