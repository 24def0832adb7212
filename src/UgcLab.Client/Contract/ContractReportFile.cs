using System.Text.Json.Serialization;

namespace UgcLab.Contract;

internal static class ContractReportFile
{
    // Checked before anything is sent for the report as well.
    public static void RequireRoom(string path, bool overwrite)
    {
        if (Directory.Exists(path) || (!overwrite && File.Exists(path)))
        {
            throw Directory.Exists(path) ? Unwritable(path, "that is a folder.", "Name a file.")
                : new(UgcLabErrorKind.FileExists, $"{Show(path)} is there already.", "Name another file, or give -Force.");
        }
    }

    public static void Write(UgcContractReport report, string path, bool overwrite = false)
    {
        RequireRoom(path, overwrite);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".");
            AtomicFile.Write(path, ToJson(report), toDisk: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(path, Show(error.Message), "Name another file.", error);
        }
    }

    public static string ToJson(UgcContractReport report) => JsonSerializer.Serialize(
        new ReportBody(
            "UgcLab contract test", report.ModuleVersion, report.Time.UtcDateTime, report.Host, report.RequestsSent, report.Counts(),
            report.Findings.Select(finding => new FindingBody(
                finding.Topic, finding.Verdict.ToString(), finding.Found, finding.Expected, finding.Reference, finding.Request,
                finding.StatusCode)),
            report.Seen.Select(seen => new SeenBody(seen.Endpoint, seen.Kind.ToString(), seen.What, seen.Count))),
        ContractReportJson.Readable.ReportBody) + '\n';

    private static UgcLabException Unwritable(string path, string why, string advice, Exception? error = null) =>
        new(UgcLabErrorKind.FileUnwritable, $"The report cannot be written to {Show(path)}: {why}", advice, error);

    private static string Show(string text) => Redaction.Show(text, 300);
}

// Members that differ in every report are at the top, so that two reports can be compared line by line.
internal sealed record ReportBody(
    string Report, string ModuleVersion, DateTime Time, string Host, int RequestsSent, Dictionary<string, int> Counts,
    IEnumerable<FindingBody> Findings, IEnumerable<SeenBody> Seen);

internal sealed record FindingBody(
    string Topic, string Verdict, string Found, string Expected, string Reference, string? Request,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? StatusCode);

internal sealed record SeenBody(string Endpoint, string Kind, string What, int Count);

[JsonSerializable(typeof(ReportBody))]
internal sealed partial class ContractReportJson : JsonSerializerContext
{
    public static ContractReportJson Readable { get; } = new(new(AtomicFile.Readable));
}
