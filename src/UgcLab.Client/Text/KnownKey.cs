using System.Text.RegularExpressions;

namespace UgcLab.Text;

// A key of this process, in every spelling in which an answer may quote it: as it is, escaped for an address, JSON or HTML, in base64, or
// in hexadecimal digits.
internal sealed class KnownKey
{
    // A text as short as this could be a word of any message.
    private const int Shortest = 8;
    private const int MostKeys = 32;
    private const int LongestPart = 12;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(5);
    private static volatile KnownKey[] _all = [];

    private readonly string _key;
    private readonly string[] _starts;
    private readonly Regex _spellings;

    private KnownKey(string key)
    {
        string hex = Convert.ToHexString(Encoding.ASCII.GetBytes(key));
        string[] base64 = [.. Enumerable.Range(0, 3).Select(offset => Base64(key, offset))];
        _key = key;
        _starts = [key[..4], hex[..LongestPart], .. base64.Select(text => text[..Math.Min(LongestPart, text.Length)])];
        IEnumerable<string> spellings = base64
            .Select(text => string.Concat(text.Select(c => c switch { '+' => "[+-]", '/' => "[/_]", _ => c.ToString() })))
            .Prepend(hex).Prepend(string.Concat(key.Select(AnySpelling)));
        _spellings = new Regex(string.Join('|', spellings), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchTimeout);
    }

    /// <summary>A key is used from now on, so it must not be shown from now on.</summary>
    public static void Add(string key)
    {
        KnownKey[] known = _all;
        if (key.Length >= Shortest && !known.Any(each => each._key == key))
        {
            _all = [new KnownKey(key), .. known.Take(MostKeys - 1)];
        }
    }

    public static bool MayBeIn(string text) => _all.Length > 0
        && (text.AsSpan().ContainsAny('%', '\\', '&')
            || _all.Any(key => key._starts.Any(start => text.Contains(start, StringComparison.OrdinalIgnoreCase))));

    public static string Redact(string text) => !MayBeIn(text) ? text : _all.Aggregate(text, (clean, key) =>
    {
        try
        {
            return key._spellings.Replace(clean, key._key.StartsWith("ugc_", StringComparison.Ordinal) ? "ugc_…" : "…");
        }
        catch (RegexMatchTimeoutException)
        {
            return "…";
        }
    });

    private static string AnySpelling(char c) =>
        $"(?:\\\\*{Regex.Escape(c.ToString())}|%(?:25)*{(int)c:X2}|\\\\u00{(int)c:X2}|\\\\x{(int)c:X2}|&#x0*{(int)c:X2};|&#0*{(int)c};)";

    // The base64 digits that a text with the key always contains, for the number
    // of bytes before the key modulo three: those that depend only on the key.
    private static string Base64(string key, int offset)
    {
        byte[] bytes = [.. new byte[offset], .. Encoding.ASCII.GetBytes(key)];
        return Convert.ToBase64String(bytes)[((offset * 8 + 5) / 6)..(bytes.Length * 8 / 6)];
    }
}
