using System.Buffers;
using System.Text.Json;
using UgcLab.Json;

namespace UgcLab.Http;

/// <summary>
/// What the file of a key says: the marks of each pacer on this machine, by the clock on the wall. One line of JSON,
/// <c>{"v":1,"by":{"PACER":[[NUMBER,KIND,AT,LENGTH],…]}}</c>, times in milliseconds (of 1970 and UTC), the length left out
/// when it is none. It holds no key, no prompt and no id.
/// </summary>
internal sealed class QuotaSheet
{
    private const int Version = 1;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    /// <summary>The marks of each pacer, in the order of their numbers; the times count from 1970.</summary>
    public Dictionary<string, List<Mark>> By { get; } = [];

    /// <summary>Whether a later version wrote it, which this one must not overwrite.</summary>
    public bool IsLater { get; private init; }

    /// <summary>The sheet, or null when these bytes are none. A mark that makes no sense is passed over.</summary>
    public static QuotaSheet? Read(byte[] bytes)
    {
        using JsonDocument? document = Wire.TryParse(bytes);
        if (document is null || document.RootElement.Whole("v") is not int version || version < 1)
        {
            return null;
        }

        QuotaSheet sheet = new() { IsLater = version > Version };
        JsonElement by = document.RootElement.Member("by");
        if (!sheet.IsLater && by.ValueKind is JsonValueKind.Object)
        {
            foreach (JsonProperty pacer in by.EnumerateObject().Where(static pacer => pacer.Value.ValueKind is JsonValueKind.Array))
            {
                sheet.By[pacer.Name] = ReadMarks(pacer.Value);
            }
        }

        return sheet;
    }

    public void Write(IBufferWriter<byte> bytes)
    {
        using Utf8JsonWriter json = new(bytes);
        json.WriteStartObject();
        json.WriteNumber("v", Version);
        json.WriteStartObject("by");
        foreach ((string pacer, List<Mark> marks) in By)
        {
            json.WriteStartArray(pacer);
            foreach (Mark mark in marks)
            {
                json.WriteStartArray();
                json.WriteNumberValue(mark.Number);
                json.WriteNumberValue((int)mark.Kind);
                json.WriteNumberValue((long)mark.At.TotalMilliseconds);
                if (mark.Length > TimeSpan.Zero)
                {
                    json.WriteNumberValue((long)mark.Length.TotalMilliseconds);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static List<Mark> ReadMarks(JsonElement json)
    {
        List<Mark> marks = new(json.GetArrayLength());
        foreach (JsonElement item in json.EnumerateArray())
        {
            if (ReadMark(item) is Mark mark)
            {
                marks.Add(mark);
            }
        }

        return marks;
    }

    private static Mark? ReadMark(JsonElement json)
    {
        int count = json.ValueKind is JsonValueKind.Array ? json.GetArrayLength() : 0;
        return count >= 3
            && Number(json[0]) is long number and >= 0
            && Number(json[1]) is long kind and >= (long)MarkKind.Creation and <= (long)MarkKind.Pause
            && Number(json[2]) is long at and >= 0 and < 100_000_000_000_000
            && (count == 3 ? 0 : Number(json[3])) is long length and >= 0
            ? new Mark(number, (MarkKind)kind, TimeSpan.FromMilliseconds(at), TimeSpan.FromMilliseconds(Math.Min(length, (long)Longest.TotalMilliseconds)))
            : null;
    }

    private static long? Number(JsonElement json) => json.ValueKind is JsonValueKind.Number && json.TryGetInt64(out long number) ? number : null;
}
