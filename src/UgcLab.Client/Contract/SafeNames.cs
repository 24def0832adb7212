using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace UgcLab.Contract;

// Decides which names that the service returned may be stored and shared: names of members, codes,
// and states are, but not what may be user data, such as ids or texts that a map has as names.
internal static partial class SafeNames
{
    private const string Withheld = "(withheld)";

    // RFC 9110's dates, the draft for RateLimit fields, and units: all words that may stand in a value.
    private static readonly FrozenSet<string> CommonWords = (
        "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec GMT UTC T Z q r t w pk qu ms s m h d default "
        + "read reads write writes request requests second seconds minute minutes hour hours day days")
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static string Of(string name) =>
        Word().IsMatch(name) && !Id().IsMatch(name) && !Digits().IsMatch(name) && Redaction.Clean(name) == name ? name : Withheld;

    public static string MediaType(string? type) => type is null ? "no media type" : MediaTypes().IsMatch(type)
        ? type.ToLowerInvariant() : Withheld;

    public static bool IsCuid(string id) => Id().IsMatch(id);

    /// <summary>The headers that speak of limits, in their order. The page that names them (docs/authentication) is cut off.</summary>
    public static IEnumerable<(string Name, string Value)> Limits(HttpResponseHeaders headers) => headers.NonValidated
        .Where(header => Of(header.Key) == header.Key && (Limit().IsMatch(header.Key) || IsRetryAfter(header.Key)))
        .Select(header => (header.Key, Value(header.Value.ToString())));

    public static bool IsRetryAfter(string name) => name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase);

    // Keeps numbers, units, and times, which the contract test reports. Removes the rest, which may identify the user.
    private static string Value(string value)
    {
        string shown = Token().Replace(Owner().Replace(Redaction.Show(value, 100), "$1…"), "…");
        return Letters().Replace(shown, word => CommonWords.Contains(word.Value) ? word.Value : "…");
    }

    [GeneratedRegex(@"\A[A-Za-z_$][A-Za-z0-9_$.\-]{0,47}\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"\Ac[a-z0-9]{24}\z")]
    private static partial Regex Id();

    // An id, a phone number, a day; no word that a programmer chose has as many.
    [GeneratedRegex(@"[0-9].*[0-9].*[0-9].*[0-9]")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A[A-Za-z]{1,12}/[A-Za-z0-9.+\-]{1,40}\z")]
    private static partial Regex MediaTypes();

    [GeneratedRegex("(?i)rate-?limit")]
    private static partial Regex Limit();

    [GeneratedRegex(@"(?i)(\bpk=)[^;,\s]*")]
    private static partial Regex Owner();

    [GeneratedRegex(@"(?=[^\s;,]*[A-Za-z])[A-Za-z0-9_\-+/=]{20,}")]
    private static partial Regex Token();

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Letters();
}
