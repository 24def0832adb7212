using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace UgcLab.EngineTests.Hosting;

/// <summary>
/// The database of a state folder, opened as a viewer would: by a SQLite of its own, in another version than the module's and in
/// the same process.
/// </summary>
internal static class Database
{
    public static string PathOf(string folder) => Path.Combine(folder, "ugclab.db");

    /// <summary>The rows that a query returns, their columns joined; none when there is no database.</summary>
    public static IReadOnlyList<string> Read(string folder, string sql)
    {
        if (!File.Exists(PathOf(folder)))
        {
            return [];
        }

        using SqliteConnection connection = Open(folder);
        using SqliteCommand command = Command(connection, sql);
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetValue(column).ToString())));
        }

        return rows;
    }

    /// <summary>All that is recorded of a batch.</summary>
    public static IReadOnlyList<string> Batch(string folder, string name) =>
    [
        .. Read(folder, $"SELECT * FROM batch WHERE name = '{name}'"),
        .. new[] { "batch_row", "batch_run", "purchase" }.SelectMany(table =>
            Read(folder, $"SELECT * FROM {table} WHERE batch = (SELECT batch FROM batch WHERE name = '{name}')").Order(StringComparer.Ordinal).Select(row => $"{table}: {row}")),
    ];

    /// <summary>Changes it.</summary>
    public static void Run(string folder, string sql)
    {
        using SqliteConnection connection = Open(folder);
        using SqliteCommand command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string folder)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = PathOf(folder), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    [SuppressMessage("Security", "CA2100", Justification = "Tests write their own queries.")]
    private static SqliteCommand Command(SqliteConnection connection, string sql) => new(sql, connection);
}
