namespace UgcLab.Rows;

internal sealed record RowReading(CreationDraft Draft, string? RowId, IReadOnlyList<UgcFault> Faults);

// Which column of a sheet gives which field of a creation. A column whose name is nearly that of a field stops everything: passed
// over, it would change what is created without a word.
internal sealed class RowColumns(CreationDescriptor kind, ColumnMap? map, PromptTemplate? template)
{
    private static readonly CreationField[] AllFields = Enum.GetValues<CreationField>();

    private readonly string?[] _columns = new string?[AllFields.Length];
    private readonly List<string> _unused = [];
    private readonly HashSet<string> _jobIds = [];

    // Names as the template writes them, and as the sheet does.
    private readonly Dictionary<string, string> _ofTemplate = new(StringComparer.OrdinalIgnoreCase);

    // Whether they are those of a sheet of results.
    public bool IsOfResults { get; private set; }

    // The columns that give nothing to a creation. They stay with their row.
    public IReadOnlyList<string> Unused => _unused;

    // Those of them that a person may expect to be read: all but the columns of a job list that was exported.
    public IReadOnlyList<string> Unrecognized =>
        [.. _unused.Where(header => !ColumnNames.IsOfJobs(ColumnNames.Normalize(header)) && !_jobIds.Contains(header))];

    // The columns that the prompt is made from and that change what is created in another way as well, by their own name:
    // a Count of things in the picture would be a count of videos.
    public IReadOnlyList<(string Column, CreationField Field)> Doubled =>
    [
        .. AllFields.Where(each => each is not (CreationField.Reference or CreationField.RowId) && !IsMapped(each))
            .Where(each => Column(each) is string column && _ofTemplate.ContainsValue(column))
            .Select(each => (Column(each)!, each)),
    ];

    // Whether any column gives anything. An identity, the last of the fields, is nothing to create.
    public bool Any => template is not null || _columns.AsSpan(0, (int)CreationField.RowId).ContainsAnyExcept((string?)null);

    // The kind that these columns are probably of, where they give no text to this one and its own text to another; else null.
    public CreationDescriptor? Other() => Column(kind.TextField) is not null || template is not null ? null
        : CreationDescriptor.All.FirstOrDefault(other => other.TextField != kind.TextField
            && _unused.Any(header => ColumnNames.Normalize(header) == ColumnNames.Normalize(other.TextField.ToString())));

    // Whether this column gives a field, or a part of the text.
    public bool IsUsed(string column) => _columns.Contains(column) || _ofTemplate.ContainsValue(column);

    // Whether this column gives a list, or objects, and not one word.
    public bool IsList(string column) =>
        column == Column(CreationField.ActorId) || column == Column(CreationField.CustomActor)
        || column == Column(CreationField.StoryboardScene);

