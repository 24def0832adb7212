namespace UgcLab.Catalog;

/// <summary>Lists of words that a field takes.</summary>
internal static class Words
{
    /// <summary>The word in the catalogue's spelling, whatever case it was written in.</summary>
    public static string? Find(IEnumerable<string> words, string text) =>
        words.FirstOrDefault(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase));

    /// <summary><c>a, b or c</c>.</summary>
    public static string List(IReadOnlyList<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.Take(words.Count - 1))} or {words[^1]}";
}
