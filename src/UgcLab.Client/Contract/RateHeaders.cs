using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using UgcLab.Http;

namespace UgcLab.Contract;

/// <summary>Finds the headers that speak of limits. The page that names them breaks off before their names (docs/authentication).</summary>
internal static partial class RateHeaders
{
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

    // Numbers, units, times and names of policies are the answer to a question; the key of a quota's owner is nobody's business.
    private static string Value(string value) => Token().Replace(Owner().Replace(Redaction.Show(value, 100), "$1…"), "…");

    [GeneratedRegex(@"(?i)(\bpk=)[^;,\s]*")]
    private static partial Regex Owner();

    [GeneratedRegex(@"(?=[^\s;,]*[A-Za-z])[A-Za-z0-9_\-+/=]{20,}")]
    private static partial Regex Token();
}
