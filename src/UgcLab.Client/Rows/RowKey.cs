using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace UgcLab.Rows;

// What makes a row of a batch itself: what it buys, and how many rows that buy the same came before it. Its number is no
// part of that, so a sheet can be sorted; nor is the key, the folder or the label.
internal readonly record struct RowKey(ulong High, ulong Low, int Occurrence)
{
    // A key as text is 32 hexadecimal digits, a hyphen, and the occurrence.
    public const int HashLength = 32;

    // The key of a row by its content, or by its RowId where it has one.
    public static RowKey Of(PurchaseRequest purchase, Uri baseUri) => purchase.RowId is string id
        ? Hash(Encoding.UTF8.GetBytes($"id\n{id}"))
        : Content(purchase.Request, baseUri);

    // The hash of what is bought and where, as it goes over the wire.
    public static RowKey Content(CreationRequest request, Uri baseUri)
    {
        ArrayBufferWriter<byte> content = new(1024);
        _ = Encoding.UTF8.GetBytes($"ugclab/v1\n{baseUri.AbsoluteUri}\n{request.Endpoint}\n", content);
        content.Write(request.Identity.ToJson());
        return Hash(content.WrittenSpan);
    }

    // A part of a good hash is a good hash.
    public override int GetHashCode() => (int)Low ^ Occurrence;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}-{Occurrence}");

    private static RowKey Hash(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return new RowKey(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]), 1);
    }
}

// Gives the rows of an input their keys. Equal rows are rows of their own, so it counts them.
internal sealed class RowCounter(Uri baseUri)
{
    private readonly object _gate = new();
    private readonly Dictionary<RowKey, int> _occurrences = [];

    public RowKey Next(PurchaseRequest purchase)
    {
        RowKey key = RowKey.Of(purchase, baseUri);
        if (purchase.RowId is not null)
        {
            return key;
        }

        lock (_gate)
        {
            return key with { Occurrence = ++CollectionsMarshal.GetValueRefOrAddDefault(_occurrences, key, out _) };
        }
    }
}
