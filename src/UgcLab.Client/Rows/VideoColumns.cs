using UgcLab.Http;
using UgcLab.Rows;

namespace UgcLab;

/// <summary>
/// Which column of a sheet gives which field. A column whose name is nearly that of a field stops everything: passed
/// over, it would change what is bought without a word.
/// </summary>
public sealed class VideoColumns
{
    private readonly Dictionary<VideoField, string> _columns = [];
    private readonly List<string> _unused = [];
    private readonly HashSet<string> _jobIds = [];

    private VideoColumns()
    {
    }

    /// <summary>The columns that give nothing to a video. They stay with their row.</summary>
    public IReadOnlyList<string> Unused => _unused;

    /// <summary>Those of them that somebody may think are read: all but the columns of a job list that was exported.</summary>
    public IReadOnlyList<string> Surprising => [.. _unused.Where(header => !ColumnNames.IsOfJobs(ColumnName.Squeeze(header)) && !_jobIds.Contains(header))];

    /// <summary>Whether any column gives anything.</summary>
    public bool Any => _columns.Count > 0;

    /// <summary>Whether this column gives a field.</summary>
    public bool IsUsed(string column) => _columns.ContainsValue(column);

    /// <summary>Finds the fields among the names of columns. Case, spaces, underscores and hyphens do not matter.</summary>
    /// <exception cref="UgcLabException">
    /// ColumnSuspicious: a name is close to a field's, two columns mean one field, or a column is named like a secret.
    /// </exception>
    public static VideoColumns Match(IEnumerable<string> headers)
    {
        VideoColumns columns = new();
        string[] all = [.. headers];

        // A list of jobs that was exported: PowerShell gives a job its id under both names, and neither is the user's label.
        bool ofJobs = all.Any(header => ColumnName.Squeeze(header) == "UGCID");
        foreach (string header in all)
        {
            if (ofJobs && ColumnName.Squeeze(header) == "ID")
            {
                columns._unused.Add(header);
                columns._jobIds.Add(header);
                continue;
            }

            columns.Add(header);
        }

        return columns;
    }

    /// <summary>The column that gives this field, as the sheet spells it; null when none does.</summary>
    public string? Column(VideoField field) => _columns.GetValueOrDefault(field);

    /// <summary>
    /// Takes a draft from a row: <paramref name="cell"/> gives the value of a column. A blank cell is "not given"; only a
    /// prompt of white space is kept, to be complained of.
    /// </summary>
    public VideoDraft Draft(Func<string, string?> cell)
    {
        return new()
        {
            Prompt = Raw(VideoField.Prompt) is { Length: > 0 } prompt ? prompt : null,
            ProjectId = Given(VideoField.ProjectId),
            Model = Given(VideoField.Model),
            Duration = Given(VideoField.Duration),
            AspectRatio = Given(VideoField.AspectRatio),
            Tier = Given(VideoField.Tier),
            ImageUrl = Given(VideoField.ImageUrl),
            Variants = Given(VideoField.Variants),
            Reference = Given(VideoField.Reference),
        };

        string? Raw(VideoField field) => Column(field) is string column ? cell(column) : null;

        string? Given(VideoField field) => string.IsNullOrWhiteSpace(Raw(field)) ? null : Raw(field);
    }

    private void Add(string header)
    {
        string name = ColumnName.Squeeze(header);
        string shown = Redaction.Show(header);
        if (ColumnNames.IsSecret(name))
        {
            throw Suspicious($"The column '{shown}' is named like a secret. Keys and passwords do not belong in a sheet: it is copied, mailed and kept. Take the column out, and change the key if it was a real one.");
        }

        if (ColumnNames.Field(name) is VideoField field)
        {
            if (!_columns.TryAdd(field, header))
            {
                throw Suspicious($"The columns '{Redaction.Show(_columns[field])}' and '{shown}' both mean {field}. Rename the one that does not.");
            }
        }
        else if (ColumnNames.HoldsSeveral(header))
        {
            throw Suspicious($"The column '{shown}' looks like several in one. Was the file read with another delimiter than it was written with? Import-Csv -Delimiter takes a semicolon or a tab.");
        }
        else if (ColumnNames.Near(name) is string near)
        {
            throw Suspicious($"The column '{shown}' is not known, and close to one that is: did you mean {near}? Rename it so; or, if it is something else, give it a name less like {near}.");
        }
        else
        {
            _unused.Add(header);
        }
    }

    private static UgcLabException Suspicious(string message) => new(UgcLabErrorKind.ColumnSuspicious, message);
}
