namespace UgcLab.Rows;

internal sealed record RowReading(CreationDraft Draft, string? RowId, IReadOnlyList<UgcFault> Faults);

// Which column of a sheet gives which field of a creation. A column whose name is nearly that of a field stops everything: passed
// over, it would change what is created without a word.
internal sealed class RowColumns(CreationDescriptor kind, ColumnMap? map, PromptTemplate? template)
{
    private static readonly CreationField[] AllFields = Enum.GetValues<CreationField>();

    private readonly string?[] _columns = new string?[AllFields.Length];

    // Names as the template writes them, and as the sheet does.
    private readonly Dictionary<string, string> _ofTemplate = new(StringComparer.OrdinalIgnoreCase);

    // Whether they are those of a sheet of results.
    public bool IsOfResults { get; private init; }

    // Whether they are those of a list of jobs that was exported. PowerShell gives a job its id under two names, and neither is the user's
    // label. A sheet of results has the user's own columns in front, where an Id is the user's.
    private bool IsOfJobs { get; init; }

    // The columns that give nothing to a creation. They stay with their row.
    public List<string> Unused { get; } = [];

    // Those of them that a person may expect to be read: all but the columns of a job list that was exported.
    public IReadOnlyList<string> Unrecognized =>
        [.. Unused.Where(header => ColumnNames.Normalize(header) is string name && !ColumnNames.IsOfJobs(name) && !IsJobId(name))];

    // The columns that the prompt is made from and that change what is created in another way as well, by their own name:
    // a Count of things in the picture would be a count of videos.
    public IReadOnlyList<(string Column, CreationField Field)> Doubled =>
    [
        .. AllFields
            .Where(each => each is not (CreationField.Reference or CreationField.RowId) && !IsMapped(each)
                && Column(each) is string column && _ofTemplate.ContainsValue(column))
            .Select(each => (Column(each)!, each)),
    ];

    // Whether any column gives anything. An identity, the last of the fields, is nothing to create.
    public bool Any => template is not null || _columns.AsSpan(0, (int)CreationField.RowId).ContainsAnyExcept((string?)null);

    // The kind that these columns are probably of, where they give no text to this one and its own text to another; else null.
    public CreationDescriptor? Other() => Column(kind.TextField) is not null || template is not null ? null
        : CreationDescriptor.All.FirstOrDefault(other => other.TextField != kind.TextField
            && Unused.Any(header => ColumnNames.Normalize(header) == ColumnNames.Normalize(other.TextField.ToString())));

    // Whether this column gives a field, or a part of the text.
    public bool IsUsed(string column) => _columns.Contains(column) || _ofTemplate.ContainsValue(column);

    // Whether this column gives a list, or objects, and not one word.
    public bool IsList(string column) => (CreationField)Array.IndexOf(_columns, column)
        is CreationField.ActorId or CreationField.CustomActor or CreationField.StoryboardScene;

    // Finds the fields among the names of columns. Case, spaces, underscores and hyphens do not matter. In a later row of the same input,
    // which has other columns, those that the map or the template names may miss.
    // ColumnSuspicious: a name is close to a field's, two columns mean one field, a column is named like a secret, or one
    // that the map or the template names is not there. ArgumentInvalid: map and template both give the prompt.
    public static RowColumns Match(
        CreationDescriptor kind, IEnumerable<string> headers, ColumnMap? map = null, PromptTemplate? template = null, bool mayMiss = false)
    {
        if (template is not null && map?.Columns.ContainsKey(kind.TextField) is true)
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid,
                $"The {TextOf(kind)} cannot come from a column of its own and from a template as well. Leave one of them out.");
        }

        string[] all = [.. headers];
        HashSet<string> normalized = [.. all.Select(ColumnNames.Normalize)];
        RowColumns columns = new(kind, map, template)
        {
            IsOfResults = ResultColumns.AreIn(all),
            IsOfJobs = normalized.Contains("UGCID") && !normalized.Contains("UGCSTATE"),
        };
        foreach ((CreationField field, string asked) in map?.Columns ?? new Dictionary<CreationField, string>())
        {
            columns._columns[(int)field] = Find(asked, all, $"{field} is to come from it", mayMiss);
        }

        string[] mapped = [.. columns._columns.OfType<string>()];
        foreach (string asked in template?.Columns ?? [])
        {
            if (Find(asked, all, $"the {TextOf(kind)} is to be made from it", mayMiss) is string column)
            {
                columns._ofTemplate[asked] = column;
            }
        }

        foreach (string header in all)
        {
            columns.Add(header, mapped.Contains(header));
        }

        return columns;
    }

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

    private void Add(string header, bool isMapped)
    {
        ColumnNames names = ColumnNames.Of(kind);
        string name = ColumnNames.Normalize(header);
        string shown = Redaction.Show(header);
        if (ColumnNames.IsSecret(name))
        {
            throw Suspicious($"The column '{shown}' is named like a secret. Keys and passwords do not belong in a sheet: it is copied,"
                + " mailed and kept. Take the column out, and change the key if it was a real one.");
        }

        // A part of the prompt may have the name of the row's own text, or of a field that another column gives.
        bool isPart = _ofTemplate.ContainsValue(header);
        CreationField? field = isMapped || (IsJobId(name) && !isPart) ? null : names.Field(name);
        if (field is CreationField given && !IsMapped(given) && !(isPart && given == kind.TextField))
        {
            _columns[(int)given] = Column(given) is not string other ? header
                : throw Suspicious($"The columns '{Redaction.Show(other)}' and '{shown}' both mean {given}."
                    + " Rename the one that does not.");
        }
        else if (isMapped || isPart)
        {
            return;
        }
        else if (field is null && names.HoldsSeveral(header))
        {
            throw Suspicious(
                $"The column '{shown}' looks like several in one. Was the file read with another delimiter than it was written with?",
                "Import-Csv -Delimiter takes a semicolon or a tab; Invoke-UgcBatch -Path takes it from a first line such as sep=^.");
        }
        else if (field is null && names.Near(name) is string near && names.Field(ColumnNames.Normalize(near)) is CreationField meant
            && !IsMapped(meant))
        {
            throw Suspicious($"Unknown column '{shown}'. Did you mean {near}? Rename the column, or map it: -Column @{{ {meant} = "
                + $"{CommandText.Quoted(shown)} }}. If it's something else, give it another name.");
        }
        else
        {
            Unused.Add(header);
        }
    }

    private bool IsMapped(CreationField field) => map?.Columns.ContainsKey(field) is true;

    private bool IsJobId(string normalized) => IsOfJobs && normalized == "ID";

    private static string TextOf(CreationDescriptor kind) => kind.TextField.ToString().ToLowerInvariant();

    private static UgcLabException Suspicious(string message, string? advice = null) =>
        new(UgcLabErrorKind.ColumnSuspicious, message, advice);
}
