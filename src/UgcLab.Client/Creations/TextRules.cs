using System.Buffers;
using System.Text.RegularExpressions;

namespace UgcLab.Creations;

// A text that is sent as given but for its ends, which are trimmed: a prompt, a script, actions. The pages do not say how characters are
// counted, so only what is too short or too long by every way of counting is refused here. One that may have 0 can be left out.
internal static class TextRules
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    public static string? Check(
        string? text, CreationField field, int shortest, int longest, bool skipValidation, ValidationResultBuilder findings)
    {
        if (text is null || (text.Length == 0 && skipValidation) || (shortest == 0 && FieldText.IsBlank(text)))
        {
            return shortest > 0 ? findings.Fault($"{field}Missing", field, null, "is missing.") : null;
        }

        if (text.Length > 0 && FieldText.IsBlank(text))
        {
            return findings.Fault($"{field}Blank", field, text, "holds nothing that can be seen.") ?? text;
        }

        if (!skipValidation)
        {
            if (TextDamage.InPlaceOfText(text) is null)
            {
                CheckLength(text, field, shortest, longest, findings);
            }

            foreach (TextDamage damage in TextDamage.Of(text))
            {
                findings.Fault(damage.IsOfField ? $"{field}{damage.Code}" : damage.Code, field, text, damage.What, damage.Hint);
            }

            if (LooksLikeRows(text))
            {
                findings.Warn(field, "looks like several rows of a table; a quote may not be closed.");
            }
        }

        if (!FieldText.IsUnicode(text))
        {
            findings.Fault($"{field}NotUnicode", field, text, "holds half of a surrogate pair, which cannot be sent as it is.");
        }

        if (FieldText.HoldsKey(text))
        {
            findings.Fault("SecretInPrompt", field, text, "holds what looks like an API key; the service would store it.");
        }

        return text;
    }

    private static void CheckLength(string text, CreationField field, int shortest, int longest, ValidationResultBuilder findings)
    {
        string taken = shortest > 0 ? $"{shortest} to {longest} are taken" : $"at most {longest} are taken";
        if (text.Length < shortest)
        {
            findings.Fault($"{field}Length", field, text, $"has {text.Length} characters; {taken}.");
        }
        else if (text.Length > longest && text.EnumerateRunes().Count() is int count && count > longest)
        {
            // The text itself may be megabytes; the two numbers say it all.
            findings.Fault($"{field}Length", field, null, $"has {count} characters; {taken}.");
        }
    }

    // A quote that is never closed makes one paid prompt of all rows that follow. Their mark is the same number of
    // delimiters in line after line, which prose does not have.
    private static bool LooksLikeRows(string text)
    {
        if (!text.Contains('\n'))
        {
            return false;
        }

        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 2 && Delimiters.Any(delimiter =>
        {
            int[] counts = [.. lines[1..].Select(line => line.Count(c => c == delimiter))];
            return counts[0] > 1 && counts.All(count => count == counts[0]);
        });
    }
}

// A reason why a text of any field can't be sent and charged. Its code is without the field's name if it IsOfField; What is the end of a
// sentence that begins with the field and the value.
internal sealed partial record TextDamage(string Code, string What, string? Hint = null, bool IsOfField = false)
{
    public const string UnreadableCode = "ReplacementChar";
    public const string Reread = "Save the file as UTF-8, or specify -Encoding.";

    // Texts that a program writes instead of a value are short.
    private const int LongestError = 40;
    private const int LongestPlaceholder = 12;

    // Most texts have none of these, and need no closer look.
    private static readonly SearchValues<char> SignsOfError = SearchValues.Create("#:");
    private static readonly SearchValues<char> SignsOfType = SearchValues.Create("@[<`");

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'))]);

    private static readonly TextDamage SpreadsheetError = new("SpreadsheetError", "is a spreadsheet's error, not a value.");

    private static readonly TextDamage Placeholder = new("Placeholder", "is what a program writes where it has no text, not a value.");

    private static readonly TextDamage Unreadable =
        new(UnreadableCode, "holds U+FFFD, which stands where a letter could not be read.", Reread);

