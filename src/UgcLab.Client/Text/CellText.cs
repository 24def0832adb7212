using System.Text.RegularExpressions;

namespace UgcLab.Text;

// The one rule for the text of a cell, a parameter, a list item and a RowId, whatever program wrote it: Trim is what is sent,
// Normalize what identifies its row.
internal static class CellText
{
    /// <summary>Whether this process can compose letters. Where globalization is invariant, the runtime's Normalize does nothing.</summary>
    public static bool CanCompose { get; } = "e\u0301".Normalize() == "\u00E9";

    public static string Trim(string text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsInvisible(text[start]))
        {
            start++;
        }

        while (end > start && IsInvisible(text[end - 1]))
        {
            end--;
        }

        return end - start == text.Length ? text : text[start..end];
    }

    /// <summary>The text as a person sees it: trimmed, with LF as its line end, and with composed letters (NFC).</summary>
    public static string Normalize(string text)
    {
        string lines = Trim(text).ReplaceLineEndings("\n");
        return Ascii.IsValid(lines) || !FieldText.IsUnicode(lines) ? lines : lines.Normalize();
    }

    // Whether the text is composed for certain, without the tables of Unicode: no letter or mark in it has another form.
    public static bool IsComposed(string text) => Ascii.IsValid(text) || text.EnumerateRunes().All(IsComposed);

    private static bool IsInvisible(char c) => char.IsWhiteSpace(c) || c is '\uFEFF' or '\u200B' or '\u2060';

    // More than necessary is uncertain here, and never less: marks, the scripts that are written with them, and what has another form.
    private static bool IsComposed(Rune rune) => rune.Value is < 0x300 or (>= 0xFE00 and <= 0xFE0F)
        || (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            && rune.Value is not (
                0x374 or 0x37E or 0x387 or (>= 0x900 and <= 0xFFF) or (>= 0x1100 and <= 0x11FF) or (>= 0x1F00 and <= 0x1FFF)
                or 0x2000 or 0x2001 or (>= 0x2126 and <= 0x212B) or 0x2329 or 0x232A or 0x2ADC
                or (>= 0xF900 and <= 0xFAFF) or (>= 0xFB1D and <= 0xFB4F)
                or (>= 0x11000 and <= 0x16FFF) or (>= 0x1D100 and <= 0x1D1FF) or (>= 0x2F800 and <= 0x2FA1F)));
}

internal static partial class FieldText
{
    /// <summary>Whether it holds something like an API key; one with some digits lost in copying is a secret still.</summary>
    public static bool HoldsKey(string text) => Key().IsMatch(text);

    /// <summary>A half of a surrogate pair would be replaced without a word on its way, and other text paid for than was written.</summary>
    public static bool IsUnicode(string text) => !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
        || text.EnumerateRunes().Count(rune => rune == Rune.ReplacementChar) == text.Count(c => c == '\uFFFD');

    /// <summary>Nothing that can be seen: white space, and characters without width such as U+200B.</summary>
    public static bool IsBlank(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                return false;
            }
        }

        return true;
    }

    // With plain characters for full-width ones. By arithmetic, because the runtime's own normalization does nothing where
    // globalization is invariant.
    public static string Narrow(string text) => string.Concat(text.Select(c => c is > '\uFF00' and < '\uFF5F' ? (char)(c - 0xFEE0) : c));

    public static string Name(char c) => c switch
    {
        ' ' => "a space",
        '\u00A0' => "U+00A0 (a no-break space)",
        '\uFEFF' => "U+FEFF (a byte-order mark)",
        '\u200B' => "U+200B (a space without width)",
        > ' ' and <= '~' => $"'{c}'",
        _ => $"U+{(int)c:X4}",
    };

    public static string? Find(IEnumerable<string> words, string text) =>
        words.FirstOrDefault(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase));

    public static string List(IReadOnlyList<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.Take(words.Count - 1))} or {words[^1]}";

    [GeneratedRegex("(?i)ugc_[0-9a-f]{32,}")]
    private static partial Regex Key();
}
