using System.Text.RegularExpressions;

namespace UgcLab.Creations;

// The address of an image or a video that the service fetches: public, and https (docs/video, docs/motion-control). The service
// fetches it, so names are not resolved here. The text is sent byte for byte, because rewriting breaks a signed address.
internal sealed partial class AddressRules(CreationField which, ValidationResultBuilder findings)
{
    public const int Longest = 8192;
    private const string Https = "https://";

    private static readonly char[] Around =
        [' ', '"', '\'', '<', '>', '`', '\u2018', '\u2019', '\u201C', '\u201D', '\u201E', '\u00AB', '\u00BB'];

    private string What => which is CreationField.ReferenceVideoUrl ? "video" : "image";

    public string Check(string text, bool skipValidation)
    {
        if (!IsWritten(text, skipValidation) || skipValidation)
        {
            return text;
        }

        // System.Uri ignores an empty user name, but the host that downloads the image may not.
        string authority = text[Https.Length..].Split('/', '?', '#')[0];
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Port == 0)
        {
            string? hint = authority.Length == 0 ? "Specify the host after https://."
                : Port().IsMatch(authority)
                    ? $"The port must be a number from 1 to 65535. Most addresses have none: {Shown(AddressPort().Replace(text, "$1", 1))}"
                : null;
            Fault("Invalid", text, "is not an address.", hint);
            return text;
        }

        if (uri.UserInfo.Length > 0 || authority.Contains('@', StringComparison.Ordinal))
        {
            Fault("UserInfo", text, "holds a user name or password, which the service would store.");
        }

