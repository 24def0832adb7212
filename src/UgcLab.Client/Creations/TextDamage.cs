using System.Buffers;
using System.Text.RegularExpressions;

namespace UgcLab.Creations;

/// <summary>A reason why a text of any field can't be sent and charged.</summary>
/// <param name="Code">The error's code, without the field's name where <paramref name="IsOfField"/>.</param>
/// <param name="What">The end of a sentence that begins with the field and the value.</param>
/// <param name="Hint">What to do.</param>
/// <param name="IsOfField">Whether the code begins with the field's name.</param>
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

    public string CodeOf(string field) => IsOfField ? field + Code : Code;

    /// <summary>All damage in a text. A placeholder or error value is reported without anything else.</summary>
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

    /// <summary>What a program writes where it has no value: a spreadsheet's error, or the name of a type.</summary>
    public static TextDamage? InPlaceOfText(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        return trimmed.Length <= LongestError && trimmed.ContainsAny(SignsOfError) && ErrorOfSheet().IsMatch(trimmed) ? SpreadsheetError
            : trimmed.Length <= LongestPlaceholder && Nothing().IsMatch(trimmed) ? Placeholder
            : (trimmed.ContainsAny(SignsOfType) || trimmed.Contains('.')) && TypeName().IsMatch(trimmed) ? Placeholder
            : null;
    }

    public static bool IsFormula(string text) => text is ['=' or '+' or '-' or '@', ..] && Formula().IsMatch(text);

    /// <summary>Whether a text is a long number that a spreadsheet has shortened: 1.23457E+12.</summary>
    public static bool IsShortenedNumber(string text) => ShortenedNumber().IsMatch(text);

    /// <summary>The first name in braces, such as {Color}, which a template would fill; null when there is none.</summary>
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
