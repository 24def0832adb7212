using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace UgcLab.Simulator;

/// <summary>Writes the JSON around every answer of the API: <c>data</c> or <c>error</c>, and <c>meta</c>.</summary>
internal static class Envelope
{
    public const string JsonType = "application/json; charset=utf-8";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Answer Data(Call call, int status, Action<Utf8JsonWriter> writeData) => Write(call, status, json =>
    {
        json.WriteStartObject("data");
        writeData(json);
        json.WriteEndObject();
    });

    public static Answer Error(Call call, int status, string code, string message) => Write(call, status, json =>
    {
        json.WriteStartObject("error");
        json.WriteString("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
    });

    /// <summary>ISO 8601 in UTC with milliseconds, as in every documented example.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static Answer Write(Call call, int status, Action<Utf8JsonWriter> writeBody)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Readable))
        {
            json.WriteStartObject();
            writeBody(json);
            json.WriteStartObject("meta");
            json.WriteString("requestId", call.RequestId);
            json.WriteString("timestamp", Instant(call.State.Now));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new Answer(status, buffer.WrittenSpan.ToArray(), JsonType);
    }
}
