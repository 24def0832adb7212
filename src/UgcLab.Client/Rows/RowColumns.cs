using UgcLab.Http;
using UgcLab.Rows;

namespace UgcLab;

/// <summary>
/// Which column of a sheet gives which field of a creation. A column whose name is nearly that of a field stops everything: passed
/// over, it would change what is bought without a word.
/// </summary>
internal sealed class RowColumns
{
    private static readonly int FieldCount = Enum.GetValues<CreationField>().Length;

    private readonly string?[] _columns = new string?[FieldCount];
    private readonly List<string> _unused = [];
    private readonly HashSet<string> _jobIds = [];

    // Names as the template writes them, and as the sheet does.
    private readonly Dictionary<string, string> _ofTemplate = new(StringComparer.OrdinalIgnoreCase);
    private readonly CreationKind _kind;
    private readonly ColumnMap? _map;
    private readonly PromptTemplate? _template;

    private RowColumns(CreationKind kind, ColumnMap? map, PromptTemplate? template) => (_kind, _map, _template) = (kind, map, template);

    /// <summary>The columns that give nothing to a creation. They stay with their row.</summary>
    public IReadOnlyList<string> Unused => _unused;

    /// <summary>Those of them that somebody may think are read: all but the columns of a job list that was exported.</summary>
    public IReadOnlyList<string> Surprising => [.. _unused.Where(header => !ColumnNames.IsOfJobs(ColumnName.Squeeze(header)) && !_jobIds.Contains(header))];

    /// <summary>
    /// The columns that the prompt is made from and that change what is bought in another way as well, by their own name:
    /// a Count of things in the picture would be a count of videos.
    /// </summary>
    public IReadOnlyList<(string Column, CreationField Field)> Doubled =>
    [
        .. Enum.GetValues<CreationField>()
            .Where(each => each is not (CreationField.Reference or CreationField.RowId) && !IsMapped(each))
            .Where(each => Column(each) is string column && _ofTemplate.ContainsValue(column))
            .Select(each => (Column(each)!, each)),
    ];

    /// <summary>Whether any column gives anything. An identity, the last of the fields, is nothing to buy.</summary>
    public bool Any => _template is not null || _columns.AsSpan(0, (int)CreationField.RowId).ContainsAnyExcept((string?)null);

    /// <summary>The kind that these columns are probably of, where they give no text to this one and its own text to another; else null.</summary>
    public CreationKind? Other() => Column(_kind.TextField) is not null || _template is not null ? null
        : CreationKind.All.FirstOrDefault(kind => kind.TextField != _kind.TextField && _unused.Any(header => ColumnName.Squeeze(header) == ColumnName.Squeeze(kind.TextField.ToString())));

    /// <summary>Whether this column gives a field, or a part of the text.</summary>
    public bool IsUsed(string column) => _columns.Contains(column) || _ofTemplate.ContainsValue(column);

    /// <summary>Whether this column gives a list, or objects, and not one word.</summary>
    public bool IsList(string column) => column == Column(CreationField.ActorId) || column == Column(CreationField.CustomActor) || column == Column(CreationField.StoryboardScene);

