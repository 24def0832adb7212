using System.Buffers;
using System.Text.Encodings.Web;

namespace UgcLab.Purchasing;

/// <summary>A request in the record: as it goes out, but for what an address may hide in its query.</summary>
internal static class RecordedRequest
{
    private const int MostUnreadable = 4;

    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An answer, for a person to read: as it came, but for the values of what it calls a secret itself.</summary>
    public static string Evidence(byte[] answer)
    {
        using JsonDocument? document = JsonElementExtensions.TryParse(answer);
        if (document is null || !HoldsSecret(document.RootElement))
        {
            string text = Encoding.UTF8.GetString(answer);

            return Redaction.Show(text.Count(letter => letter == '\uFFFD') > MostUnreadable ? Base64(answer) : text, 4000);
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

    // Bytes that are no text, such as a compressed answer that can't be decoded, would be lost as text.
    private static string Base64(byte[] answer)
    {
        byte[] clean = Encoding.Latin1.GetBytes(Redaction.Clean(Encoding.Latin1.GetString(answer)));
        return $"base64: {Convert.ToBase64String(clean.AsSpan(0, Math.Min(clean.Length, 2900)))}";
    }

    /// <summary>A request as JSON, without what may be a secret; null for an empty body.</summary>
    /// <param name="body">The request as it goes out.</param>
    /// <param name="isFree">Whether its members may have any name, such as that of a secret.</param>
    public static string? Clean(byte[] body, bool isFree)
    {
        if (body.Length == 0)
        {
            return null;
        }

        // Beyond ASCII everything is escaped in there, and letters never are: what hides nothing as it stands hides nothing.
        string text = Encoding.UTF8.GetString(body);
        if (!Redaction.MayHide(text) && !(isFree && HoldsSecret(body)))
        {
            return text;
        }

        ArrayBufferWriter<byte> clean = new();
        using (JsonDocument request = JsonDocument.Parse(body))
        using (Utf8JsonWriter json = new(clean))
        {
            if (request.RootElement.ValueKind is JsonValueKind.Object)
            {
                WriteMembers(json, request.RootElement);
            }
            else
            {
                WriteClean(json, request.RootElement);
            }
        }

        return Encoding.UTF8.GetString(clean.WrittenSpan);
    }

    private static void WriteMembers(Utf8JsonWriter json, JsonElement request)
    {
        json.WriteStartObject();
        foreach (JsonProperty member in request.EnumerateObject())
        {
            if (RequestDescription.IsText(member.Name) && member.Value.ValueKind is JsonValueKind.String)
            {
                // Prompts and scripts are kept to the letter, addresses included; only a key must be in no file.
                json.WriteString(member.Name, Redaction.WithoutKeys(member.Value.GetString()!));
            }
            else
            {
                WriteClean(json, member);
            }
        }

        json.WriteEndObject();
    }

    // What is shown once, such as the secret of a webhook or another key, is for whoever asked and for no file.
    private static bool IsSecret(JsonProperty member) =>
        member.Value.ValueKind is JsonValueKind.String && ColumnNames.IsSecret(ColumnNames.Squeeze(member.Name));

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
