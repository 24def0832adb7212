using System.Text.Json.Nodes;

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

    // Members that differ in every report are at the top, so that two reports can be compared line by line.
    public static string ToJson(UgcContractReport report)
    {
        JsonObject document = new()
        {
            ["report"] = "UgcLab contract test",
            ["moduleVersion"] = report.ModuleVersion,
            ["time"] = report.Time.UtcDateTime,
            ["host"] = report.Host,
            ["requestsSent"] = report.RequestsSent,
            ["counts"] = new JsonObject(report.Counts().Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value))),
            ["findings"] = new JsonArray([.. report.Findings.Select(ToJson)]),
            ["seen"] = new JsonArray([.. report.Seen.Select(seen => new JsonObject
            {
                ["endpoint"] = seen.Endpoint,
                ["kind"] = seen.Kind.ToString(),
                ["what"] = seen.What,
                ["count"] = seen.Count,
            })]),
        };
        return document.ToJsonString(AtomicFile.Readable) + '\n';
    }

    private static JsonObject ToJson(UgcContractFinding finding)
    {
        JsonObject json = new()
        {
            ["topic"] = finding.Topic,
            ["verdict"] = finding.Verdict.ToString(),
            ["found"] = finding.Found,
            ["expected"] = finding.Expected,
            ["reference"] = finding.Reference,
            ["request"] = finding.Request,
        };
        if (finding.StatusCode is int status)
        {
            json["statusCode"] = status;
        }

        return json;
    }

    private static UgcLabException Unwritable(string path, string why, string advice, Exception? error = null) =>
        new(UgcLabErrorKind.FileUnwritable, $"The report cannot be written to {Show(path)}: {why}", advice, error);

    private static string Show(string text) => Redaction.Show(text, 300);
}