    /// <summary>Finds the fields among the names of columns. Case, spaces, underscores and hyphens do not matter.</summary>
    /// <param name="kind">What the rows buy.</param>
    /// <param name="headers">The names.</param>
    /// <param name="map">Columns that give a field whatever they are called; the others are found by name.</param>
    /// <param name="template">Makes the prompt of other columns.</param>
    /// <exception cref="UgcLabException">
    /// ColumnSuspicious: a name is close to a field's, two columns mean one field, a column is named like a secret, or one
    /// that the map or the template names is not there. ArgumentInvalid: map and template both give the prompt.
    /// </exception>
    public static RowColumns Match(CreationKind kind, IEnumerable<string> headers, ColumnMap? map = null, PromptTemplate? template = null)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (template is not null && map?.Columns.ContainsKey(kind.TextField) is true)
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"The {kind.TextField.ToString().ToLowerInvariant()} cannot come from a column of its own and from a template as well. Leave one of them out.");
        }

        return Match(kind, headers, map, template, mayMiss: false);
    }

    /// <summary>
    /// The same for a later row of the same input that has other columns. One that the map or the template names may be
    /// missing there: the first row had it, so its name is no slip, and to this row it is not given.
    /// </summary>
    /// <exception cref="UgcLabException">ColumnSuspicious, as above.</exception>
    public RowColumns Again(IEnumerable<string> headers) => Match(_kind, headers, _map, _template, mayMiss: true);

    /// <summary>The column that gives this field, as the sheet spells it; null when none does.</summary>
    public string? Column(CreationField field) => _columns[(int)field];

    /// <summary>
    /// Takes a draft from a row: <paramref name="cell"/> gives the value of a column. A blank cell is "not given"; only a
    /// prompt of white space is kept, to be complained of.
    /// </summary>
    public CreationDraft Draft(Func<string, string?> cell) => Read(cell).Draft;

    /// <summary>Reads a row: its draft, its identity, and what is wrong with either already.</summary>
    /// <param name="cell">Gives the value of a column.</param>
    /// <param name="skipValidation">Whether a spreadsheet's errors are texts like any other.</param>
    public RowReading Read(Func<string, string?> cell, bool skipValidation = false)
    {
        ArgumentNullException.ThrowIfNull(cell);
        List<UgcFault> faults = [];
        CreationDraft draft = CreationDraft.Of(field => field is CreationField.RowId ? null
            : field == _kind.TextField ? Text(Raw(field), cell, skipValidation, faults)
            : Given(field));
        return new(draft, RowIds.Read(Raw(CreationField.RowId), faults), faults);

        string? Raw(CreationField field) => Column(field) is string column ? cell(column) : null;

        string? Given(CreationField field) => Raw(field) is string text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }

    private static RowColumns Match(CreationKind kind, IEnumerable<string> headers, ColumnMap? map, PromptTemplate? template, bool mayMiss)
    {
        RowColumns columns = new(kind, map, template);
        string[] all = [.. headers];
        HashSet<string> mapped = [];
        foreach ((CreationField field, string asked) in map?.Columns ?? new Dictionary<CreationField, string>())
        {
            if (Find(asked, all, $"{field} is to come from it", mayMiss) is string column)
            {
                columns._columns[(int)field] = column;
                mapped.Add(column);
            }
        }

        foreach (string asked in template?.Columns ?? [])
        {
            if (Find(asked, all, $"the {kind.TextField.ToString().ToLowerInvariant()} is to be made from it", mayMiss) is string column)
            {
                columns._ofTemplate[asked] = column;
            }
        }

        // A list of jobs that was exported: PowerShell gives a job its id under both names, and neither is the user's label.
        // A sheet of results has the user's own columns in front, where an Id is the user's.
        bool ofJobs = all.Any(header => ColumnName.Squeeze(header) == "UGCID") && all.All(header => ColumnName.Squeeze(header) != "UGCSTATE");
        foreach (string header in all)
        {
            bool isPart = columns._ofTemplate.ContainsValue(header);
            if (ofJobs && ColumnName.Squeeze(header) == "ID" && !mapped.Contains(header) && !isPart)
            {
                columns._unused.Add(header);
                columns._jobIds.Add(header);
                continue;
            }

            columns.Add(header, mapped.Contains(header), isPart);
        }

        return columns;
    }

    // A name that somebody wrote out is found as it stands, whatever its case; else as columns are found everywhere.
    private static string? Find(string asked, string[] headers, string why, bool mayMiss)
    {
        string? same = headers.FirstOrDefault(header => string.Equals(header.Trim(), asked, StringComparison.OrdinalIgnoreCase));
        if (same is not null)
        {
            return same;
        }

        string squeezed = ColumnName.Squeeze(asked);
        string[] alike = [.. headers.Where(header => squeezed.Length > 0 && ColumnName.Squeeze(header) == squeezed)];
        if (alike.Length == 1 || mayMiss)
        {
            return alike.Length == 1 ? alike[0] : null;
        }

        string? near = Nearest.Of(asked, headers);
        throw Suspicious(
            $"There is no column '{Redaction.Show(asked)}', and {why}.{(near is null ? "" : $" Did you mean {Redaction.Show(near)}?")} "
            + $"The columns are {string.Join(", ", headers.Take(20).Select(header => Redaction.Show(header)))}{(headers.Length > 20 ? $" and {headers.Length - 20} more" : "")}.");
    }

    private string? Text(string? own, Func<string, string?> cell, bool skipValidation, List<UgcFault> faults)
    {
        if (_template is null)
        {
            return own is { Length: > 0 } ? own : null;
        }

        if (!string.IsNullOrWhiteSpace(own))
        {
            faults.Add(new("PromptTwice", _kind.TextField.ToString(), null, $"{_kind.TextField}: the row has one of its own, and the template makes another.", "Leave one of them out, or name the row's in the template."));
            return own;
        }

        return _template.Fill(name => _ofTemplate.TryGetValue(name, out string? column) ? cell(column) ?? "" : null, skipValidation, faults);
    }

    private void Add(string header, bool isMapped, bool isPart)
    {
        string name = ColumnName.Squeeze(header);
        string shown = Redaction.Show(header);
        if (ColumnNames.IsSecret(name))
        {
            throw Suspicious($"The column '{shown}' is named like a secret. Keys and passwords do not belong in a sheet: it is copied, mailed and kept. Take the column out, and change the key if it was a real one.");
        }

        if (isMapped)
        {
            return;
        }

        if (_kind.Columns.Field(name) is CreationField field)
        {
            Give(field, header, isPart);
        }
        else if (isPart)
        {
            return;
        }
        else if (_kind.Columns.HoldsSeveral(header))
        {
            throw Suspicious($"The column '{shown}' looks like several in one. Was the file read with another delimiter than it was written with? Import-Csv -Delimiter takes a semicolon or a tab.");
        }
        else if (_kind.Columns.Near(name) is string near && !IsMapped(_kind.Columns.Field(ColumnName.Squeeze(near))))
        {
            throw Suspicious($"The column '{shown}' is not known, and close to one that is: did you mean {near}? Rename it so; or, if it is something else, give it a name less like {near}.");
        }
        else
        {
            _unused.Add(header);
        }
    }

    private void Give(CreationField field, string header, bool isPart)
    {
        // The row's own text, of which the template makes the prompt.
        if (isPart && field == _kind.TextField)
        {
            return;
        }

        if (IsMapped(field))
        {
            if (!isPart)
            {
                _unused.Add(header);
            }
        }
        else if (Column(field) is string other)
        {
            throw Suspicious($"The columns '{Redaction.Show(other)}' and '{Redaction.Show(header)}' both mean {field}. Rename the one that does not.");
        }
        else
        {
            _columns[(int)field] = header;
        }
    }

    private bool IsMapped(CreationField? field) => field is CreationField known && _map?.Columns.ContainsKey(known) is true;

    private static UgcLabException Suspicious(string message) => new(UgcLabErrorKind.ColumnSuspicious, message);
}
