using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace UgcLab.Ledger;

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
        ? Hash($"id\n{id}", [])
        : Content(order.Request, baseUri);

    /// <summary>The hash of what is bought and where, as it goes over the wire.</summary>
    public static RowKey Content(CreationRequest request, Uri baseUri) =>
        Hash($"ugclab/v1\n{baseUri.AbsoluteUri}\n{request.Endpoint}\n", request.ToJson());

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

    private static RowKey Hash(string head, byte[] body)
    {
        byte[] start = Encoding.UTF8.GetBytes(head);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        byte[] all = [.. start, .. body];
        SHA256.HashData(all, hash);
        return new RowKey(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]), 1);
    }
}
