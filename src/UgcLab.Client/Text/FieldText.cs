using System.Text.RegularExpressions;

namespace UgcLab.Text;

internal static partial class FieldText
{
    /// <summary>Whether it holds something like an API key; one with some digits lost in copying is a secret still.</summary>
    public static bool HoldsKey(string text) => Key().IsMatch(text);

    /// <summary>A half of a surrogate pair would be replaced without a word on its way, and other text paid for than was written.</summary>
    public static bool IsUnicode(string text)
    {
        int first = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (int i = first < 0 ? text.Length : first; i < text.Length; i++)
        {
            // Past the second half, too.
            if (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i++))
            {
                return false;
            }
        }

        return true;
    }

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
