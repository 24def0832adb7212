using System.Text.RegularExpressions;
using UgcLab.Http;

namespace UgcLab.Contract;

/// <summary>
/// Makes names that the service invented fit to be kept and sent to strangers: names of members, codes and states are,
/// what may be somebody's data is not. A map may have ids or texts of the user's own for names.
/// </summary>
internal static partial class Names
{
    /// <summary>Stands for a name that is not kept.</summary>
    public const string Withheld = "(withheld)";

    /// <summary>A name as it is, or that it was withheld.</summary>
    public static string Of(string name) =>
        Word().IsMatch(name) && !Id().IsMatch(name) && !Digits().IsMatch(name) && Redaction.Clean(name) == name ? name : Withheld;

    /// <summary>A media type without its parameters.</summary>
    public static string MediaType(string? type) => type is null ? "no media type" : MediaTypes().IsMatch(type) ? type.ToLowerInvariant() : Withheld;

    /// <summary>Whether an id is a CUID, as docs/video calls the ids of projects.</summary>
    public static bool IsCuid(string id) => Id().IsMatch(id);

    [GeneratedRegex(@"\A[A-Za-z_$][A-Za-z0-9_$.\-]{0,47}\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"\Ac[a-z0-9]{24}\z")]
    private static partial Regex Id();

    // An id, a phone number, a day; no word that a programmer chose has as many.
    [GeneratedRegex(@"[0-9].*[0-9].*[0-9].*[0-9]")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A[A-Za-z]{1,12}/[A-Za-z0-9.+\-]{1,40}\z")]
    private static partial Regex MediaTypes();
}
