using System.Globalization;
using System.Text;
using System.Text.Json;
using UgcLab.Creations;
using UgcLab.Http;

namespace UgcLab.Ledger;

/// <summary>One line of a journal: what happened, and a writer for the rest. Text outside ASCII is escaped, so a line is a line.</summary>
internal sealed class JournalLine
{
    private readonly string _event;
    private readonly Action<Utf8JsonWriter> _members;

    private JournalLine(string happened, Action<Utf8JsonWriter> members) => (_event, _members) = (happened, members);

    public static JournalLine Run() => new("Run", static json =>
    {
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteString("host", Environment.MachineName);
        json.WriteString("version", typeof(JournalLine).Assembly.GetName().Version?.ToString(3));
    });

    public static JournalLine Sending(string purchase, int attempt, Order order, byte[] body) => new("Sending", json =>
    {
        json.WriteString("purchase", purchase);
        json.WriteNumber("attempt", attempt);
        if (attempt > 1)
        {
            return;
        }

        json.WriteString("endpoint", order.Request.Endpoint);
        if (order.Request.AdditionalProperties.Count > 0)
        {
            json.WriteBoolean("more", true);
        }

        WriteRequest(json, body);
        Text(json, "reference", order.Reference is null ? null : Redaction.Clean(order.Reference));
        Number(json, "row", order.RowNumber);
        if (order.Cells.Count > 0)
        {
            json.WriteStartObject("cells");
            foreach ((string column, string cell) in order.Cells)
            {
                json.WriteString(column, Redaction.Clean(cell));
            }

            json.WriteEndObject();
        }
    });

    public static JournalLine Accepted(string purchase, Receipt receipt) => new("Accepted", json =>
    {
        json.WriteString("purchase", purchase);
        Text(json, "requestId", receipt.RequestId);
        json.WriteStartArray("jobs");
        foreach (UgcJob job in receipt.Jobs)
        {
            json.WriteStartObject();
            json.WriteString("ugcId", job.UgcId);
            json.WriteNumber("variantIndex", job.VariantIndex);
            Number(json, "creditsCharged", job.CreditsCharged);
            Time(json, "createdAt", job.CreatedAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Number(json, "totalCreditsCharged", receipt.Jobs[0].TotalCreditsCharged);
        Number(json, "remainingCredits", receipt.Jobs[0].RemainingCredits);
        if (receipt.Oddities.Count > 0)
        {
            json.WriteString("oddities", string.Join(' ', receipt.Oddities));
        }
    });

    public static JournalLine Failed(string state, string purchase, int? attempt, UgcLabException reason) => new(state, json =>
    {
        json.WriteString("purchase", purchase);
        Number(json, "attempt", attempt);
        json.WriteString("kind", reason.Kind.ToString());
        Number(json, "status", (int?)reason.StatusCode);
        Text(json, "code", reason.Code);
        Text(json, "requestId", reason.RequestId);
        json.WriteString("message", Redaction.Clean(reason.Message));
        if (reason.Body.Length > 0 && state is "Unknown")
        {
            // What the service sent may be all that a person has to settle it with.
            json.WriteString("evidence", Redaction.Show(Encoding.UTF8.GetString(reason.Body), 4000));
        }
    });

    public static JournalLine Seen(UgcJob job) => new("Job", json =>
    {
        json.WriteString("ugcId", job.UgcId);
        json.WriteString("status", job.StatusText ?? job.Status.ToString());
        Number(json, "creditsCharged", job.CreditsCharged);
        Number(json, "creditsRefunded", job.CreditsRefunded);
        Time(json, "createdAt", job.CreatedAt);
        Time(json, "updatedAt", job.UpdatedAt);
        Text(json, "error", job.ErrorMessage is null ? null : Redaction.Clean(job.ErrorMessage));
    });

    public static JournalLine Saved(UgcSavedVideo video) => new("Saved", json =>
    {
        json.WriteString("ugcId", video.UgcId);
        json.WriteString("path", video.Path);
        json.WriteString("sha256", video.Sha256);
        json.WriteNumber("length", video.Length);
    });

    public byte[] ToBytes(long number, DateTimeOffset now)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteNumber("n", number);
            json.WriteString("at", now.UtcDateTime);
            json.WriteString("event", _event);
            _members(json);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }

    // The request as it goes out, but for what an address may hide in its query.
    private static void WriteRequest(Utf8JsonWriter json, byte[] body)
    {
        using JsonDocument request = JsonDocument.Parse(body);
        json.WriteStartObject("request");
        foreach (JsonProperty member in request.RootElement.EnumerateObject())
        {
            json.WritePropertyName(member.Name);
            if (member.Name is "prompt" && member.Value.ValueKind is JsonValueKind.String)
            {
                // A prompt is kept to the letter, addresses included; only a key has no business in any file.
                json.WriteStringValue(Redaction.Key().Replace(member.Value.GetString()!, "ugc_…"));
            }
            else
            {
                WriteClean(json, member.Value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteClean(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                json.WriteStringValue(Redaction.Clean(value.GetString()!));
                break;
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    json.WritePropertyName(Redaction.Clean(member.Name));
                    WriteClean(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    WriteClean(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is decimal number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is DateTimeOffset time)
        {
            json.WriteString(name, time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        }
    }
}
