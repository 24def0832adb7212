using System.Collections;

namespace UgcLab.PowerShell.Binding;

/// <summary>Unwraps values from the engine's PSObject wrappers, recursively, so that the client can write them as JSON.</summary>
internal static class PSObjectUnwrapper
{
    // Deeper than any request. The limit also ends the recursion in a table that contains itself.
    private const int Deepest = 16;

    public static object? Unwrapped(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    public static Dictionary<string, object?> Members(IDictionary? table) => Members(table ?? new Hashtable(), 0);

    public static object? Value(object? value) => Value(value, 0);

    private static Dictionary<string, object?> Members(IDictionary table, int depth)
    {
        Dictionary<string, object?> members = [];
        foreach (DictionaryEntry entry in table)
        {
            members[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = Value(entry.Value, depth + 1);
        }

        return members;
    }

    private static object? Value(object? value, int depth) => value switch
    {
        _ when depth > Deepest => throw Invalid.Argument($"A table goes deeper than {Deepest} levels, or holds itself."),
        PSObject { BaseObject: PSCustomObject } row =>
            row.Properties.ToDictionary(property => property.Name, property => Value(property.Value, depth + 1)),
        PSObject wrapped => Value(wrapped.BaseObject, depth),
        string text => text,
        IDictionary map => Members(map, depth),
        IEnumerable list => list.Cast<object?>().Select(item => Value(item, depth + 1)).ToList(),
        _ => value,
    };
}
