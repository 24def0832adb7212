using System.Buffers;
using System.Text.Json;

namespace UgcLab.Simulator;

/// <summary>What <c>state.json</c> holds: all but the jobs.</summary>
internal sealed record StateHead
{
    public int Seed { get; init; }

    public decimal Unspent { get; init; }

    public DateTimeOffset LastInstant { get; init; }

    public long JobsLength { get; init; }

    public IReadOnlyList<long> Arrivals { get; init; } = [];

    public IReadOnlyList<long> Creations { get; init; } = [];

    public IReadOnlyList<long> Reads { get; init; } = [];

    public IReadOnlyList<long> Address { get; init; } = [];

    public static StateHead Of(ServiceState state, long jobsLength) => new()
    {
        Seed = state.Seed,
        Unspent = state.Unspent,
        LastInstant = state.Now,
        JobsLength = jobsLength,
        Arrivals = state.Arrivals,
        Creations = [.. state.Creations.Taken],
        Reads = [.. state.Reads.Taken],
        Address = [.. state.Address.Taken],
    };

    public static StateHead Parse(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            return new StateHead
            {
                Seed = root.GetProperty("seed").GetInt32(),
                Unspent = root.GetProperty("unspent").GetDecimal(),
                LastInstant = DateTimeOffset.FromUnixTimeMilliseconds(root.GetProperty("lastInstant").GetInt64()),
                JobsLength = root.GetProperty("jobsLength").GetInt64(),
                Arrivals = Numbers(root, "arrivals"),
                Creations = Numbers(root, "creations"),
                Reads = Numbers(root, "reads"),
                Address = Numbers(root, "address"),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentOutOfRangeException)
        {
            throw Unreadable(path, e);
        }
    }

    public static UgcLabException Unreadable(string path, Exception inner) =>
        new(UgcLabErrorKind.FileInvalid, $"The simulator cannot read its own state in '{path}'.", inner)
        {
            Advice = "Remove that folder to begin with a fresh service.",
        };

    public void WriteTo(ServiceState state)
    {
        state.Seed = Seed;
        state.Unspent = Unspent;
        state.Now = LastInstant;
        for (int i = 0; i < state.Arrivals.Length; i++)
        {
            state.Arrivals[i] = i < Arrivals.Count ? Arrivals[i] : 0;
        }

        state.Creations.Restore(Creations);
        state.Reads.Restore(Reads);
        state.Address.Restore(Address);
    }

    public byte[] ToJson()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("seed", Seed);
            json.WriteNumber("unspent", Unspent);
            json.WriteNumber("lastInstant", LastInstant.ToUnixTimeMilliseconds());
            json.WriteNumber("jobsLength", JobsLength);
            Write(json, "arrivals", Arrivals);
            Write(json, "creations", Creations);
            Write(json, "reads", Reads);
            Write(json, "address", Address);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static long[] Numbers(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(number => number.GetInt64())];

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
