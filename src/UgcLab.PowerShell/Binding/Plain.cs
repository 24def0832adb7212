using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace UgcLab.PowerShell.Binding;

/// <summary>Takes values out of the engine's wrappers, all the way down, for the client to write as JSON.</summary>
internal static class Plain
{
    public static Dictionary<string, object?> Members(IDictionary? table)
    {
        Dictionary<string, object?> members = [];
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            members[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = Value(entry.Value);
        }

        return members;
    }

    private static object? Value(object? value) => value switch
    {
        PSObject { BaseObject: PSCustomObject } row => row.Properties.ToDictionary(property => property.Name, property => Value(property.Value)),
        PSObject wrapped => Value(wrapped.BaseObject),
        string text => text,
        IDictionary map => Members(map),
        IEnumerable list => list.Cast<object?>().Select(Value).ToList(),
        _ => value,
    };
}
