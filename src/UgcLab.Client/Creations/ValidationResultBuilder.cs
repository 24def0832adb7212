namespace UgcLab.Creations;

// Collects what the rules find. Values are made safe here, so that no rule can forget to.
internal sealed class ValidationResultBuilder
{
    // Long enough for an address to be copied out of a hint.
    private const int LongestHint = 300;

    public List<UgcFault> Faults { get; } = [];
    public List<string> Warnings { get; } = [];

    // Values that were converted to the spelling of the service.
    public List<string> Notes { get; } = [];

    // Returns the value that was meant, and notes it if more than the case differs.
    public string ReadAs(CreationField field, string text, string meant)
    {
        if (!string.Equals(text, meant, StringComparison.OrdinalIgnoreCase))
        {
            Notes.Add($"{field} '{Redaction.Show(text)}' is read as {meant}.");
        }

        return meant;
    }

    // Adds an error and returns null. The message begins with field and value, such as "Duration '7'".
    public string? Fault(string code, string field, string? value, string what, string? hint = null)
    {
        Faults.Add(new UgcFault(
            code,
            field,
            value is null ? null : Redaction.Show(value),
            value is null ? $"{field} {what}" : $"{field} '{Redaction.Show(value)}' {what}",
            hint is null ? null : Redaction.Show(hint, LongestHint)));
        return null;
    }

    public string? Fault(string code, CreationField field, string? value, string what, string? hint = null) =>
        Fault(code, field.ToString(), value, what, hint);

    public void Fault(CreationField field, string text, IEnumerable<TextDamage> damages)
    {
        foreach (TextDamage damage in damages)
        {
            Fault(damage.CodeOf(field.ToString()), field, text, damage.What, damage.Hint);
        }
    }

    public void Warn(CreationField field, string what) => Warnings.Add($"{field} {Redaction.Show(what, LongestHint)}");

    public static string? DidYouMean(string? near) => near is null ? null : $"Did you mean {near}?";
}
