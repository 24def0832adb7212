namespace UgcLab.Creations;

internal static class IdRules
{
    // Ids are CUIDs in the documentation: 25 letters and digits. A shorter word without digits isn't an id.
    private const int ShortestId = 10;

    /// <summary>Refuses text that can't be an id, warns if it is probably not an id, and returns it.</summary>
    public static string Check(CreationField field, string text, ValidationResultBuilder findings)
    {
        int invalid = ServiceId.IndexOfInvalid(text);
        if (invalid >= 0)
        {
            findings.Fault(
                $"{field}Invalid", field, text, $"contains {FieldText.Name(text[invalid])}; an id can have only letters, digits, - and _.");
        }
        else if (text.Length > ServiceId.Longest)
        {
            findings.Fault($"{field}Invalid", field, text, $"has {text.Length} characters; no id has more than {ServiceId.Longest}.");
        }
        else if (text.AsSpan().ContainsAny('-', '_') && !text.Any(char.IsAsciiDigit))
        {
            findings.Fault($"{field}Invalid", field, text, "isn't an id but a placeholder for one: an id has digits.");
        }
        else if (field is CreationField.ProjectId && (text.Length < ShortestId || !text.Any(char.IsAsciiDigit)))
        {
            findings.Warn(field, $"'{text}' doesn't look like an id, which has about 25 letters and digits: Get-UgcProject lists the ids.");
        }

        return text;
    }
}
