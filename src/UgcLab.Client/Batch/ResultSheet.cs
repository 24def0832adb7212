using System.Buffers;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using UgcLab.Batch;
using UgcLab.Http;

namespace UgcLab;

/// <summary>A row of a sheet of results.</summary>
public sealed record ResultRow
{
    /// <summary>Its number in the input.</summary>
    public int? RowNumber { get; init; }

    /// <summary>Where it stands; null for a row that never came as far as a batch.</summary>
    public UgcRowState? State { get; init; }

    /// <summary>Its cells as they were read.</summary>
    public IReadOnlyDictionary<string, string> Cells { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Its jobs; each is a line.</summary>
    public IReadOnlyList<UgcJob> Jobs { get; init; } = [];

    /// <summary>What is wrong with it.</summary>
    public string? Message { get; init; }

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>A row of a batch as a row of results.</summary>
    public static ResultRow Of(UgcBatchRow row) =>
        new() { RowNumber = row.RowNumber, State = row.State, Cells = row.Cells, Jobs = row.Jobs, Message = row.Message, RequestId = row.RequestId };
}

/// <summary>Where results were written to.</summary>
/// <param name="Csv">The sheet; null when it could not be written.</param>
/// <param name="Json">The same as JSON; null when it could not be written.</param>
/// <param name="Warnings">What went otherwise than it should.</param>
public sealed record ResultFiles(string? Csv, string? Json, IReadOnlyList<string> Warnings);

/// <summary>
/// Writes what became of rows: <c>results.csv</c>, one line a video, for a spreadsheet, and <c>results.json</c> for programs.
/// Each is there whole or not at all.
/// </summary>
public static class ResultSheet
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\"\r\n\t");

    /// <summary>The columns that stand behind the row's own. A sheet that has them can be read as rows again.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["UgcRow", "UgcState", "UgcId", "UgcVariant", "UgcActor", "UgcStatus", "UgcCreditsCharged", "UgcCreditsRefunded", "UgcNetCredits", "UgcFile", "UgcError", "UgcRequestId"];

    /// <summary>Writes both files, row by row.</summary>
    /// <param name="folder">The folder, in full; it is made when it is not there. Files are named relative to it.</param>
    /// <param name="batch">The batch as it stands, for the head of the JSON file.</param>
    /// <param name="columns">The rows' own columns in their order.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="now">The time.</param>
    /// <param name="never">A file that is never replaced, such as the sheet that the rows came from.</param>
    public static async Task<ResultFiles> WriteAsync(string folder, UgcBatch batch, IEnumerable<string> columns, IAsyncEnumerable<ResultRow> rows, DateTimeOffset now, string? never = null)
    {
        // A sheet of results that is run again gets new results, and not two sets of them.
        string[] own = [.. columns.Where(column => !Columns.Contains(column, StringComparer.OrdinalIgnoreCase))];
        ReplacedFile csv = new(folder, "results", ".csv", never);
        ReplacedFile json = new(folder, "results", ".json", never);
        try
        {
            Directory.CreateDirectory(folder);
            StreamWriter sheet = new(csv.Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            await using (sheet.ConfigureAwait(false))
            {
                using ResultJson document = new(json.Open(), batch, now);
                WriteLine(sheet, [.. own.Concat(Columns).Select(Safe)]);
                await foreach (ResultRow row in rows.ConfigureAwait(false))
                {
                    string[] cells = [.. own.Select(column => Safe(Clean(row.Cells.GetValueOrDefault(column))))];
                    foreach (UgcJob? job in row.Jobs.DefaultIfEmpty())
                    {
                        WriteLine(sheet, [.. cells, .. Results(row, job, folder)]);
                    }

                    document.Write(row, folder);
                }

                document.End();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            csv.Abandon();
            json.Abandon();
            return new ResultFiles(null, null, [$"The results cannot be written to {folder}. {Redaction.Show(error.Message, 300)}"]);
        }

        catch
        {
            csv.Abandon();
            json.Abandon();
            throw;
        }

        List<string> warnings = [];
        return new ResultFiles(csv.Publish(warnings), json.Publish(warnings), warnings);
    }

    /// <summary>A video's file as the results name it.</summary>
    internal static string? FileOf(UgcJob job, string folder) => job.SavedPath is string path ? Path.GetRelativePath(folder, path) : null;

    /// <summary>A text without a key, and whole in its characters.</summary>
    internal static string Clean(string? text) => text is null ? ""
        : Ascii.IsValid(text) && !Redaction.MayHide(text) ? text
        : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Redaction.Key().Replace(text, "ugc_…")));

    private static string[] Results(ResultRow row, UgcJob? job, string folder) =>
    [
        row.RowNumber?.ToString(CultureInfo.InvariantCulture) ?? "",
        row.State?.ToString() ?? "",
        Safe(job?.UgcId ?? ""),
        job?.VariantIndex.ToString(CultureInfo.InvariantCulture) ?? "",
        Safe(Clean(ActorOf(job))),
        Safe(job is null ? "" : job.StatusText ?? job.Status.ToString()),
        Number(job?.CreditsCharged),
        Number(job?.CreditsRefunded),
        Number(job?.NetCredits),
        Safe(Clean(job is null ? null : FileOf(job, folder))),
        Safe(Clean(job?.ErrorMessage ?? row.Message)),
        Safe(job?.RequestId ?? row.RequestId ?? ""),
    ];

    // By name, for people; whom nobody has named has an id at least, and one who was described has neither.
    private static string? ActorOf(UgcJob? job) => job?.ActorName ?? job?.ActorId ?? (job?.IsCustomActor is true ? "(described)" : null);

    private static string Number(decimal? amount) => amount?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>
    /// A text that no spreadsheet takes for a formula (OWASP, "CSV Injection"): what begins like one, spaces or not, gets
    /// an apostrophe. Excel takes the wide forms of the signs as well.
    /// </summary>
    private static string Safe(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        string trimmed = text.TrimStart();
        return text[0] is '\t' or '\r' or '\n' || (trimmed.Length > 0 && trimmed[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠') ? "'" + text : text;
    }

    // RFC 4180. Spaces at the ends are quoted too, for some readers trim what is not.
    private static void WriteLine(StreamWriter sheet, IReadOnlyList<string> cells)
    {
        for (int index = 0; index < cells.Count; index++)
        {
            string cell = cells[index];
            bool quoted = cell.AsSpan().ContainsAny(Quoted) || (cell.Length > 0 && (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1])));
            sheet.Write(index == 0 ? "" : ",");
            sheet.Write(quoted ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell);
        }

        sheet.Write("\r\n");
    }
}
