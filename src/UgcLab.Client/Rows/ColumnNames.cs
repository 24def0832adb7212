using System.Text.RegularExpressions;

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
        ColumnNames names = ColumnNames.Of(kind);
        foreach ((string name, string? given) in pairs)
        {
            string normalized = ColumnNames.Normalize(name);
            if (names.Field(normalized) is not CreationField field)
            {
                string near = names.Near(normalized) is string known ? $" Did you mean {known}?" : "";
                throw Error($"'{Redaction.Show(name)}' isn't a field.{near} Valid fields: {string.Join(", ", kind.Fields)}.");
            }

            if (given?.Trim() is not { Length: > 0 } column)
            {
                throw Error($"{field} has no column. Name one, or leave {field} out.");
            }

            string asked = ColumnNames.Normalize(column);
            if (map._columns.FirstOrDefault(each => ColumnNames.Normalize(each.Value) == asked)
                is { Value: not null, Key: CreationField other } && other != field)
            {
                throw Error($"the column '{Redaction.Show(column)}' cannot give {other} and {field} both.");
            }

            if (!map._columns.TryAdd(field, column))
            {
                throw Error($"{field} is named twice.");
            }
        }

        return map;
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

// What to write for -Column where the names of columns aren't those of fields: "prompt text" is probably the Prompt.
internal static partial class ColumnSuggestion
{
    // The map as PowerShell reads it, for the fields that no column gives and whose name is a word of an unused column's name;
    // null if there is none.
    public static string? Of(CreationDescriptor kind, RowColumns columns)
    {
        List<(CreationField, string)> pairs = ByWord(kind, columns);
        return pairs.Count == 0 ? null : Line(pairs);
    }

    // The same, and always with the field that has the text: its column may be the one with the longest cell, if that is a sentence.
    // Where none is, the text may be made of several columns.
    public static string WithText(CreationDescriptor kind, RowColumns columns, IReadOnlyDictionary<string, string> cells)
    {
        List<(CreationField Field, string Column)> pairs = ByWord(kind, columns);
        if (pairs.Exists(pair => pair.Field == kind.TextField))
        {
            return Line(pairs);
        }

        string[] free = [.. columns.Unrecognized.Except(pairs.Select(pair => pair.Column))];
        string? text = free.Where(column => Sentence().IsMatch(cells[column])).MaxBy(column => cells[column].Length);
        string line = Line(pairs.Prepend((kind.TextField, text ?? "NAME OF THE COLUMN")));
        string[] parts = [.. free.Take(2).Select(column => $"{{{Quoted(column)}}}")];
        return text is not null || parts.Length < 2 ? line
            : $"{line}, or make the {kind.TextField} of several columns: -PromptTemplate 'TEXT {string.Join(" TEXT ", parts)} TEXT'";
    }

    // Whether the column names are probably the cells of a row: a model, a number, a ratio, or a sentence isn't a column name.
    public static bool IsRow(IEnumerable<string> headers) => headers.Any(header =>
        header.Length > 60 || Number().IsMatch(header)
            || CreationDescriptor.All.Any(kind => ModelCatalog.Find(header, kind.Kind) is not null));

    private static List<(CreationField Field, string Column)> ByWord(CreationDescriptor kind, RowColumns columns)
    {
        List<string> free = [.. columns.Unrecognized];
        List<(CreationField, string)> pairs = [];
        foreach (CreationField field in kind.Fields.Where(field => columns.Column(field) is null))
        {
            if (free.Find(column => Words(column).Any(word => ColumnNames.Of(kind).Field(word) == field)) is string meant)
            {
                free.Remove(meant);
                pairs.Add((field, meant));
            }
        }

        return pairs;
    }

    private static string Line(IEnumerable<(CreationField Field, string Column)> pairs) =>
        $"-Column @{{ {string.Join("; ", pairs.Select(pair => $"{pair.Field} = '{Quoted(pair.Column)}'"))} }}";

    private static string Quoted(string column) => Redaction.Show(column).Replace("'", "''", StringComparison.Ordinal);

    // Single words, and pairs of them: Aspect ratio (w:h) has AspectRatio in it.
    private static IEnumerable<string> Words(string column)
    {
        string[] words = [.. Word().Matches(column).Select(word => word.Value.ToUpperInvariant())];
        return words.Zip(words.Skip(1), string.Concat).Concat(words);
    }

    // Three words.
    [GeneratedRegex(@"\w\s+\w+\s+\w")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s*[0-9]+\s*(s|[:x/]\s*[0-9]+)?\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
