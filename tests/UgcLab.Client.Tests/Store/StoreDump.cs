using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using UgcLab.Engines.Sqlite;

namespace UgcLab.Client.Tests.Store;

/// <summary>What a database holds, read past the store: every column of every row of every table, as text.</summary>
internal static class StoreDump
{
    /// <summary>One line per row: <c>table: column=value, column=value</c>. Empty when there is no database.</summary>
    public static string Of(string folder)
    {
        StringBuilder text = new();
        foreach (string table in Query(folder, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").Select(row => (string)row["name"]!).ToArray())
        {
            foreach (Dictionary<string, object?> row in Query(folder, $"SELECT * FROM {table}"))
            {
                text.Append(CultureInfo.InvariantCulture, $"{table}: {string.Join(", ", row.Select(column => $"{column.Key}={column.Value}"))}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The rows of a query, by column.</summary>
    public static List<Dictionary<string, object?>> Query(string folder, string sql)
    {
        string path = Path.Combine(folder, "ugclab.db");
        if (!File.Exists(path))
        {
            return [];
        }

        NativeSqlite.Require();
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        List<Dictionary<string, object?>> rows = [];
        while (reader.Read())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, column => reader.IsDBNull(column) ? null : reader.GetValue(column)));
        }

        return rows;
    }

    /// <summary>The bytes of all files of a folder, one character a byte: what is in no table may still be in a page or in another file.</summary>
    public static string Raw(string folder)
    {
        StringBuilder bytes = new();
        foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            // Locked files are empty, and other locks than ours are not wanted here.
            if (Path.GetExtension(file) != ".lock")
            {
                using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                byte[] content = new byte[stream.Length];
                stream.ReadExactly(content);
                bytes.Append(Encoding.Latin1.GetString(content));
            }
        }

        return bytes.ToString();
    }
}
