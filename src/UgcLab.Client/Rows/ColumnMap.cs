using UgcLab.Http;
using UgcLab.Rows;

namespace UgcLab;

/// <summary>Which column gives which field, where the names in a sheet do not say so themselves.</summary>
internal sealed class ColumnMap
{
    private readonly Dictionary<CreationField, string> _columns = [];

    private readonly ColumnNames _names;

    private ColumnMap(ColumnNames names) => _names = names;

    /// <summary>The fields that have a column here, and the columns as they were written.</summary>
    public IReadOnlyDictionary<CreationField, string> Columns => _columns;

    /// <summary>Makes a map of pairs: the field by any of its names, and the name of its column.</summary>
    /// <param name="kind">What the rows buy.</param>
    /// <param name="pairs">The pairs.</param>
    /// <exception cref="UgcLabException">ArgumentInvalid: a field is not known or named twice, or a column is blank or serves two fields.</exception>
    public static ColumnMap Of(CreationKind kind, IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(pairs);
        ColumnMap map = new(kind.Columns);
        foreach ((string name, string? column) in pairs)
        {
            map.Add(name, column?.Trim() ?? "");
        }

        return map;
    }

    private void Add(string name, string column)
    {
        if (_names.Field(ColumnName.Squeeze(name)) is not CreationField field)
        {
            string? near = _names.Near(ColumnName.Squeeze(name));
            throw Wrong($"'{Redaction.Show(name)}' is no field.{(near is null ? "" : $" Did you mean {near}?")} Fields are {Known()}.");
        }

        if (column.Length == 0)
        {
            throw Wrong($"{field} has no column. Name one, or leave {field} out.");
        }

        if (_columns.FirstOrDefault(each => ColumnName.Squeeze(each.Value) == ColumnName.Squeeze(column)) is { Value: not null } other)
        {
            throw Wrong(other.Key == field ? $"{field} is named twice." : $"the column '{Redaction.Show(column)}' cannot give {other.Key} and {field} both.");
        }

        if (!_columns.TryAdd(field, column))
        {
            throw Wrong($"{field} is named twice.");
        }
    }

    private string Known() => string.Join(", ", _names.Fields);

    private static UgcLabException Wrong(string why) => new(UgcLabErrorKind.ArgumentInvalid, $"The columns cannot be read so: {why}")
    {
        Advice = "Write the field first, and then the column's name: @{ Prompt = 'Ad text' }.",
    };
}
