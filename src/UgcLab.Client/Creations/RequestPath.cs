using System.Text.RegularExpressions;

namespace UgcLab.Creations;

// A path below the base address, where the key is sent. A path that could lead elsewhere, by any reading of it, is refused and
// never repaired.
internal sealed partial class RequestPath
{
    // Many servers cut or refuse longer addresses.
    private const int Longest = 8000;

    private readonly IReadOnlyList<string> _query;

    private RequestPath(string text, IReadOnlyList<string> segments, IReadOnlyList<string> query) =>
        (Text, Segments, _query) = (text, segments, query);

    // Without the query.
    public string Text { get; }

    // Decoded.
    public IReadOnlyList<string> Segments { get; }

    // With the query, as it goes out.
    public string Address => _query.Count == 0 ? Text : $"{Text}?{string.Join('&', _query)}";

    // Whether it asks for one page of a list, from a cursor on.
    public bool HasPage => _query.Any(pair => IsNamed(pair, "cursor"));

    // From a path, or a whole address, below the base address; the base address's own path in front may be left out. Messages do not
    // repeat it, because it may be a secret.
    public static RequestPath Of(Uri baseUri, string text, IEnumerable<KeyValuePair<string, string>> query, string apiKey)
    {
        string[] halves = Below(baseUri, Decode(text)).Split('?', 2);
        string path = halves[0].Trim('/');
        string[] pairs =
        [
            .. halves.Length == 1 ? [] : halves[1].Split('&', StringSplitOptions.RemoveEmptyEntries),
            .. query.Select(pair => Require(
                FieldText.IsUnicode(pair.Key + pair.Value), $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}",
                "has half a character in its query")),
        ];
        string[] segments = [.. path.Split('/').Select(Segment)];
        RequestPath whole = new(path, segments, pairs);
        string spoken = Uri.UnescapeDataString(whole.Address);
        Require(
            !FieldText.HoldsKey(spoken) && !FieldText.HoldsKey(whole.Address) && !spoken.Contains(apiKey, StringComparison.Ordinal),
            "", "holds something like an API key, which goes into a header by itself and nowhere else");
        Require(whole.Address.Length <= Longest, "", "is longer than servers take");

        // A final check for cases that the rules above don't cover: the resolved address must be below the base address.
        return Uri.TryCreate(baseUri, whole.Address, out Uri? asked) && asked.UserInfo.Length == 0 && asked.Fragment.Length == 0
            && asked.AbsoluteUri.StartsWith(baseUri.AbsoluteUri, StringComparison.Ordinal)
            ? whole : throw Refused("leads away from the base address");
    }

    // The same with another value for one name of its query.
    public RequestPath With(string name, string value) => new(Text, Segments,
        [.. _query.Where(pair => !IsNamed(pair, name)), $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}"]);

    public override string ToString() => Text;

    private static bool IsNamed(string pair, string name) => Uri.UnescapeDataString(pair.Split('=')[0]) == name;

    private static string Decode(string text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => throw Refused("is blank"),
        _ when text.Contains('\\', StringComparison.Ordinal) => throw Refused("has a backslash"),
        _ when text.Contains('#', StringComparison.Ordinal) =>
            throw Refused("has a fragment (#), which no service ever sees; as part of a value it is %23"),
        _ when !Characters().IsMatch(text) =>
            throw Refused("has a space, a line end or another character that no address holds as it is; -Query encodes values by itself"),
        _ when BadPercent().IsMatch(text) => throw Refused("has a % that encodes nothing"),
        _ when text.StartsWith("//", StringComparison.Ordinal) => throw Refused("begins with //, which would name another host"),
        _ => text,
    };

    // The path from the base on, however much of the base was written in front of it.
    private static string Below(Uri baseUri, string text)
    {
        string path = text;
        if (Scheme().IsMatch(text))
        {
            Require(
                Uri.TryCreate(text, UriKind.Absolute, out Uri? whole) && whole.Scheme == baseUri.Scheme && whole.UserInfo.Length == 0
                && whole.IdnHost.Equals(baseUri.IdnHost, StringComparison.OrdinalIgnoreCase) && whole.Port == baseUri.Port,
                "", $"is an address of its own, and not below {baseUri}");

            // As it was written: what the parser makes of dots must not decide here.
            int root = text.IndexOf('/', text.IndexOf("://", StringComparison.Ordinal) + 3);
            path = root < 0 ? "" : text[root..];
            Require(path.StartsWith(baseUri.AbsolutePath, StringComparison.Ordinal), "", $"is not below {baseUri}");
        }

        return baseUri.AbsolutePath.Length > 1 && path.StartsWith(baseUri.AbsolutePath, StringComparison.Ordinal)
            ? path[baseUri.AbsolutePath.Length..] : path;
    }

    private static string Segment(string segment)
    {
        Require(segment.Length > 0, "", "has an empty segment");
        Require(!Hidden().IsMatch(segment), "", "hides a dot, a slash, a backslash, a percent sign or a control character behind a %");

        // Some servers read ..; as ..
        Require(segment.Split(';')[0].Trim('.').Length > 0, "", "has a segment of dots");
        string decoded = Uri.UnescapeDataString(segment);
        return Require(decoded.All(c => !char.IsControl(c) && c is not ('/' or '\\')), decoded, "hides a slash or a control character");
    }

    private static string Require(bool isSo, string value, string fault) => isSo ? value : throw Refused(fault);

    private static UgcLabException Refused(string fault) => new(UgcLabErrorKind.PathInvalid, $"The path {fault}. Nothing was sent.",
        "Write it as the service's documentation does, below the base address: 'projects', '/ugc/ID', 'ugc/video'.");

    // RFC 3986, 3.3 and 3.4: what a path and a query may hold as it is.
    [GeneratedRegex(@"\A[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]+\z")]
    private static partial Regex Characters();

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex BadPercent();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.\-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex("(?i)%(2e|2f|5c|25|[01][0-9a-f]|7f)")]
    private static partial Regex Hidden();
}
