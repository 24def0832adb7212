using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using UgcLab.Http;

namespace UgcLab.Contract;

/// <summary>Finds the headers that speak of limits. The page that names them breaks off before their names (docs/authentication).</summary>
internal static partial class RateHeaders
{
    // RFC 9110's dates, the draft for RateLimit fields, and units: all words that may stand in a value.
    private static readonly FrozenSet<string> Plain = (
        "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec GMT UTC T Z q r t w pk qu ms s m h d default read reads write writes "
        + "request requests second seconds minute minutes hour hours day days").Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Their names and values in the order they came, made safe to show.</summary>
    public static IEnumerable<(string Name, string Value)> In(HttpResponseHeaders headers)
    {
        foreach ((string name, HeaderStringValues values) in headers.NonValidated)
        {
            if (Names.Of(name) == name && SpeaksOfLimits(name))
            {
                yield return (name, Value(values.ToString()));
            }
        }
    }

    public static bool SpeaksOfLimits(string name) =>
        name.Contains("ratelimit", StringComparison.OrdinalIgnoreCase)
        || name.Contains("rate-limit", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase);

    // Numbers, units and times are the answer to a question; who the limit is for is nobody's business.
    private static string Value(string value) =>
        Word().Replace(Token().Replace(Owner().Replace(Redaction.Show(value, 100), "$1…"), "…"), word => Plain.Contains(word.Value) ? word.Value : "…");

    [GeneratedRegex(@"(?i)(\bpk=)[^;,\s]*")]
    private static partial Regex Owner();

    [GeneratedRegex(@"(?=[^\s;,]*[A-Za-z])[A-Za-z0-9_\-+/=]{20,}")]
    private static partial Regex Token();

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();
}