    public bool IsOfSheet => this == SpreadsheetError;

    // All damage in a text. A placeholder or error value is reported without anything else.
    public static IReadOnlyList<TextDamage> Of(string text)
    {
        if (InPlaceOfText(text) is TextDamage instead)
        {
            return [instead];
        }

        int control = text.AsSpan().IndexOfAny(Controls);
        bool isUnreadable = text.Contains('\uFFFD');
        return control < 0 && !isUnreadable ? []
            : control < 0 ? [Unreadable]
            : isUnreadable ? [Control(text[control]), Unreadable] : [Control(text[control])];
    }

    // What a program writes where it has no value: a spreadsheet's error, or the name of a type.
    public static TextDamage? InPlaceOfText(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        return trimmed.Length <= LongestError && trimmed.ContainsAny(SignsOfError) && ErrorOfSheet().IsMatch(trimmed) ? SpreadsheetError
            : trimmed.Length <= LongestPlaceholder && Nothing().IsMatch(trimmed) ? Placeholder
            : (trimmed.ContainsAny(SignsOfType) || trimmed.Contains('.')) && TypeName().IsMatch(trimmed) ? Placeholder
            : null;
    }

    public static bool IsFormula(string text) => text is ['=' or '+' or '-' or '@', ..] && Formula().IsMatch(text);

    // Whether a text is a long number that a spreadsheet has shortened: 1.23457E+12.
    public static bool IsShortenedNumber(string text) => ShortenedNumber().IsMatch(text);

    // The first name in braces, such as {Color}, which a template would fill; null when there is none.
    public static string? UnfilledName(string text) =>
        text.Contains('{') || text.Contains("<<") ? Unfilled().Match(text) is { Success: true } name ? name.Value : null : null;

    private static TextDamage Control(char c) => new("ControlChar",
        $"holds the control character {FieldText.Name(c)}, which is in no text.", c < '\u0080' ? "Remove it." : Reread, IsOfField: true);

    // By shape, because each language has words of its own:
    // #WERT!, #¡REF!, #NOM ?; #N/A, #Н/Д; #NV, #YOK; ###; Err:502, Ошибка:502.
    [GeneratedRegex(@"^=?#(?:#+|[¡¿]?\p{L}[\p{L}\p{M}\d/_]*\s?[!?]|\p{L}{1,3}/\p{L}{1,3}(?:\s\p{L}/\p{L})?|\p{Lu}[\p{Lu}\p{M}_]+)\z"
        + @"|^#?(?:[Ee]rr\p{L}*|ERR|\p{Lu}\p{Ll}{2,7})\s?:\s?5\d\d\z")]
    private static partial Regex ErrorOfSheet();

    [GeneratedRegex(@"^(?:[(<\[]?(?:null|undefined|nan)[)>\]]?|Loading\.\.\.)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Nothing();

    // A whole text, such as Foo.Bar[], or a part of one: an object that was put into a text.
    [GeneratedRegex(@"^(?:[\p{L}_]\w*\.)*[\p{L}_]\w*(?:`\d+(?:\[.*\])?|(?:\[,*\])+)\z"
        + @"|^(?:Deserialized|Selected|Microsoft)\.[\p{L}\d_.]+\z|^<[^<>]* object at 0x[^<>]*>\z"
        + @"|\bSystem(?:\.[A-Z]\w*)+|@\{\s*(?:\w+\s*=[^{}]*)?\}|\[object [A-Z]\w*\]")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^(?:=\s*[\p{L}\d(""'$+\-]|[+\-@]\s*[\p{L}_.]+\d*\()")]
    private static partial Regex Formula();

    [GeneratedRegex(@"^[+-]?\d(?:[.,]\d+)?E\+\d+\z")]
    private static partial Regex ShortenedNumber();

    [GeneratedRegex(@"\{\{?\s*[\p{L}_][\p{L}\p{M}\d_ .-]{0,40}\}|<<\s*[\p{L}_][\p{L}\p{M}\d_ .-]{0,40}>>")]
    private static partial Regex Unfilled();
}