        _ = PublicAddress.Check(uri) switch
        {
            AddressVerdict.Private => Fault("Private", text,
                "leads to an address that the service cannot reach: a local, private or reserved one."),
            AddressVerdict.Ambiguous => Fault("AmbiguousHost", text,
                "has a host written so that different programs read different addresses from it."),
            AddressVerdict.Invalid => Fault("Invalid", text, "has a host that cannot exist."),
            _ => null,
        };
        Warn(uri);
        return uri.Fragment.Length > 0 ? text[..text.IndexOf('#', StringComparison.Ordinal)] : text;
    }

    private bool IsWritten(string text, bool skipValidation)
    {
        int faults = findings.Faults.Count;
        if (Local(text) is string local)
        {
            Fault(IsFileAddress(text) ? "Scheme" : "Invalid", text,
                $"is {local}, and the service can't read files of this computer.",
                $"Upload the {What} to where anyone can download it by https, and specify that address.");
        }
        else if (Unwrapped(text) is string inner)
        {
            Fault("Invalid", text, "has characters around the address that don't belong to it.", $"Write only the address: {Shown(inner)}");
        }
        else if (!skipValidation && text.Length > Longest)
        {
            Fault("Length", null, $"has {text.Length} characters; at most {Longest} are taken.");
        }
        else if (!skipValidation && text.Any(char.IsWhiteSpace))
        {
            string? hint = text.Split("://").Length > 2 ? "Write one address in a cell."
                : text.All(c => c == ' ' || !char.IsWhiteSpace(c))
                    ? $"A space is written %20: {Shown(text).Replace(" ", "%20", StringComparison.Ordinal)}"
                : null;
            Fault("Whitespace", text, "holds white space.", hint);
        }
        else if (!skipValidation && text.Where(IsInvalid).Take(1).ToArray() is [char invalid])
        {
            Fault("Invalid", text, $"holds {FieldText.Name(invalid)}, which is in no address.");
        }
        else if (!skipValidation && EscapedControl().Match(text) is { Success: true } escaped)
        {
            Fault("Invalid", text, $"holds {escaped.Value}, an escaped control character, which is in no address.", "Remove it.");
        }
        else if (!text.TrimStart(' ').StartsWith(Https, StringComparison.OrdinalIgnoreCase))
        {
            CheckScheme(text);
        }

        return findings.Faults.Count == faults;
    }

    // Browsers read a backslash as a slash, but other programs don't; the other characters are invisible.
    private static bool IsInvalid(char c) => c == '\\' || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;

    private void CheckScheme(string text)
    {
        string scheme = SchemeStart().Match(text) is { Success: true, Index: 0 } match ? match.Value.ToUpperInvariant() : "";
        _ = scheme switch
        {
            "DATA:" => Fault("Scheme", text,
                $"is the {What} itself; the service wants an address.", $"Put the {What} where anyone can fetch it by https."),
            "HTTP:" => Fault("Scheme", text, "is not https.", $"Try https:{Shown(text)[5..]}"),
            "" or "HTTPS:" => Fault("Invalid", text, "is not a whole address.", Whole(text) is string whole
                ? $"Did you mean '{Shown(whole)}'?"
                : $"Specify the whole address of the {What}, such as https://example.com/{What}.{(What is "video" ? "mp4" : "jpg")}."),
            _ when Whole(text) is string meant => Fault("Scheme", text, "is not https.", $"Did you mean '{Shown(meant)}'?"),
            _ => Fault("Scheme", text, "is not https.", $"Put the {What} where anyone can fetch it by https."),
        };
    }

    private void Warn(Uri uri)
    {
        if (uri.Fragment.Length > 0)
        {
            findings.Warn(which, "ends in #…, which no server sees; it is left out.");
        }

        if (uri.OriginalString.Split(',').Skip(1).Any(part => part.StartsWith(Https, StringComparison.OrdinalIgnoreCase)))
        {
            findings.Warn(which, "looks like two addresses with a comma between; it is sent as one.");
        }

        if (MixesScripts(uri.Host))
        {
            findings.Warn(
                which, $"has a host with letters of different alphabets, which look alike; in plain letters it is {uri.IdnHost}.");
        }

        if ((which is CreationField.ReferenceVideoUrl ? OtherThanVideo() : OtherThanImage()).IsMatch(uri.AbsolutePath))
        {
            string taken = which is CreationField.ReferenceVideoUrl ? "an MP4 or WebM video" : "a JPEG, PNG or WebP image";
            findings.Warn(which, $"does not end like {taken}, which is what the service takes.");
        }
    }

    private string? Fault(string what, string? text, string sentence, string? hint = null) =>
        findings.Fault($"{which}{what}", which, text is null ? null : Shown(text), sentence, hint);

    // A refused value may not be a valid address, so secrets are removed by their position in the text.
    private static string Shown(string text)
    {
        int query = text.IndexOf('?', StringComparison.Ordinal);
        return UserInfo().Replace(query < 0 ? text : text[..(query + 1)] + "…", "$1…@");
    }

    // A Cyrillic а among Latin letters looks the same but leads to a different host.
    private static bool MixesScripts(string host) =>
        host.Split('.')
            .Any(label => label.Any(char.IsAsciiLetter) && label.Any(c => c is >= '\u0370' and <= '\u058F' or >= '\u13A0' and <= '\u13FF'));

    // A file of this computer or of its network, in the ways in which systems and spreadsheets write it; null for anything else.
    private static string? Local(string text) => text.Trim(Around) switch
    {
        string file when IsFileAddress(file) => "a file address",
        string path when Drive().IsMatch(path) => "a path on this computer or its network",
        string path when Relative().IsMatch(path) => "a path on this computer",
        string name when FileName().IsMatch(name) || (FilePath().IsMatch(name) && Whole(name) is null) => "the name of a file",
        _ => null,
    };

    private static bool IsFileAddress(string text) => FileScheme().IsMatch(text.Trim(Around));

    // The address within quotes, brackets, or a link of Markdown or HTML; null when there is nothing around it.
    private static string? Unwrapped(string text) =>
        Wrapped().Match(text) is { Success: true } match ? match.Groups["address"].Value : null;

    // The whole address, when only its beginning is missing or mistyped; null when it isn't clear.
    private static string? Whole(string text) =>
        Mistyped().Match(text) is { Success: true } typed && Host().IsMatch(text[typed.Length..]) ? $"https://{text[typed.Length..]}"
        : Host().IsMatch(text) ? $"https://{text}"
        : null;

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")]
    private static partial Regex SchemeStart();

    [GeneratedRegex("%(?:[01][0-9A-F]|7F|C2%[89][0-9A-F])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EscapedControl();

    [GeneratedRegex(@"^([A-Za-z][A-Za-z0-9+.-]*:[/\\]*)[^/?#]*@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?i)\.(gif|svg|heic|heif|avif|bmp|tiff?|ico|pdf|mp4|mov|webm|m4v|avi|html?)\z")]
    private static partial Regex OtherThanImage();

    [GeneratedRegex(@"(?i)\.(jpe?g|png|webp|gif|svg|heic|heif|avif|bmp|tiff?|ico|pdf|mov|m4v|avi|mkv|wmv|html?)\z")]
    private static partial Regex OtherThanVideo();

    [GeneratedRegex(@"(?i)^file:")]
    private static partial Regex FileScheme();

    [GeneratedRegex(@"^(?:[A-Za-z]:[\\/]|\\\\)")]
    private static partial Regex Drive();

    [GeneratedRegex(@"^(?:(?:\.{1,2}|~|%\w+%|\$(?:env:)?\w+)[\\/]|/(?!/))")]
    private static partial Regex Relative();

    [GeneratedRegex(@"(?i)^[^:/\\?#]*\.(jpe?g|png|webp|gif|heic|avif|bmp|tiff?|svg|mp4|mov|webm|m4v|avi|mkv)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"(?i)^[^:?#]*[\\/][^:?#\\/]*\.(jpe?g|png|webp|gif|heic|avif|mp4|mov|webm|m4v)$")]
    private static partial Regex FilePath();

    [GeneratedRegex(
        @"(?i)^\s*(!?\[[^\]]*\]\(|=\w+\([""']?|<\w[^>]*?[""']|[""'<(\[`\u2018-\u201E\u00AB\u00BB])+"
        + @"(?<address>https?://[^\s""'<>`\u2018-\u201E\u00AB\u00BB]+?)([""'<>)\]`\u2018-\u201E\u00AB\u00BB].*)?$"
        + @"|^\s*(?<address>https?://[^\s""'<>`\u2018-\u201E\u00AB\u00BB]+)[""'>`\u2018-\u201E\u00AB\u00BB]+\s*$")]
    private static partial Regex Wrapped();

    [GeneratedRegex(@"(?i)^((h[tx]{1,3}ps?|ttps?)(:|;|(?=[\\/]))[\\/]*|//)")]
    private static partial Regex Mistyped();

    [GeneratedRegex(@"(?i)^([a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}|\d+(\.\d+){3})(:\d{1,5})?(/|\?|$)")]
    private static partial Regex Host();

    [GeneratedRegex(@":[^\]]*$")]
    private static partial Regex Port();

    [GeneratedRegex(@"(?i)^(https://\[[^\]]*\]|https://[^/?#:]*):[^/?#]*")]
    private static partial Regex AddressPort();
}
