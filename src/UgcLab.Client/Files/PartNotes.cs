using UgcLab.Json;
using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace UgcLab.Files;

/// <summary>
/// What is known of an unfinished file, kept beside it: whose it is, and how to ask for the rest of the very same bytes.
/// Once the file is whole they hold its hash too, and they outlive the move to the final name until the sidecar is written.
/// So a crash at any moment leaves either notes or a sidecar that say whose file it is.
/// </summary>
internal sealed record PartNotes(string UgcId)
{
    /// <summary>The length in all, when the host has said so.</summary>
    public long? Total { get; init; }

    /// <summary>The host's mark of this version of the file; null when it gave none that proves equality.</summary>
    public string? ETag { get; init; }

    /// <summary>When this version of the file was made; only kept when it proves equality.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The hash of the whole file, once it is whole.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The length of the whole file, once it is whole.</summary>
    public long? Length { get; init; }

    /// <summary>Where it came from.</summary>
    public string? Host { get; init; }

    /// <summary>What the host calls it.</summary>
    public string? MediaType { get; init; }

    /// <summary>Whether the host can be asked for the rest without the risk of joining two different files.</summary>
    public bool CanResume => ETag is not null || LastModified is not null;

    /// <summary>What If-Range holds.</summary>
    public RangeConditionHeaderValue Validator =>
        ETag is not null ? new(EntityTagHeaderValue.Parse(ETag)) : new(LastModified ?? throw new InvalidOperationException("There is no validator."));

    /// <summary>The notes for a file that begins with this answer.</summary>
    public static PartNotes Of(string ugcId, HttpResponseMessage answer, long? total)
    {
        EntityTagHeaderValue? tag = answer.Headers.ETag;
        DateTimeOffset? modified = answer.Content.Headers.LastModified;

        // A weak tag says "as good as", which is not enough to glue bytes together. A date counts from a minute on: a file
        // can change twice within one second, and the date of both is the same (RFC 9110, 8.8.2.2).
        bool strongTag = tag is { IsWeak: false } && tag.Tag != "*";
        bool strongDate = tag is null && answer.Headers.Date - modified >= TimeSpan.FromMinutes(1);
        return new(ugcId)
        {
            Total = total,
            ETag = strongTag ? tag!.Tag : null,
            LastModified = strongDate ? modified : null,
            Host = answer.RequestMessage?.RequestUri?.IdnHost,
            MediaType = answer.Content.Headers.ContentType?.MediaType,
        };
    }

    public static PartNotes? Read(string path)
    {
        using JsonDocument? document = WholeFile.ReadObject(path);
        if (document is null || document.RootElement.Text("ugcId") is not { Length: > 0 } id)
        {
            return null;
        }

        JsonElement json = document.RootElement;
        string? tag = json.Text("etag");
        return new(id)
        {
            Total = json.Count("total"),
            ETag = EntityTagHeaderValue.TryParse(tag, out EntityTagHeaderValue? parsed) && !parsed.IsWeak ? tag : null,
            LastModified = json.TryGetProperty("lastModified", out JsonElement date) && date.ValueKind == JsonValueKind.String && date.TryGetDateTimeOffset(out DateTimeOffset modified) ? modified : null,
            Sha256 = json.Text("sha256"),
            Length = json.Count("length"),
            Host = json.Text("sourceHost"),
            MediaType = json.Text("mediaType"),
        };
    }

    public void Write(string path)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("ugcId", UgcId);
            Number("total", Total);
            json.WriteString("etag", ETag);
            json.WriteString("lastModified", LastModified?.ToString("O"));
            Number("length", Length);
            json.WriteString("sha256", Sha256);
            json.WriteString("sourceHost", Host);
            json.WriteString("mediaType", MediaType);
            json.WriteEndObject();

            void Number(string name, long? value)
            {
                if (value is not null)
                {
                    json.WriteNumber(name, value.Value);
                }
            }
        }

        // Lost notes cost a download from the start; lost notes of a whole file would cost its owner.
        WholeFile.Write(path, bytes.WrittenSpan, toDisk: Sha256 is not null);
    }
}
