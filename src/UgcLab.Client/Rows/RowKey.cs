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
    private readonly object _lock = new();
    private readonly Dictionary<RowKey, int> _occurrences = [];

    public RowKey Next(PurchaseRequest purchase)
    {
        RowKey key = RowKey.Of(purchase, baseUri);
        if (purchase.RowId is not null)
        {
            return key;
        }

        lock (_lock)
        {
            return key with { Occurrence = ++CollectionsMarshal.GetValueRefOrAddDefault(_occurrences, key, out _) };
        }
    }
}

// The identities of the rows of one input: what a user gives a row so that it stays the same row when its text or its
// place changes. Each belongs to one row.
internal sealed class RowIds
{
    // In UTF-16 units.
    public const int Longest = 200;

    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);

    // Adds the identity of a row. Returns an error if an earlier row has it; null otherwise. Case-sensitive.
    public UgcFault? Add(string rowId, int row) => _rows.TryAdd(rowId, row) ? null
        : Fault(rowId, "RowIdTwice", $"is that of row {_rows[rowId]} already.", "Give each row its own, or take the second row out.");

    public void Clear() => _rows.Clear();

    // The identity in a cell, normalized; null when none is given, or when it cannot be one.
    public static string? Read(string? cell, ICollection<UgcFault> faults)
    {
        string text = CellText.Trim(cell ?? "");
        (string Code, string What, string? Hint)? wrong =
            FieldText.HoldsKey(text) ? ("SecretInInput", "holds what looks like an API key, which belongs in no row.", null)
            : TextDamage.InPlaceOfText(text) is TextDamage damage ? (damage.Code, damage.What, damage.Hint)
            : text.Length > Longest ? ("RowIdInvalid", $"has {text.Length} characters; at most {Longest} are taken.", null)
            : text.Any(char.IsControl)
                ? ("RowIdInvalid", $"holds {FieldText.Name(text.First(char.IsControl))}, which cannot be seen.", null)

            // Once saved as UTF-8, the row would have another identity, and be created again.
            : text.Contains('\uFFFD')
                ? ("ReplacementChar", "holds U+FFFD, which stands where a letter could not be read.", TextDamage.Reread)
            : !FieldText.IsUnicode(text) ? ("RowIdInvalid", "holds half of a surrogate pair.", null)
            : null;
        if (wrong is (string code, string what, var hint))
        {
            faults.Add(Fault(text, code, what, hint));
            return null;
        }

        return text.Length == 0 ? null : CellText.Normalize(text);
    }

    private static UgcFault Fault(string value, string code, string what, string? hint)
    {
        ValidationResultBuilder findings = new();
        findings.Fault(code, CreationField.RowId, value, what, hint);
        return findings.Faults[0];
    }
}
