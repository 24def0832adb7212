using System.Text.RegularExpressions;

namespace UgcLab.Creations;

// What people write where an address is expected, and what they probably mean by it.
internal static partial class AddressText
{
    // A file of this computer or of its network, in the ways in which systems and spreadsheets write it; null for anything else.
    public static string? Local(string text) => text.Trim(Around) switch
    {
        string file when IsFileAddress(file) => "a file address",
        string path when Drive().IsMatch(path) || path.StartsWith(@"\\", StringComparison.Ordinal) =>
            "a path on this computer or its network",
        string path when Relative().IsMatch(path) || Root().IsMatch(path) => "a path on this computer",
        string name when FileName().IsMatch(name) || (FilePath().IsMatch(name) && Whole(name) is null) => "the name of a file",
        _ => null,
    };

    public static bool IsFileAddress(string text) => FileScheme().IsMatch(text.Trim(Around));

    // The address within quotes, brackets, or a link of Markdown or HTML; null when there is nothing around it.
    public static string? Unwrapped(string text) => Wrapped().Match(text) is { Success: true } match ? match.Groups["address"].Value : null;

    // The whole address, when only its beginning is missing or mistyped; null when it isn't clear.
    public static string? Whole(string text) =>
        Mistyped().Match(text) is { Success: true } typed && Host().IsMatch(text[typed.Length..]) ? $"https://{text[typed.Length..]}"
        : Host().IsMatch(text) ? $"https://{text}"
        : null;

    public static bool HasPort(string authority) => Port().IsMatch(authority);

    public static string WithoutPort(string text) => AddressPort().Replace(text, "$1", 1);

    private static readonly char[] Around =
        [' ', '"', '\'', '<', '>', '`', '\u2018', '\u2019', '\u201C', '\u201D', '\u201E', '\u00AB', '\u00BB'];

    [GeneratedRegex(@"(?i)^file:")]
    private static partial Regex FileScheme();

    [GeneratedRegex(@"^[A-Za-z]:[\\/]")]
    private static partial Regex Drive();

    [GeneratedRegex(@"^(\.{1,2}|~|%\w+%|\$(env:)?\w+)[\\/]")]
    private static partial Regex Relative();

    [GeneratedRegex(@"^/(?!/)")]
    private static partial Regex Root();

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
