namespace UgcLab.Engines.Sql;

// The WHERE clause of a query, built from the filter.
internal sealed class Conditions
{
    private const string Always = "1 = 1";

    private readonly List<string> _conditions = [];
    private readonly List<Arg> _args = [];

    public Arg[] Args => [.. _args];

    public void Add(string? condition, params Arg[] args)
    {
        if (condition is not null)
        {
            _conditions.Add(condition);
            _args.AddRange(args);
        }
    }

    public void AddEqual(string column, object? value)
    {
        if (value is not null)
        {
            Add($"{column} = {Name(value)}");
        }
    }

    public void AddRange(string column, DateTimeOffset? since, DateTimeOffset? before)
    {
        Add(since is null ? null : $"{column} >= {Name(since)}");
        Add(before is null ? null : $"{column} < {Name(before)}");
    }

    // Any of some values; no values do not filter.
    public void AddNames(string column, IEnumerable<string> values)
    {
        string[] names = [.. values.Select(Name)];
        Add(names.Length == 0 ? null : $"{column} IN ({string.Join(", ", names)})");
    }

    // Any of some patterns with * and ?, in whatever case. What only PowerShell's patterns can say matches more here, never less.
    public void AddPatterns(string column, IEnumerable<string> patterns)
    {
        string[] likes = [.. patterns.Select(pattern => Like(column, pattern))];
        Add(likes.Length == 0 ? null : $"({string.Join(" OR ", likes)})");
    }

    // The purchases of batches by name; an empty pattern is what belongs to no batch.
    public void AddBatches(IEnumerable<string> patterns)
    {
        string[] parts =
        [
            .. patterns.Select(pattern => pattern.Length == 0 ? "p.batch IS NULL"
                : MatchesNothing(pattern) ? Always
                : $"p.batch IN (SELECT batch FROM batch WHERE {Like("name", pattern)})"),
        ];
        Add(parts.Length == 0 ? null : $"({string.Join(" OR ", parts)})");
    }

    public void AddMachines(IEnumerable<string> patterns)
    {
        string[] likes = [.. patterns.Where(pattern => !MatchesNothing(pattern)).Select(pattern => Like("host", pattern))];
        Add(likes.Length == 0 ? null : $"p.owner IN (SELECT owner FROM owner WHERE {string.Join(" OR ", likes)})");
    }

    public override string ToString() => _conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", _conditions)}";

    // A plain word can use the index; letters beyond ASCII match any letter, because databases differ in lowercasing them.
    private string Like(string column, string pattern) => pattern.Length == 0 ? $"({column} IS NULL OR {column} = '')"
        : MatchesNothing(pattern) ? Always
        : pattern.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '.' or '/')
        ? $"lower({column}) = lower({Name(pattern)})"
        : $"lower({column}) LIKE lower({Name(Translated(pattern))}) ESCAPE '\\'";

    // A value that is missing counts as an empty text.
    private static bool MatchesNothing(string pattern) => Translated(pattern).All(c => c == '%');

    // A set of characters, or an escape, is anything here.
    private static string Translated(string pattern) => string.Concat(
        (pattern.AsSpan().IndexOfAny('[', '`') is int at and >= 0 ? pattern[..at] + "*" : pattern).Select(c => c switch
        {
            '*' => "%",
            '?' => "_",
            '%' or '_' or '\\' => $"\\{c}",
            > '\u007f' => "%",
            _ => c.ToString(),
        }));

    private string Name(object value)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"@a{_args.Count}");
        _args.Add((name, value));
        return name;
    }
}
