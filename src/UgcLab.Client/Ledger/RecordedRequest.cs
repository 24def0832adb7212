using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using UgcLab.Creations;
using UgcLab.Http;
using UgcLab.Json;
using UgcLab.Rows;

namespace UgcLab.Ledger;

/// <summary>A request in the record: as it goes out, but for what an address may hide in its query.</summary>
internal static class RecordedRequest
{
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An answer, for a person to read: as it came, but for the values of what it calls a secret itself.</summary>
    public static string Evidence(byte[] answer)
    {
        using JsonDocument? document = Wire.TryParse(answer);
        if (document is null || !HoldsSecret(document.RootElement))
        {
            return Redaction.Show(Encoding.UTF8.GetString(answer), 4000);
        }

        ArrayBufferWriter<byte> clean = new();
        try
        {
            using Utf8JsonWriter json = new(clean, Legible);
            WriteClean(json, document.RootElement);
        }
        catch (InvalidOperationException)
        {
            // Half a character somewhere in it. Money may be out, so this must not fail, and a secret must not stand here.
            return "The answer holds a secret, and text that cannot be read.";
        }

        return Redaction.Show(Encoding.UTF8.GetString(clean.WrittenSpan), 4000);
    }

    /// <summary>Writes it as a member of a line that is open.</summary>
    /// <param name="json">The line.</param>
    /// <param name="body">The request as it goes out.</param>
    /// <param name="isFree">Whether its members may have any name, such as that of a secret.</param>
    public static void Write(Utf8JsonWriter json, byte[] body, bool isFree)
    {
        if (body.Length == 0)
        {
            return;
        }

        // Beyond ASCII all is escaped in there, and letters never are: what hides nothing as it stands hides nothing.
        if (!Redaction.MayHide(Encoding.ASCII.GetString(body)) && !(isFree && HoldsSecret(body)))
        {
            json.WritePropertyName("request");
            json.WriteRawValue(body, skipInputValidation: true);
            return;
        }

        using JsonDocument request = JsonDocument.Parse(body);
        if (request.RootElement.ValueKind is not JsonValueKind.Object)
        {
            json.WritePropertyName("request");
            WriteClean(json, request.RootElement);
            return;
        }

        json.WriteStartObject("request");
        foreach (JsonProperty member in request.RootElement.EnumerateObject())
        {
            if (RequestFields.IsText(member.Name) && member.Value.ValueKind is JsonValueKind.String)
            {
                // What is said and done is kept to the letter, addresses included; only a key has no business in any file.
                json.WriteString(member.Name, Redaction.Key().Replace(member.Value.GetString()!, "ugc_…"));
            }
            else
            {
                WriteClean(json, member);
            }
        }

        json.WriteEndObject();
    }

    // What is shown once, such as the secret of a webhook or another key, is for whoever asked and for no file.
    private static bool IsSecret(JsonProperty member) => member.Value.ValueKind is JsonValueKind.String && ColumnNames.IsSecret(ColumnName.Squeeze(member.Name));

    private static bool HoldsSecret(byte[] body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        return HoldsSecret(document.RootElement);
    }

    private static bool HoldsSecret(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().Any(member => IsSecret(member) || HoldsSecret(member.Value)),
                JsonValueKind.Array => value.EnumerateArray().Any(HoldsSecret),
                _ => false,
            };
        }
        catch (InvalidOperationException)
        {
            // A name with half a character in it is nobody's word for a secret.
            return false;
        }
    }

    private static void WriteClean(Utf8JsonWriter json, JsonProperty member)
    {
        json.WritePropertyName(Redaction.Clean(member.Name));
        if (IsSecret(member))
        {
            json.WriteStringValue("…");
        }
        else
        {
            WriteClean(json, member.Value);
        }
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
                    WriteClean(json, member);
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
}
