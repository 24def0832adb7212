namespace UgcLab.Rows;

// Which column gives which field, where the names in a sheet do not say so themselves.
internal sealed class ColumnMap
{
    private readonly Dictionary<CreationField, string> _columns = [];

    public IReadOnlyDictionary<CreationField, string> Columns => _columns;

    // Makes a map of pairs: the field by any of its names, and the name of its column.
    // ArgumentInvalid: a field is not known or named twice, or a column is blank or serves two fields.
    public static ColumnMap Of(CreationDescriptor kind, IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        ColumnMap map = new();
        foreach ((string name, string? column) in pairs)
        {
            map.Add(kind, name, column?.Trim() ?? "");
        }

        return map;
    }

    private void Add(CreationDescriptor kind, string name, string column)
    {
        ColumnNames names = ColumnNames.Of(kind);
        string normalized = ColumnNames.Normalize(name);
        if (names.Field(normalized) is not CreationField field)
        {
            string near = names.Near(normalized) is string known ? $" Did you mean {known}?" : "";
            throw Error($"'{Redaction.Show(name)}' isn't a field.{near} Valid fields: {string.Join(", ", kind.Fields)}.");
        }

        if (column.Length == 0)
        {
            throw Error($"{field} has no column. Name one, or leave {field} out.");
        }

        string asked = ColumnNames.Normalize(column);
        if (_columns.FirstOrDefault(each => ColumnNames.Normalize(each.Value) == asked) is { Value: not null, Key: CreationField other }
            && other != field)
        {
            throw Error($"the column '{Redaction.Show(column)}' cannot give {other} and {field} both.");
        }

        if (!_columns.TryAdd(field, column))
        {
            throw Error($"{field} is named twice.");
        }
    }

    private static UgcLabException Error(string why) => new(UgcLabErrorKind.ArgumentInvalid, $"The columns cannot be read so: {why}",
        "Write the field first, and then the column's name: @{ Prompt = 'Ad text' }.");
}
