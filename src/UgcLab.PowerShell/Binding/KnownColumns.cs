namespace UgcLab.PowerShell.Binding;

// The columns of the tables that were read, each matched once, and the warnings about them, each shown once.
internal sealed class KnownColumns(CreationDescriptor kind, ColumnMap? map, PromptTemplate? template, Action<string> warn)
{
    // Rows with different columns usually have only a few sets of columns. More warnings than this would not help the user.
    private const int MostKept = 32;
    private const int MostReported = 256;

    private readonly HashSet<string> _reported = [];
    private readonly List<(IReadOnlyList<string> Headers, RowColumns Columns)> _known = [];

    public void Clear() => _known.Clear();

    public RowColumns Of(IReadOnlyList<string> headers)
    {
        int known = _known.FindIndex(each => ReferenceEquals(each.Headers, headers) || each.Headers.SequenceEqual(headers));
        if (known >= 0)
        {
            return _known[known].Columns;
        }

        // The first row had the columns that the map and the template name, so their names aren't misspelled.
        RowColumns columns = RowColumns.Match(kind, headers, map, template, mayMiss: _known.Count > 0);
        if (_known.Count == MostKept)
        {
            _known.RemoveAt(0);
        }

        _known.Add((headers, columns));
        WarnOfColumns(columns);
        return columns;
    }

    private void WarnOfColumns(RowColumns columns)
    {
        if (columns.Other() is CreationDescriptor other && IsNew($"\n{other}"))
        {
            warn($"These look like rows for {other.Described}: they have no {kind.TextField}, and have a column for the "
                + $"{other.TextField}. Use New-Ugc{other}, or -Kind {other} with other cmdlets.");
        }

        string[] unrecognized = [.. columns.Unrecognized.Where(IsNew)];
        if (unrecognized.Length > 0)
        {
            string use = ColumnSuggestion.Of(kind, columns) is string map ? $" To use them: {map}" : "";
            warn($"Columns not used: {string.Join(", ", unrecognized)}. They stay available in InputRow.{use}");
        }

        foreach ((string column, CreationField field) in columns.Doubled.Where(each => IsNew($"{each.Column}\n{each.Field}")))
        {
            warn($"The column {column} is in the {kind.TextField.ToString().ToLowerInvariant()}, and by its name gives {field} as well. "
                + $"If it is not meant to, rename it, or say with -Column where {field} comes from.");
        }
    }

    // Once for each column. What can't be read in a text that is sent is an error of its row.
    public void WarnOfEncoding(DraftRow row, RowColumns columns, string column, string cell)
    {
        string? what = EncodingDamage.Of(cell) is (string encoding, string meant)
            ? $"reads '{Redaction.Show(meant)}' in UTF-8, and was read as {encoding}."
            : cell.Contains('\uFFFD') && (!columns.IsUsed(column) || column == columns.Column(CreationField.Reference))
            ? "holds U+FFFD, which stands where a letter could not be read." : null;
        if (what is not null && IsNew($"{column}\nencoding"))
        {
            warn($"{row.Name}, column {Redaction.Show(column)}: '{Redaction.Show(cell)}' {what} {TextDamage.Reread}");
        }
    }

    private bool IsNew(string what) => _reported.Count < MostReported && _reported.Add(what);
}
