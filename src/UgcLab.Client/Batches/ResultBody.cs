using System.Text.Json.Serialization;

namespace UgcLab.Batches;

// A row in results.json.
internal sealed record ResultBody(
    int? Row, string? State, string? Error, string? RequestId, IReadOnlyDictionary<string, string> Cells, IEnumerable<VideoBody> Videos);

// A video of a row.
internal sealed record VideoBody(
    string UgcId, int Variant, string? ActorId, string? ActorName, string? Status, decimal? CreditsCharged, decimal? CreditsRefunded,
    decimal? NetCredits, string? File, string? Error, string? RequestId);

// Writes rows one by one. Texts are escaped as the writer that they are written to does it.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ResultBody))]
internal sealed partial class ResultJson : JsonSerializerContext;
