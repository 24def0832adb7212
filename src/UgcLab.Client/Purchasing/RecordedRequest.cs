using System.Buffers;
using System.Text.Encodings.Web;

namespace UgcLab.Purchasing;

/// <summary>A request in the store: as sent, except for secrets in the query of an address.</summary>
internal static class RecordedRequest
{
    private const int MostUnreadable = 4;

    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An answer in readable form: as received, except for values whose names mark them as secrets.</summary>
    public static string Answer(byte[] answer)
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
            // Invalid characters. The request may have been charged, so this must not fail, and no secret may be stored.
            return "The answer holds a secret, and text that cannot be read.";
        }

        return Redaction.Show(Encoding.UTF8.GetString(clean.WrittenSpan), 4000);
    }

    // Bytes that aren't text, such as a compressed answer that can't be decoded, would be lost as text.
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

        // Characters beyond ASCII are always escaped in the body and letters
        // never are, so a body that shows no secret in this form has none.
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
                // Prompts and scripts are stored unchanged, including addresses; only keys are never stored.
                json.WriteString(member.Name, Redaction.WithoutKeys(member.Value.GetString()!));
            }
            else
            {
                WriteClean(json, member);
            }
        }

        json.WriteEndObject();
    }

    // Secrets that the service shows once, such as a webhook secret or another key, are returned to the caller and never written to a file.
    private static bool IsSecret(JsonProperty member) =>
        member.Value.ValueKind is JsonValueKind.String && ColumnNames.IsSecret(ColumnNames.Normalize(member.Name));

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
            // A name with an unpaired surrogate can't be the name of a secret.
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
