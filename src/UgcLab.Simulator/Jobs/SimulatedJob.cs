using System.Text.Json.Serialization;

namespace UgcLab.Simulator.Jobs;

/// <summary>A job as the service keeps it: a line of <c>jobs.jsonl</c>, and more than its answers show.</summary>
internal sealed record SimulatedJob
{
    public required string Id { get; init; }

    public required string ProjectId { get; init; }

    /// <summary>The prompt, the script or the wishes, whichever its endpoint has; empty where none were given.</summary>
    public required string Prompt { get; init; }

    /// <summary>The internal name that answers give as the model.</summary>
    public required string ServiceModel { get; init; }

    /// <summary>A PNG; else a video.</summary>
    public bool IsImage { get; init; }

    /// <summary>Null if the job shows no actor, or one made up for the request.</summary>
    public string? ActorId { get; init; }

    public string? ActorName { get; init; }

    public bool IsCustomActor { get; init; }

    public bool RefinesScript { get; init; }

    public bool RefinesActions { get; init; }

    public string? AspectRatio { get; init; }

    /// <summary>Which job of its request, from 0: actor by actor, and of each its variants.</summary>
    public int VariantIndex { get; init; }

    public required decimal Credits { get; init; }

    [JsonConverter(typeof(UnixMilliseconds))]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("takes")]
    [JsonConverter(typeof(Milliseconds))]
    public required TimeSpan MakingTime { get; init; }

    public bool Fails { get; init; }
}

/// <summary>A request that reached the simulator, for tests to inspect. The key isn't included.</summary>
internal sealed record SimulatedRequest(
    long Number, string Method, string Path, string? Body, int? Status, SimulatorFaultKind? Fault, DateTimeOffset At);

internal sealed class UnixMilliseconds : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
}

internal sealed class Milliseconds : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeSpan.FromMilliseconds(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((long)value.TotalMilliseconds);
}
