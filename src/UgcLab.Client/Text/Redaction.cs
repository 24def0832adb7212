using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace UgcLab.Text;

/// <summary>Makes text from elsewhere fit to show: without secrets, and without characters that take over a terminal.</summary>
internal static partial class Redaction
{
    private const int LongestSecret = 10_000;

    /// <summary>Takes out anything like a key, an authorization header, a password in an address or a signed query.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text) => text is null || !MayHide(text) ? text
        : Query().Replace(UserInfo().Replace(Bearer().Replace(WithoutKeys(text), "$1 …"), "$1…@"), "$1?…");

    /// <summary>Whether <see cref="Clean"/> may change a text: each expression needs one of these words.</summary>
    public static bool MayHide(string text) =>
        text.Contains("ugc_", StringComparison.OrdinalIgnoreCase) || text.Contains("http", StringComparison.OrdinalIgnoreCase)
        || text.Contains("://", StringComparison.Ordinal) || KnownKey.MayBeIn(text)
        || text.Contains("bearer", StringComparison.OrdinalIgnoreCase) || text.Contains("author", StringComparison.OrdinalIgnoreCase);

    public static string WithoutKeys(string text) => Key().Replace(KnownKey.Redact(text), "ugc_…");

    public static string? Short(string? text, int longest)
    {
        if (text is null)
        {
            return null;
        }

        // What is cut off before is far beyond what is kept.
        string clean = Clean(text.Length > longest + LongestSecret ? text[..(longest + LongestSecret)] : text);
        return clean.Length <= longest ? clean : clean[..(char.IsHighSurrogate(clean[longest - 1]) ? longest - 1 : longest)] + "…";
    }

    // An exception without a secret in any of its messages, such as the password in a proxy's address; itself where there is none.
    public static Exception? Safe(Exception? error, Func<Exception, bool> isOwn)
    {
        // Our own was cleaned when it was made.
        if (error is null || isOwn(error))
        {
            return error;
        }

        Exception? inner = Safe(error.InnerException, isOwn);
        string message = Clean(error.Message);
        return message == error.Message && inner == error.InnerException ? error : error switch
        {
            HttpRequestException http => new HttpRequestException(http.HttpRequestError, message, inner, http.StatusCode),
            OperationCanceledException => new OperationCanceledException(message, inner),
            IOException => new IOException(message, inner),
            _ => new InvalidOperationException(message, inner),
        };
    }

    /// <summary>An address without its query, which may be a signature, and without user name and password.</summary>
    public static string? Address(string? address) =>
        address is null ? null : UserInfo().Replace(Query().Replace(address, "$1?…"), "$1…@");

    /// <summary>A value for a message: at most <paramref name="longest"/> characters, on one line, nothing invisible in it.</summary>
    public static string Show(string value, int longest = 80)
    {
        StringBuilder shown = new();
        foreach (Rune rune in Clean(value.Length > 10_000 ? value[..10_000] : value).EnumerateRunes())
        {
            if (shown.Length >= longest)
            {
                return shown.Append('…').ToString();
            }

            // Format characters turn text around (U+202E) or hide in it (U+200B); controls move the cursor.
            bool plain = IsPlain(rune);
            _ = rune.Value switch
            {
                '\n' => shown.Append("\\n"),
                '\r' => shown.Append("\\r"),
                '\t' => shown.Append("\\t"),
                _ => plain ? shown.Append(rune) : shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
            };
        }

        return shown.ToString();
    }

    public static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse);

    [GeneratedRegex("(?i)ugc_[0-9a-f]{6,}")]
    private static partial Regex Key();

    [GeneratedRegex(@"(?i)\b(authorization:\s*\S+|bearer)(?:\s|%20|\+|\\u0020)+[^\s""]+")]
    private static partial Regex Bearer();

    [GeneratedRegex(@"(?i)\b([a-z][a-z0-9+.-]*:\\?/\\?/)[^/\s""'<>]*@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?i)\b(https?:\\?/\\?/[^\s?#""'<>]+)\?[^\s""'<>]*")]
    private static partial Regex Query();
}

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
