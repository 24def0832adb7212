namespace UgcLab.Rows;

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
        findings.Fault(code, nameof(CreationField.RowId), value, what, hint);
        return findings.Faults[0];
    }
}
