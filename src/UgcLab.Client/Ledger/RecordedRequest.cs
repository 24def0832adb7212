using System.Text;
using System.Text.Json;
using UgcLab.Creations;
using UgcLab.Http;

namespace UgcLab.Ledger;

/// <summary>A request in the record: as it goes out, but for what an address may hide in its query.</summary>
internal static class RecordedRequest
{
    /// <summary>Writes it as a member of a line that is open.</summary>
    public static void Write(Utf8JsonWriter json, byte[] body)
    {
        if (body.Length == 0)
        {
            return;
        }

        // Beyond ASCII all is escaped in there, and letters never are: what hides nothing as it stands hides nothing.
        if (!Redaction.MayHide(Encoding.ASCII.GetString(body)))
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
            json.WritePropertyName(member.Name);
            if (RequestFields.IsText(member.Name) && member.Value.ValueKind is JsonValueKind.String)
            {
                // What is said and done is kept to the letter, addresses included; only a key has no business in any file.
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
}
