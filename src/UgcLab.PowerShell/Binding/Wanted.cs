using System.Management.Automation;

namespace UgcLab.PowerShell.Binding;

/// <summary>Which items of a list were asked for, by name and by id; nothing asked for is anything.</summary>
internal sealed class Wanted(string[] names, string[] ids)
{
    private readonly WildcardPattern[] _names = [.. names.Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant))];
    private readonly HashSet<string> _missing = new(ids, StringComparer.Ordinal);

    /// <summary>Whether every id was seen that was asked for: no two items have one, so the rest of the list is nobody's.</summary>
    public bool IsFound => ids.Length > 0 && _missing.Count == 0;

    /// <summary>Whether this item was asked for. An id is asked for once.</summary>
    public bool Has(string id, string? name)
    {
        bool isWanted = ids.Length == 0 || _missing.Remove(id);
        return isWanted && (_names.Length == 0 || _names.Any(pattern => pattern.IsMatch(name ?? "")));
    }
}
