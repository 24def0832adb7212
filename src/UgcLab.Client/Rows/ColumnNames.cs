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