    // Finds the fields among the names of columns. Case, spaces, underscores and hyphens do not matter.
    // ColumnSuspicious: a name is close to a field's, two columns mean one field, a column is named like a secret, or one
    // that the map or the template names is not there. ArgumentInvalid: map and template both give the prompt.
    public static RowColumns Match(
        CreationDescriptor kind, IEnumerable<string> headers, ColumnMap? map = null, PromptTemplate? template = null) =>
        template is not null && map?.Columns.ContainsKey(kind.TextField) is true
            ? throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid,
                $"The {TextOf(kind)} cannot come from a column of its own and from a template as well. Leave one of them out.")
            : Match(kind, headers, map, template, mayMiss: false);

    // The same for a later row of the same input that has other columns. A column that the map or the template names
    // may be missing here: the first row had it, so its name isn't misspelled, and this row has no value for it.
    public RowColumns Again(IEnumerable<string> headers) => Match(kind, headers, map, template, mayMiss: true);

    public string? Column(CreationField field) => _columns[(int)field];

    // Reads a row: its draft, its identity, and their errors. A blank cell means
    // "not specified", except that a prompt of white space is kept to be reported.
    public RowReading Read(Func<string, string?> cell, bool skipValidation = false)
    {
        List<UgcFault> faults = [];
        CreationDraft draft = CreationDraft.Of(field => field is CreationField.RowId ? null
            : field == kind.TextField ? Text(Raw(field), cell, skipValidation, faults)
            : Raw(field) is string text && !string.IsNullOrWhiteSpace(text) ? text : null);
        return new(draft, RowIds.Read(Raw(CreationField.RowId), faults), faults);

        string? Raw(CreationField field) => Column(field) is string column ? cell(column) : null;
    }

    private static RowColumns Match(
        CreationDescriptor kind, IEnumerable<string> headers, ColumnMap? map, PromptTemplate? template, bool mayMiss)
    {
        string[] all = [.. headers];
        RowColumns columns = new(kind, map, template) { IsOfResults = ResultColumns.AreIn(all) };
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
            if (Find(asked, all, $"the {TextOf(kind)} is to be made from it", mayMiss) is string column)
            {
                columns._ofTemplate[asked] = column;
            }
        }

        // A list of jobs that was exported: PowerShell gives a job its id under both names, and neither is the user's label.
        // A sheet of results has the user's own columns in front, where an Id is the user's.
        HashSet<string> normalized = [.. all.Select(ColumnNames.Normalize)];
        bool ofJobs = normalized.Contains("UGCID") && !normalized.Contains("UGCSTATE");
        foreach (string header in all)
        {
            bool isPart = columns._ofTemplate.ContainsValue(header);
            if (ofJobs && ColumnNames.Normalize(header) == "ID" && !mapped.Contains(header) && !isPart)
            {
                columns._unused.Add(header);
                columns._jobIds.Add(header);
                continue;
            }

            columns.Add(header, mapped.Contains(header), isPart);
        }

        return columns;
    }

    // A name that the user specified must match exactly except for case; otherwise, columns are matched as usual.
    private static string? Find(string asked, string[] headers, string why, bool mayMiss)
    {
        string normalized = ColumnNames.Normalize(asked);
        string? same = headers.FirstOrDefault(header => string.Equals(header.Trim(), asked, StringComparison.OrdinalIgnoreCase));
        string[] alike = same is not null ? [same]
            : [.. headers.Where(header => normalized.Length > 0 && ColumnNames.Normalize(header) == normalized)];
        if (alike.Length == 1 || mayMiss)
        {
            return alike.Length == 1 ? alike[0] : null;
        }

        string near = Nearest.Of(asked, headers) is string meant ? $" Did you mean {Redaction.Show(meant)}?" : "";
        string more = headers.Length > 20 ? $" and {headers.Length - 20} more" : "";
        string first = string.Join(", ", headers.Take(20).Select(header => Redaction.Show(header)));
        throw Suspicious($"There is no column '{Redaction.Show(asked)}', and {why}.{near} The columns are {first}{more}.");
    }

    private string? Text(string? own, Func<string, string?> cell, bool skipValidation, List<UgcFault> faults)
    {
        if (template is null)
        {
            return own is { Length: > 0 } ? own : null;
        }

        if (!string.IsNullOrWhiteSpace(own))
        {
            faults.Add(new("PromptTwice", kind.TextField.ToString(), null,
                $"{kind.TextField}: the row has one of its own, and the template makes another.",
                "Leave one of them out, or name the row's in the template."));
            return own;
        }

        return template.Fill(name => _ofTemplate.TryGetValue(name, out string? column) ? cell(column) ?? "" : null, skipValidation, faults);
    }

    private void Add(string header, bool isMapped, bool isPart)
    {
        string name = ColumnNames.Normalize(header);
        string shown = Redaction.Show(header);
        if (ColumnNames.IsSecret(name))
        {
            throw Suspicious($"The column '{shown}' is named like a secret. Keys and passwords do not belong in a sheet: it is copied,"
                + " mailed and kept. Take the column out, and change the key if it was a real one.");
        }

        if (isMapped)
        {
            return;
        }

        if (ColumnNames.Of(kind).Field(name) is CreationField field)
        {
            Give(field, header, isPart);
        }
        else if (isPart)
        {
            return;
        }
        else if (ColumnNames.Of(kind).HoldsSeveral(header))
        {
            throw Suspicious(
                $"The column '{shown}' looks like several in one. Was the file read with another delimiter than it was written with?",
                "Import-Csv -Delimiter takes a semicolon or a tab; Invoke-UgcBatch -Path takes it from a first line such as sep=^.");
        }
        else if (ColumnNames.Of(kind).Near(name) is string near && !IsMapped(ColumnNames.Of(kind).Field(ColumnNames.Normalize(near))))
        {
            CreationField? meant = ColumnNames.Of(kind).Field(ColumnNames.Normalize(near));
            throw Suspicious($"Unknown column '{shown}'. Did you mean {near}? Rename the column, or map it: -Column @{{ {meant} = "
                + $"{CommandText.Quoted(shown)} }}. If it's something else, give it another name.");
        }
        else
        {
            _unused.Add(header);
        }
    }

    private void Give(CreationField field, string header, bool isPart)
    {
        if (isPart && (field == kind.TextField || IsMapped(field)))
        {
            // The row's own text, of which the template makes the prompt; or only a part of it.
            return;
        }

        if (IsMapped(field))
        {
            _unused.Add(header);
            return;
        }

        _columns[(int)field] = Column(field) is not string other ? header
            : throw Suspicious($"The columns '{Redaction.Show(other)}' and '{Redaction.Show(header)}' both mean {field}."
                + " Rename the one that does not.");
    }

    private bool IsMapped(CreationField? field) => field is CreationField known && map?.Columns.ContainsKey(known) is true;

    private static string TextOf(CreationDescriptor kind) => kind.TextField.ToString().ToLowerInvariant();

    private static UgcLabException Suspicious(string message, string? advice = null) =>
        new(UgcLabErrorKind.ColumnSuspicious, message, advice);
}
