using UgcLab.Catalog;
using UgcLab.Rows;

namespace UgcLab;

/// <summary>
/// The identities of the rows of one input: what a user gives a row so that it stays the same order when its text or its
/// place changes. Each belongs to one row.
/// </summary>
public sealed class RowIds
{
    /// <summary>How long an identity may be, in UTF-16 units.</summary>
    public const int Longest = 200;

    private const string Field = nameof(CreationField.RowId);

    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);

    /// <summary>Takes an identity for a row. A fault when an earlier row has it; null when it was free. Case counts.</summary>
    public UgcFault? Take(string rowId, int row)
    {
        ArgumentNullException.ThrowIfNull(rowId);
        if (_rows.TryAdd(rowId, row))
        {
            return null;
        }

        Findings findings = new();
        findings.Fault("RowIdTwice", Field, rowId, $"is that of row {_rows[rowId]} already.", "Give each row its own, or take the second row out.");
        return findings.Faults[0];
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear() => _rows.Clear();

    /// <summary>The identity in a cell, without white space around it; null when none is given, or when it cannot be one.</summary>
    internal static string? Read(string? cell, ICollection<UgcFault> faults)
    {
        string text = cell?.Trim() ?? "";
        if (text.Length == 0)
        {
            return null;
        }

        Findings findings = new();
        if (FieldText.HoldsKey(text))
        {
            findings.Fault("SecretInInput", Field, text, "holds what looks like an API key, which belongs in no row.");
        }
        else if (FieldText.IsSpreadsheetError(text))
        {
            findings.Fault("SpreadsheetError", Field, text, "is a spreadsheet's error, not a value.");
        }
        else if (text.Length > Longest)
        {
            findings.Fault("RowIdInvalid", Field, text, $"has {text.Length} characters; at most {Longest} are taken.");
        }
        else if (text.FirstOrDefault(char.IsControl) is char control && text.Any(char.IsControl))
        {
            findings.Fault("RowIdInvalid", Field, text, $"holds {FieldText.Name(control)}, which cannot be seen.");
        }
        else if (text.Contains('\uFFFD'))
        {
            // Saved as UTF-8 some day, the row would have another identity, and be bought again.
            findings.Fault("ReplacementChar", Field, text, "holds U+FFFD, which stands where a letter could not be read.", "Save the file as UTF-8.");
        }
        else if (!FieldText.IsUnicode(text))
        {
            findings.Fault("RowIdInvalid", Field, text, "holds half of a surrogate pair.");
        }

        foreach (UgcFault fault in findings.Faults)
        {
            faults.Add(fault);
        }

        return findings.Faults.Count > 0 ? null : text;
    }
}
