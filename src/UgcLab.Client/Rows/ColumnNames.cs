namespace UgcLab.Rows;

// The column names of each kind of creation, and those that are known to be unused. All are normalized: see Normalize.
internal sealed class ColumnNames
{
    // Names of three letters and fewer are one slip away from half of all short words.
    private const int ShortestNear = 4;

    // Columns of an exported job list, which may be edited and used as input again: properties that aren't fields, and the actor.
    private static readonly string[] JobColumns =
    [
        .. typeof(UgcJob).GetProperties().Select(property => property.Name)
            .Except([.. Enum.GetNames<CreationField>(), nameof(UgcJob.Id)]),
        nameof(UgcJob.ActorId),
        .. ResultColumns.Names,
        ResultColumns.Note,
    ];

    // Words of their own that lie one or two slips from a field's name.
    private static readonly string[] CommonWords =
    [
        "Product", "Protect", "Profit", "Promo", "Country", "County", "Account", "Amount", "Counter", "Court", "Quantity",
        "Equality", "Rating", "Ration", "Radio", "Test", "Next", "Tent", "Timer", "Tire", "Tiger", "Module", "Modul",
        "Preference", "Mount", "Factor", "Author", "Caption", "Option", "Section", "Manuscript", "Postscript", "Transcript",
    ];

    private static readonly char[] OtherDelimiters = [',', ';', '\t', '|', '^', '~'];

    private static readonly HashSet<string> OfJobs = [.. JobColumns.Select(Normalize)];

    private static readonly HashSet<string> NotFields = [.. JobColumns.Concat(CommonWords).Select(Normalize)];

    private static readonly string[] SecretEndings = ["APIKEY", "PASSWORD", "PASSWD", "SECRET", "SECRETKEY", "ACCESSTOKEN", "AUTHTOKEN"];

    private static readonly HashSet<string> Secrets =
        ["TOKEN", "BEARER", "AUTHORIZATION", "CREDENTIAL", "CREDENTIALS", "PASSPHRASE", "PASSWORT"];

    private static readonly Dictionary<UgcKind, ColumnNames> ByKind =
        CreationDescriptor.All.ToDictionary(kind => kind.Kind, kind => new ColumnNames(kind.Columns));

    private readonly Dictionary<string, CreationField> _byName;
    private readonly string[] _nearCandidates;

    private ColumnNames(IReadOnlyList<(CreationField Field, string[] Names)> fields)
    {
        _byName = fields.SelectMany(each => each.Names, (each, name) => KeyValuePair.Create(Normalize(name), each.Field)).ToDictionary();
        _nearCandidates = [.. fields.SelectMany(each => each.Names).Where(name => name.Length >= ShortestNear)];
    }

    public static ColumnNames Of(CreationDescriptor kind) => ByKind[kind.Kind];

    // What makes two names of columns the same: without case, spaces, underscores, hyphens and the marks that some programs leave at the
    // start of a file (a byte-order mark, or how one looks that was read as Windows-1252).
    public static string Normalize(string name) =>
        string.Concat(name.Replace("ï»¿", "", StringComparison.Ordinal)
            .Where(c => !char.IsWhiteSpace(c) && c is not ('_' or '-' or '\uFEFF' or '\u200B')))
            .ToUpperInvariant();

    public static bool IsSecret(string normalized) =>
        Secrets.Contains(normalized) || SecretEndings.Any(ending => normalized.EndsWith(ending, StringComparison.Ordinal));

    // Whether it is a column of a job list, which isn't input.
    public static bool IsOfJobs(string normalized) => OfJobs.Contains(normalized);

    public CreationField? Field(string normalized) => _byName.TryGetValue(normalized, out CreationField field) ? field : null;

    // The field's name that this one was probably meant to be, or null.
    public string? Near(string normalized) =>
        normalized.Length < ShortestNear || NotFields.Contains(normalized) ? null : Nearest.Of(normalized, _nearCandidates);

    // Whether cells are probably the names of columns, of any kind; also where another delimiter is between them.
    public static bool IsHeader(IEnumerable<string> cells)
    {
        string[] names = [
            .. cells.SelectMany(cell => cell.Split(OtherDelimiters)).Select(Normalize).Where(name => name.Length > 0).Distinct()];
        int known = names.Count(name => CreationDescriptor.All.Any(kind => ColumnNames.Of(kind).Field(name) is not null));
        return known > 1 || (known > 0 && known == names.Length);
    }

    // Whether a whole header line was read as one name, because its delimiter was not the one expected.
    public bool HoldsSeveral(string header)
    {
        string[] parts = header.Split(OtherDelimiters);
        return parts.Length > 1 && parts.Any(part => Field(Normalize(part)) is not null);
    }
}

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

// The columns that a sheet of results adds to those of its rows.
internal static class ResultColumns
{
    public const string Row = "UgcRow";
    public const string State = "UgcState";
    public const string Id = "UgcId";
    public const string Variant = "UgcVariant";
    public const string Actor = "UgcActor";
    public const string Status = "UgcStatus";
    public const string CreditsCharged = "UgcCreditsCharged";
    public const string CreditsRefunded = "UgcCreditsRefunded";
    public const string NetCredits = "UgcNetCredits";
    public const string File = "UgcFile";
    public const string Error = "UgcError";
    public const string RequestId = "UgcRequestId";

    // The note of a person who reviewed the videos, in the sheets that report.html exports.
    public const string Note = "UgcNote";

    public static IReadOnlyList<string> Names { get; } =
        [Row, State, Id, Variant, Actor, Status, CreditsCharged, CreditsRefunded, NetCredits, File, Error, RequestId];

    // Whether these are the columns of such a sheet, which has a line for each video and not for each row.
    public static bool AreIn(IReadOnlyList<string> columns) =>
        columns.Contains(Row, StringComparer.OrdinalIgnoreCase) && columns.Contains(State, StringComparer.OrdinalIgnoreCase);
}
