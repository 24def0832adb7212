namespace UgcLab.Http;

/// <summary>Names of hosts: whether one can exist, and whether it can mean something outside of a local network.</summary>
internal static class HostNames
{
    // Reserved by RFC 2606, 6761, 6762, 7686, 8375 and 9476, set aside by ICANN (internal), or in wide use inside of
    // networks. Under arpa there is no web site, and one name that leads into a reserved block.
    private static readonly HashSet<string> LocalEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        "localhost", "localdomain", "local", "internal", "intranet", "private", "lan", "corp", "home", "arpa", "test",
        "invalid", "onion", "alt",
    };

    public static AddressVerdict Check(string name)
    {
        string[] labels = name.Split('.');
        if (name.Length > 253 || !labels.All(IsLabel))
        {
            return AddressVerdict.Invalid;
        }

        string last = labels[^1];
        if (LocalEndings.Contains(last))
        {
            return AddressVerdict.Private;
        }

        // What ends in a number is read as an address by browsers, and as a name by others.
        if (last.All(char.IsAsciiDigit) || last.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return AddressVerdict.Invalid;
        }

        // A name without a dot is looked up in the searcher's own network first.
        return labels.Length == 1 ? AddressVerdict.Private : AddressVerdict.Public;
    }

    // Underscores are in no host's name by the letter, and in many by habit.
    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
