using System.Collections;

namespace UgcLab.PowerShell.Binding;

/// <summary>Reads any row (CSV, hashtable, object, line of a file) as columns and cells of text.</summary>
internal static class Cells
{
    /// <summary>The columns and their unconverted values; null if the input isn't a row.</summary>
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
    // the user did not ask for.
    public static (string? Text, UgcFault? Fault) Text(string column, Func<object?> read)
    {
        (object? value, UgcFault? fault) = Value(column, read);
        return fault is not null ? (null, fault) : Base(value) switch
        {
            null or DBNull => (null, null),
            string text => (text, null),
            Uri uri => (uri.OriginalString, null),
            IFormattable formattable => (formattable.ToString(null, CultureInfo.InvariantCulture), null),
            IEnumerable => (null, new UgcFault("CellInvalid", column, null, $"Column {column} holds a list where one value is expected.")),
            object other => (other.ToString(), null),
        };
    }

    /// <summary>The same for a column of a list or of objects: see <see cref="PSValues.Text"/>.</summary>
    public static (string? Text, UgcFault? Fault) List(string column, Func<object?> read)
    {
        (object? value, UgcFault? fault) = Value(column, read);
        if (fault is not null)
        {
            return (null, fault);
        }

        try
        {
            return (PSValues.Text(value), null);
        }
        catch (UgcLabException error)
        {
            return (null, new UgcFault("CellInvalid", column, null, $"Column {column}: {error.Message}"));
        }
    }

    private static (object? Value, UgcFault? Fault) Value(string column, Func<object?> read)
    {
        try
        {
            return (read(), null);
        }
        catch (GetValueException error)
        {
            string what = $"Column {column} cannot be read: {error.GetBaseException().Message}";
            return (null, new UgcFault("CellUnreadable", column, null, what));
        }
    }

    public static object? Base(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
