using System.Data.Common;
using System.Reflection;
using Microsoft.Data.Sqlite;
using UgcLab.Engines.Sql;
using UgcLab.Engines.Sqlite;

namespace UgcLab.Store.Tests;

/// <summary>A state folder with a SQLite database.</summary>
internal sealed class SqliteTestStore : TestStore
{
    private readonly List<IStoreEngine> _stores = [];

    public SqliteTestStore()
        : this(System.IO.Path.Combine(System.IO.Path.GetTempPath(), "ugclab-store-" + Guid.NewGuid().ToString("N")))
    {
    }

    public SqliteTestStore(string folder) => Folder = folder;

    public string Folder { get; }

    public TimeSpan LockTimeout { get; init; } = new StoreSettings(Path.GetTempPath()).LockTimeout;

    public string Database => System.IO.Path.Combine(Folder, "ugclab.db");

    internal override IStoreEngine Open(TimeProvider clock)
    {
        SqliteStore store = new(new StoreSettings(Folder) { Clock = clock, LockTimeout = LockTimeout });
        _stores.Add(store);
        return store;
    }

    internal override void Kill(IStoreEngine store) => File.Delete(System.IO.Path.Combine(Folder, "owners", OwnerOf(store) + ".lock"));

    public override DbConnection Connect()
    {
        NativeSqlite.Require();
        SqliteConnection connection = new($"Data Source={Database};Pooling=False");
        connection.Open();
        return connection;
    }

    public static string OwnerOf(IStoreEngine store) => (string)typeof(SqlStore).GetProperty("Owner", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(store)!;

    protected override void Dispose(bool disposing)
    {
        _stores.ForEach(store => store.Dispose());
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
