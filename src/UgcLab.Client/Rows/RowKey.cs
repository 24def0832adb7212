using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace UgcLab.Rows;

/// <summary>
/// What makes a row of a batch itself: what it buys, and how many rows that buy the same came before it. Its number is no
/// part of that, so a sheet can be sorted; nor is the key, the folder or the label.
/// </summary>
/// <param name="High">The first half of the hash.</param>
/// <param name="Low">The second half.</param>
/// <param name="Occurrence">1 for the first row of this content, 2 for the next.</param>
internal readonly record struct RowKey(ulong High, ulong Low, int Occurrence)
{
    // Characters of a key as text: 32 hexadecimal digits, a hyphen, and the occurrence.
    public const int HashLength = 32;

    /// <summary>The key of a row by its content, or by its RowId where it has one.</summary>
    public static RowKey Of(Order order, Uri baseUri) => order.RowId is string id
        ? Hash(Encoding.UTF8.GetBytes($"id\n{id}"))
        : Content(order.Request, baseUri);

    /// <summary>The hash of what is bought and where, as it goes over the wire.</summary>
    public static RowKey Content(CreationRequest request, Uri baseUri)
    {
        ArrayBufferWriter<byte> content = new(1024);
        _ = Encoding.UTF8.GetBytes($"ugclab/v1\n{baseUri.AbsoluteUri}\n{request.Endpoint}\n", content);
        content.Write(request.Identity.ToJson());
        return Hash(content.WrittenSpan);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<char> text, out RowKey key)
    {
        key = default;
        if (text.Length < HashLength + 2 || text[HashLength] != '-'
            || !ulong.TryParse(text[..16], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong high)
            || !ulong.TryParse(text[16..HashLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong low)
            || !int.TryParse(text[(HashLength + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int occurrence))
        {
            return false;
        }

        key = new RowKey(high, low, occurrence);
        return true;
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
