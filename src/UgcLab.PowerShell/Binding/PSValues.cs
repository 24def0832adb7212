using System.Collections;

namespace UgcLab.PowerShell.Binding;

/// <summary>Converts values of the engine, which may be wrapped, to values that the client can write as JSON, or to text.</summary>
internal static class PSValues
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

    /// <summary>The text of a field: a list of words is joined with commas, and objects become JSON.</summary>
    public static string? Text(object? value) => Cells.Base(value) switch
    {
        null or DBNull => null,
        string text => text,
        SwitchParameter flag => Text(flag.IsPresent),
        bool flag => flag ? "true" : "false",
        IDictionary or PSObject => Json(value!),
        IEnumerable list => OfList([.. list.Cast<object?>()]),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        object other => other.ToString(),
    };

    private static string OfList(object?[] items) => items.Any(item => Cells.Base(item) is IDictionary or PSObject)
        ? $"[{string.Join(',', items.Select(item => Cells.Base(item) is string json ? json : Json(item!)))}]"
        : string.Join(',', items.Select(Text).Where(text => !string.IsNullOrWhiteSpace(text)));

    private static string Json(object value) => CreationDraft.Json(Value(value));
}
