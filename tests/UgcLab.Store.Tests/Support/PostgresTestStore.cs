using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Npgsql;
using UgcLab.Engines.Postgres;
using UgcLab.Faults;

namespace UgcLab.Store.Tests;

/// <summary>A schema of the PostgreSQL server that the tests start, and a state folder. Where there is none, its tests are skipped.</summary>
internal sealed class PostgresTestStore : TestStore
{
    private readonly List<IStoreEngine> _stores = [];

    public PostgresTestStore(bool isMade = true)
    {
        Assert.SkipWhen(PostgresServer.Shared is null, PostgresServer.Missing);
        if (isMade)
        {
            using PostgresStore store = new(Settings(TimeProvider.System));
            store.ApplyAsync(null, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    public string Schema { get; } = "s" + Guid.NewGuid().ToString("N");

    public string Folder { get; } = Directory.CreateTempSubdirectory("ugclab-shared-").FullName;

    /// <summary>What is added to the connection string.</summary>
    public string With { get; init; } = "";

    public int? Port { get; init; }

    public string Role { get; init; } = PostgresServer.Owner;

    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public string Connection => PostgresServer.Shared!.Connection(Schema, Role, Port) + With;

    public StoreSettings Settings(TimeProvider clock) => new(Folder) { Clock = clock, Connection = Connection, LockTimeout = LockTimeout };

    internal override PostgresStore Open(TimeProvider clock)
    {
        PostgresStore store = new(Settings(clock));
        _stores.Add(store);
        return store;
    }

    public override bool ComesBack => true;

    public override TimeSpan SendWithin => TimeSpan.FromSeconds(10);

    // Its session ends, and with it the sign of life.
    internal override void Kill(IStoreEngine store) =>
        Execute(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_terminate_backend({ProcessOf(store)}, 5000)"));

    public override NpgsqlConnection Connect()
    {
        NpgsqlConnection connection = new(PostgresServer.Shared!.Connection(Schema));
        connection.Open();
        return connection;
    }

    public static long ProcessOf(IStoreEngine store) =>
        (long)typeof(PostgresStore).GetField("_process", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(store)!;

    public object? Execute(string sql)
    {
        using NpgsqlConnection connection = Connect();
#pragma warning disable CA2100 // A test's own statements.
        using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    protected override void Dispose(bool disposing)
    {
        _stores.ForEach(store => store.Dispose());
        Execute($"DROP SCHEMA IF EXISTS {Schema} CASCADE");
        Directory.Delete(Folder, recursive: true);
    }
}
