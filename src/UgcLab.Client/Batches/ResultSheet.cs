using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace UgcLab.Batches;

// Where results were written to; null for a file that could not be.
internal sealed record ResultFiles(string? Csv, string? Json, string? Page, IReadOnlyList<string> Warnings)
{
    public IReadOnlyList<string> Paths => [.. new[] { Csv, Json, Page }.OfType<string>()];
}

// Writes the outcome of rows: results.csv, one line a video, for a spreadsheet, results.json for programs, and report.html to look at.
// Each is there whole or not at all.
internal sealed class ResultSheet(
    string folder, string[] own, char delimiter, StreamWriter lines, JsonFile results, ReportPage page)
{
    // Keeps prompts in any script readable. HTML escaping isn't needed, because the file isn't embedded in a web page.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What the CSV file says of a video, or of a row that has none.
    private static readonly (string Column, Func<UgcBatchRow, UgcJob?, string, object?> Value)[] Table =
    [
        (ResultColumns.Row, (row, _, _) => row.RowNumber),
        (ResultColumns.State, (row, _, _) => row.StateIfValid),
        (ResultColumns.Id, (_, job, _) => job?.UgcId),
        (ResultColumns.Variant, (_, job, _) => job?.VariantIndex),

        (ResultColumns.Actor, (_, job, _) => Clean(ActorOf(job))),
        (ResultColumns.Status, (_, job, _) => job?.StatusText ?? job?.Status.ToString()),
        (ResultColumns.CreditsCharged, (_, job, _) => job?.CreditsCharged),
        (ResultColumns.CreditsRefunded, (_, job, _) => job?.CreditsRefunded),
        (ResultColumns.NetCredits, (_, job, _) => job?.NetCredits),
        (ResultColumns.File, (_, job, folder) => Clean(FileOf(job, folder))),
        (ResultColumns.Error, (row, job, _) => Clean(job?.ErrorMessage ?? row.Message)),
        (ResultColumns.RequestId, (row, job, _) => job?.RequestId ?? row.RequestId),
    ];

    // Writes the files, row by row, and never replaces the sheet that the rows came from. Rows are read to their end even if they can't
    // be written: others count them.
    public static async Task<ResultFiles> WriteAsync(
        string folder, UgcBatch batch, IEnumerable<string> columns, IAsyncEnumerable<UgcBatchRow> rows,
        DateTimeOffset now, string? never = null, char delimiter = ',')
    {
        using NumberedFile csv = new(folder, "results.csv", never);
        using NumberedFile json = new(folder, "results.json", never);
        using NumberedFile page = new(folder, "report.html", never);

        // A sheet of results that is run again gets new results, and not two sets of them.
        string[] own = [.. columns.Except(ResultColumns.Names, StringComparer.OrdinalIgnoreCase)];
        ResultSheet? sheet = null;
        string? failure = Attempt(() =>
        {
            sheet = new ResultSheet(
                folder, own, delimiter, csv.OpenSheet(), new JsonFile(json.Open(), Readable), new ReportPage(page.Open(), folder, batch));
            sheet.Begin(batch, now);
        });
        await foreach (UgcBatchRow row in rows.ConfigureAwait(false))
        {
            failure ??= Attempt(() => sheet!.Write(row));
        }

        failure ??= Attempt(() =>
        {
            sheet!.End();
            Array.ForEach([csv, json, page], file => file.Close());
        });
        List<string> warnings = [];
        return failure is not null ? new(null, null, null, [failure])
            : new(csv.Publish(warnings), json.Publish(warnings), page.Publish(warnings), warnings);

        string? Attempt(Action write) => NumberedFile.Attempt(write, $"The results cannot be written to {folder}.");
    }

    private void Begin(UgcBatch batch, DateTimeOffset now)
    {
        CsvLine.Write(lines, delimiter, own.Concat(ResultColumns.Names));
        Utf8JsonWriter document = results.Json;
        document.WriteStartObject();
        document.WriteString("batch", Clean(batch.Name));
        document.WriteString("writtenAt", now.UtcDateTime);
        document.WriteNumber("rows", batch.Rows);
        foreach (UgcRowState state in Enum.GetValues<UgcRowState>())
        {
            document.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(state.ToString()), batch[state]);
        }

        document.WriteNumber("videos", batch.Videos);
        document.WriteNumber("creditsCharged", batch.CreditsCharged);
        document.WriteNumber("creditsRefunded", batch.CreditsRefunded);
        document.WriteNumber("netCredits", batch.NetCredits);
        document.WriteStartArray("results");
        page.Begin(now, delimiter);
    }

    private void Write(UgcBatchRow row)
    {
        page.Write(row);
        string[] cells = [.. own.Select(column => Clean(row.Cells.GetValueOrDefault(column)))];
        foreach (UgcJob? job in row.Jobs.DefaultIfEmpty())
        {
            CsvLine.Write(lines, delimiter, [.. cells, .. Table.Select(each => each.Value(row, job, folder))]);
        }

        // Values as they are, because programs need no apostrophes.
        ResultBody body = new(
            row.RowNumber, row.StateIfValid?.ToString(), Text(row.Message), Text(row.RequestId), Clean(row.Cells), row.Jobs.Select(Video));
        results.Write(body, ResultJson.Default.ResultBody);
    }

    private VideoBody Video(UgcJob job) => new(
        Clean(job.UgcId), job.VariantIndex, Text(job.ActorId), Text(job.ActorName), Text(job.StatusText ?? job.Status.ToString()),
        job.CreditsCharged, job.CreditsRefunded, job.NetCredits, Text(FileOf(job, folder)), Text(job.ErrorMessage), Text(job.RequestId));

    private void End()
    {
        lines.Flush();
        results.Json.WriteEndArray();
        results.Json.WriteEndObject();
        results.Flush();
        page.End();
    }

    // By name. An actor that isn't in a cached list has only an id, and a custom actor has neither.
    internal static string? ActorOf(UgcJob? job) =>
        job?.ActorName ?? job?.ActorId ?? (job?.IsCustomActor is true ? "(described)" : null);

    internal static string? FileOf(UgcJob? job, string folder) => job?.SavedPath is string path ? Path.GetRelativePath(folder, path) : null;

    internal static string? Text(string? text) => text is null ? null : Clean(text);

    internal static Dictionary<string, string> Clean(IEnumerable<KeyValuePair<string, string>> cells)
    {
        Dictionary<string, string> clean = [];
        foreach ((string column, string cell) in cells)
        {
            clean[Clean(column)] = Clean(cell);
        }

        return clean;
    }

    // A text without a key, and whole in its characters.
    internal static string Clean(string? text) => text is null ? ""
        : Ascii.IsValid(text) && !Redaction.MayHide(text) ? text
        : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Redaction.WithoutKeys(text)));
}

internal sealed record ResultBody(
    int? Row, string? State, string? Error, string? RequestId, IReadOnlyDictionary<string, string> Cells, IEnumerable<VideoBody> Videos);

internal sealed record VideoBody(
    string UgcId, int Variant, string? ActorId, string? ActorName, string? Status, decimal? CreditsCharged, decimal? CreditsRefunded,
    decimal? NetCredits, string? File, string? Error, string? RequestId);

// Writes rows one by one. Texts are escaped as the writer that they are written to does it.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ResultBody))]
internal sealed partial class ResultJson : JsonSerializerContext;
