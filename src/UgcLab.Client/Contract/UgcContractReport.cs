using System.Text.Json.Nodes;
using UgcLab.Files;
using UgcLab.Http;

namespace UgcLab;

/// <summary>What <c>Test-UgcConnection -Contract</c> found. It holds no key, no id and no name, so it may be shown to anybody.</summary>
public sealed record UgcContractReport
{
    /// <summary>The module's version.</summary>
    public string ModuleVersion { get; } = typeof(UgcContractReport).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The host that answered.</summary>
    public string Host { get; init; } = "";

    /// <summary>How many reads were sent for it.</summary>
    public int RequestsSent { get; init; }

    /// <summary>Every finding: first what all answers tell together, then answer by answer.</summary>
    public IReadOnlyList<UgcContractFinding> Findings { get; init; } = [];

    /// <summary>What this session has seen in answers so far, those to the test among them.</summary>
    public IReadOnlyList<UgcSighting> Seen { get; init; } = [];

    // Checked before anything is sent for the report as well.
    internal static void RequireRoom(string path, bool overwrite)
    {
        if (Directory.Exists(path) || (!overwrite && File.Exists(path)))
        {
            throw Directory.Exists(path) ? Unwritable(path, "that is a folder.", "Name a file.")
                : new(UgcLabErrorKind.FileExists, $"{Show(path)} is there already.") { Advice = "Name another file, or give -Force." };
        }
    }

    internal void WriteTo(string path, bool overwrite = false)
    {
        RequireRoom(path, overwrite);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".");
            WholeFile.Write(path, ToJson(), toDisk: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(path, Show(error.Message), "Name another file.", error);
        }
    }

    /// <summary>How many findings there are of each verdict.</summary>
    public override string ToString() => string.Join(", ", Counts().Select(count => $"{count.Key}: {count.Value}"));

    // Two reports are to be compared line by line, so what differs in every one stands apart at the top.
    internal string ToJson()
    {
        JsonObject report = new()
        {
            ["report"] = "UgcLab contract test",
            ["moduleVersion"] = ModuleVersion,
            ["time"] = Time.UtcDateTime,
            ["host"] = Host,
            ["requestsSent"] = RequestsSent,
            ["counts"] = new JsonObject(Counts().Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value))),
            ["findings"] = new JsonArray([.. Findings.Select(ToJson)]),
            ["seen"] = new JsonArray([.. Seen.Select(seen => new JsonObject
            {
                ["endpoint"] = seen.Endpoint,
                ["kind"] = seen.Kind.ToString(),
                ["what"] = seen.What,
                ["count"] = seen.Count,
            })]),
        };
        return report.ToJsonString(WholeFile.Readable) + '\n';
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
        new(UgcLabErrorKind.FileUnwritable, $"The report cannot be written to {Show(path)}: {why}", error) { Advice = advice };

    private static string Show(string text) => Redaction.Show(text, 300);

    private Dictionary<string, int> Counts() =>
        Enum.GetValues<UgcContractVerdict>().ToDictionary(verdict => verdict.ToString(), verdict => Findings.Count(finding => finding.Verdict == verdict));
}
