using System.Collections;

namespace UgcLab.PowerShell.Binding;

// Reads any row (CSV, hashtable, object, line of a file) as columns and cells of text.
internal static class Cells
{
    // The columns and their unconverted values; null if the input isn't a row.
    public static IReadOnlyList<(string Column, Func<object?> Value)>? Of(object row) => Base(row) switch
    {
        SheetRow line => [.. line.Headers.Select(header => (header, (Func<object?>)(() => line.Cells[header])))],
        IDictionary map => [.. map.Keys.Cast<object>()
            .Select(key => (Convert.ToString(Base(key), CultureInfo.InvariantCulture) ?? "", (Func<object?>)(() => map[key])))],
        IReadOnlyDictionary<string, string> cells => [.. cells.Keys.Select(header => (header, (Func<object?>)(() => cells[header])))],

        // A file object has a Length property, which is not the length of a video.
        string or ValueType or Array or FileSystemInfo => null,
        _ => [.. PSObject.AsPSObject(row).Properties.Where(property => property.IsGettable)
            .Select(property => (property.Name, (Func<object?>)(() => property.Value)))],
    };

    // A value as culture-invariant text. An error if the value isn't a single text: joined items or a type name would create a video that
    // the user did not ask for. Only for a column of a list or of objects, it may be one: see PSValues.Text.
    public static (string? Text, UgcFault? Fault) Text(string column, Func<object?> read, bool isList = false)
    {
        try
        {
            object? value = read();
            return isList ? (PSValues.Text(value), null) : Base(value) switch
            {
                null or DBNull => (null, null),
                string text => (text, null),
                Uri uri => (uri.OriginalString, null),
                IFormattable formattable => (formattable.ToString(null, CultureInfo.InvariantCulture), null),
                IEnumerable =>
                    (null, new UgcFault("CellInvalid", column, null, $"Column {column} holds a list where one value is expected.")),
                object other => (other.ToString(), null),
            };
        }
        catch (GetValueException error)
        {
            string what = $"Column {column} cannot be read: {error.GetBaseException().Message}";
            return (null, new UgcFault("CellUnreadable", column, null, what));
        }
        catch (UgcLabException error)
        {
            return (null, new UgcFault("CellInvalid", column, null, $"Column {column}: {error.Message}"));
        }
    }

    // The object that the engine has wrapped; itself if it's an object of properties.
    public static object? Base(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}

// Converts values of the engine, which may be wrapped, to values that the client can write as JSON, or to text.
internal static class PSValues
{
    // Deeper than any request. The limit also ends the recursion in a table that contains itself.
    private const int Deepest = 16;

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

    // The text of a field: a list of words is joined with commas, and objects become JSON.
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
