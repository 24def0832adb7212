using System.Text.Json;
using System.Text.Json.Serialization;
using UgcLab.Batches;

namespace UgcLab.Client.Tests.Batches;

public sealed partial class JsonFileTests
{
    [Fact]
    public void Many_small_values_are_written_in_few_large_pieces()
    {
        CountingStream stream = new();
        JsonFile file = new(stream, default);
        file.Json.WriteStartArray();
        for (int value = 0; value < 100_000; value++)
        {
            file.Write(value, Numbers.Default.Int32);
        }

        file.Json.WriteEndArray();
        file.Flush();
        Assert.Equal(Enumerable.Range(0, 100_000), JsonSerializer.Deserialize(stream.ToArray(), Numbers.Default.Int32Array));
        Assert.InRange(stream.Writes, 2, 10);
    }

    [Fact]
    public void Text_around_the_document_comes_in_its_order()
    {
        MemoryStream stream = new();
        JsonFile file = new(stream, default);
        file.Write("<before>"u8);
        file.Write(7, Numbers.Default.Int32);
        file.Write("<after>"u8);
        Assert.Equal("<before>7<after>", System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    private sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Writes++;
            base.Write(buffer);
        }
    }

    [JsonSerializable(typeof(int[]))]
    private sealed partial class Numbers : JsonSerializerContext;
}
