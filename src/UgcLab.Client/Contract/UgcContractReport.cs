using System.Text.Encodings.Web;
using System.Text.Json;
using UgcLab.Files;
using UgcLab.Http;

namespace UgcLab;

/// <summary>What <c>Test-UgcConnection -Contract</c> found. It holds no key, no id and no name, so it may be shown to anybody.</summary>
public sealed record UgcContractReport
{
    // Read by people in a bug report; no part of a web page.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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

    /// <summary>Throws when a report could not be written here, before anything is sent for it.</summary>
    /// <param name="path">The whole path of the file.</param>
    /// <param name="overwrite">Whether a file that is there may go.</param>
    /// <exception cref="UgcLabException">FileExists or FileUnwritable.</exception>
    public static void RequireRoom(string path, bool overwrite)
    {
        if (Directory.Exists(path))
        {
            throw new UgcLabException(UgcLabErrorKind.FileUnwritable, $"The report cannot be written to {Redaction.Show(path, 300)}: that is a folder.") { Advice = "Name a file." };
        }

        if (!overwrite && File.Exists(path))
        {
            throw new UgcLabException(UgcLabErrorKind.FileExists, $"{Redaction.Show(path, 300)} is there already.") { Advice = "Name another file, or give -Force." };
        }
    }

    /// <summary>Writes it as JSON, whole or not at all; its folder is made when it is not there.</summary>
    /// <param name="path">The whole path of the file.</param>
    /// <param name="overwrite">Whether a file that is there may go.</param>
    /// <exception cref="UgcLabException">FileExists or FileUnwritable.</exception>
    public void WriteTo(string path, bool overwrite = false)
    {
        RequireRoom(path, overwrite);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".");
            WholeFile.Write(path, ToJson(), toDisk: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UgcLabException(UgcLabErrorKind.FileUnwritable, $"The report cannot be written to {Redaction.Show(path, 300)}: {Redaction.Show(error.Message, 300)}", error) { Advice = "Name another file." };
        }
    }

    /// <summary>How many findings there are of each verdict.</summary>
    public override string ToString() => string.Join(", ", Counts().Select(count => $"{count.Key}: {count.Value}"));

    // Two reports are to be compared line by line, so what differs in every one stands apart at the top.
    internal byte[] ToJson()
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("report", "UgcLab contract test");
            json.WriteString("moduleVersion", ModuleVersion);
            json.WriteString("time", Time.UtcDateTime);
            json.WriteString("host", Host);
            json.WriteNumber("requestsSent", RequestsSent);
            json.WriteStartObject("counts");
            foreach ((string verdict, int count) in Counts())
            {
                json.WriteNumber(verdict, count);
            }

            json.WriteEndObject();
            WriteFindings(json);
            WriteSeen(json);
            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private void WriteFindings(Utf8JsonWriter json)
    {
        json.WriteStartArray("findings");
        foreach (UgcContractFinding finding in Findings)
        {
            json.WriteStartObject();
            json.WriteString("topic", finding.Topic);
            json.WriteString("verdict", finding.Verdict.ToString());
            json.WriteString("found", finding.Found);
            json.WriteString("expected", finding.Expected);
            json.WriteString("reference", finding.Reference);
            json.WriteString("request", finding.Request);
            if (finding.StatusCode is int status)
            {
                json.WriteNumber("statusCode", status);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteSeen(Utf8JsonWriter json)
    {
        json.WriteStartArray("seen");
        foreach (UgcSighting sighting in Seen)
        {
            json.WriteStartObject();
            json.WriteString("endpoint", sighting.Endpoint);
            json.WriteString("kind", sighting.Kind.ToString());
            json.WriteString("what", sighting.What);
            json.WriteNumber("count", sighting.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private Dictionary<string, int> Counts() =>
        Enum.GetValues<UgcContractVerdict>().ToDictionary(verdict => verdict.ToString(), verdict => Findings.Count(finding => finding.Verdict == verdict));
}
