using System.Text.RegularExpressions;

namespace UgcLab.Text;

/// <summary>Makes text from elsewhere fit to show: without secrets, and without characters that take over a terminal.</summary>
internal static partial class Redaction
{
    private const int LongestSecret = 10_000;

    /// <summary>Takes out anything like a key, an authorization header, a password in an address or a signed query.</summary>
    public static string Clean(string text) => !MayHide(text) ? text
        : Query().Replace(UserInfo().Replace(Bearer().Replace(WithoutKeys(text), "$1 …"), "$1…@"), "$1?…");

    /// <summary>Whether <see cref="Clean"/> may change a text: each expression needs one of these words.</summary>
    public static bool MayHide(string text) =>
        text.Contains("ugc_", StringComparison.OrdinalIgnoreCase) || text.Contains("http", StringComparison.OrdinalIgnoreCase)
        || text.Contains("://", StringComparison.Ordinal) || KnownKey.MayBeIn(text)
        || text.Contains("bearer", StringComparison.OrdinalIgnoreCase) || text.Contains("author", StringComparison.OrdinalIgnoreCase);

    /// <summary>Removes only keys: anything that looks like one, and those of this process in every spelling.</summary>
    public static string WithoutKeys(string text) => Key().Replace(KnownKey.Redact(text), "ugc_…");

    /// <summary>A text of the service to keep: without secrets, and cut.</summary>
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
