using System.Text.Json.Serialization;

namespace UgcLab.Simulator.State;

/// <summary>What <c>state.json</c> holds: all but the jobs.</summary>
internal sealed record StateHead
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public required int Seed { get; init; }

    public required decimal Unspent { get; init; }

    [JsonConverter(typeof(UnixMilliseconds))]
    public required DateTimeOffset LastInstant { get; init; }

    public required long JobsLength { get; init; }

    public required IReadOnlyList<long> Arrivals { get; init; }

    public required IReadOnlyList<long> Creations { get; init; }

    public required IReadOnlyList<long> Reads { get; init; }

    public required IReadOnlyList<long> Address { get; init; }

    public static StateHead Of(ServiceState state, long jobsLength) => new()
    {
        Seed = state.Seed,
        Unspent = state.Unspent,
        LastInstant = state.Now,
        JobsLength = jobsLength,
        Arrivals = state.Arrivals,
        Creations = [.. state.Creations.Times],
        Reads = [.. state.Reads.Times],
        Address = [.. state.Address.Times],
    };

    /// <summary>Reads a part of the state that <see cref="Json"/> wrote: a head or a job.</summary>
    public static T Parse<T>(ReadOnlySpan<byte> json, string path)
    {
        Exception? fault = null;
        try
        {
            if (JsonSerializer.Deserialize<T>(json, Format) is { } part)
            {
                return part;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            fault = e;
        }

        throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"The simulator cannot read its own state in '{path}'.",
            "Remove that folder to begin with a fresh service.", fault);
    }

    public static byte[] Json<T>(T part) => JsonSerializer.SerializeToUtf8Bytes(part, Format);

    public void WriteTo(ServiceState state)
    {
        (state.Seed, state.Unspent, state.Now) = (Seed, Unspent, LastInstant);
        for (int i = 0; i < state.Arrivals.Length; i++)
        {
            state.Arrivals[i] = i < Arrivals.Count ? Arrivals[i] : 0;
        }

        state.Creations.Restore(Creations);
        state.Reads.Restore(Reads);
        state.Address.Restore(Address);
    }
}
