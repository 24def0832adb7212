using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace UgcLab.Rows;

// The identity of a row in a batch: what it creates, as a person sees it, and how many rows that create the same came
// before it. The row number isn't included, so that a file can be sorted; nor are the key, the folder, and the label.
internal readonly record struct RowKey(ulong High, ulong Low, int Occurrence)
{
    // A key as text is 32 hexadecimal digits, a hyphen, and the occurrence.
    public const int HashLength = 32;

    // The key of a row by its content, or by its RowId where it has one.
    public static RowKey Of(PurchaseRequest purchase, Uri baseUri) => purchase.RowId is string id
        ? Hash(Encoding.UTF8.GetBytes($"id\n{CellText.Normalize(id)}"))
        : Content(purchase.Request, baseUri);

    // The hash of what is created and where: the body with normalized texts.
    public static RowKey Content(CreationRequest request, Uri baseUri)
    {
        ArrayBufferWriter<byte> content = new(1024);
        _ = Encoding.UTF8.GetBytes($"ugclab/v1\n{baseUri.AbsoluteUri}\n{request.Endpoint}\n", content);
        byte[] body = request.Identity.ToJson();
        content.Write(JsonTexts.ArePlain(body) ? body : JsonTexts.Change(body, CellText.Normalize));
        return Hash(content.WrittenSpan);
    }

    // Why a row has no identity that all processes agree on; null when it has one.
    public static UgcLabException? Uncertain(PurchaseRequest purchase)
    {
        string? text = CellText.CanCompose ? null
            : JsonTexts.Of(purchase.Request.Identity.ToJson()).Append(purchase.RowId ?? "")
                .FirstOrDefault(each => !CellText.IsComposed(each));
        return text is null ? null : new UgcLabException(UgcLabErrorKind.RowNotIdentified,
            $"The row can't be compared with rows that were created before: '{Redaction.Show(text)}' holds letters that can be written"
            + " in two ways, and this process can't compare them because DOTNET_SYSTEM_GLOBALIZATION_INVARIANT is set.",
            "Start PowerShell without DOTNET_SYSTEM_GLOBALIZATION_INVARIANT (on Linux, install libicu), "
                + "then run the command again.");
    }

    public static RowKey Parse(string key) => new(
        ulong.Parse(key.AsSpan(0, HashLength / 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        ulong.Parse(key.AsSpan(HashLength / 2, HashLength / 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        int.Parse(key.AsSpan(HashLength + 1), CultureInfo.InvariantCulture));

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
