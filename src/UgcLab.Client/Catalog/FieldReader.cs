namespace UgcLab.Catalog;

/// <summary>
/// Reads all fields but the prompt: blank is "not given", spaces around a value do not count, and what is bad in any
/// field is named once, so that the field's own rule has nothing to add.
/// </summary>
internal sealed class FieldReader(Findings findings, bool skipValidation)
{
    public T? Field<T>(string field, string? text, string invalid, Func<string?, T> rule)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return rule(null);
        }

        if (FieldText.HoldsKey(text))
        {
            findings.Fault("SecretInInput", field, text, "holds what looks like an API key, which belongs in no row.");
        }
        else if (!skipValidation && FieldText.IsSpreadsheetError(text))
        {
            findings.Fault("SpreadsheetError", field, text, "is a spreadsheet's error, not a value.");
        }
        else if (!FieldText.IsUnicode(text))
        {
            findings.Fault(invalid, field, text, "holds half of a surrogate pair, which cannot be sent as it is.");
        }
        else
        {
            return rule(skipValidation ? text : text.Trim(' '));
        }

        return default;
    }
}
