using System.Text.RegularExpressions;

namespace UgcLab.Engines.Postgres;

/// <summary>The tables of <see cref="Schema"/> as PostgreSQL has them, and who may do what with them.</summary>
internal static partial class PostgresSchema
{
    // One row: the version, which store it is, a number that grows with each paid request, and the latest time of one.
    private const string Info =
        "CREATE TABLE schema_info (version BIGINT NOT NULL, store TEXT NOT NULL, epoch BIGINT NOT NULL, clock BIGINT NOT NULL)";

    // Texts are compared byte by byte, as SQLite does, whatever the database's locale.
    private static IEnumerable<string> Tables => Schema.Statements.Prepend(Info).Select(text => Text().Replace(text, "TEXT COLLATE \"C\""));

    /// <summary>The steps from one version to the next, the first one from nothing.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Steps { get; } =
    [
        [
            .. Tables,
            "INSERT INTO schema_info (version, store, epoch, clock) VALUES (0, replace(gen_random_uuid()::text, '-', ''), 0, 0)",
        ],
    ];

    /// <summary>All statements from a version to this module's, and the rights of a role.</summary>
    public static IEnumerable<string> Statements(string schema, int from, string? role)
    {
        string name = Quoted(schema);
        yield return $"CREATE SCHEMA IF NOT EXISTS {name}";
        yield return $"SET LOCAL search_path TO {name}";
        foreach (string statement in Steps.Skip(from).SelectMany(step => step))
        {
            yield return statement;
        }

        yield return $"UPDATE schema_info SET version = {Schema.Version.ToString(CultureInfo.InvariantCulture)}";
        if (role is not null)
        {
            yield return $"GRANT USAGE ON SCHEMA {name} TO {Quoted(role)}";
            yield return $"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA {name} TO {Quoted(role)}";
            yield return $"GRANT DELETE ON rate_event, known_name TO {Quoted(role)}";
        }
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"\bTEXT\b")]
    private static partial Regex Text();
}
