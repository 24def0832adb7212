using Npgsql;
using UgcLab.Engines.Postgres;
using UgcLab.Faults;

namespace UgcLab.Crash.Tests;

/// <summary>A schema of a PostgreSQL server that processes share through a proxy, and the faults of the way there.</summary>
internal sealed class SharedDatabase : IDisposable
{
    /// <summary>How long a paid request may be in flight, in simulated minutes.</summary>
    public const int TimeoutMinutes = 60;

    /// <summary>The most creations in a simulated hour.</summary>
    public const int PerHour = 100;

    private readonly string _schema = "c" + Guid.NewGuid().ToString("N");
    private readonly DroppingProxy _proxy = new(PostgresServer.Shared!.Port);

    public SharedDatabase()
    {
        using PostgresStore store = new(new StoreSettings(Path.GetTempPath()) { Connection = Direct });
        store.ApplyAsync(null, CancellationToken.None).GetAwaiter().GetResult();
    }

    public string Direct => PostgresServer.Shared!.Connection(_schema);

    /// <summary>Notices soon that nothing comes back.</summary>
    public string ThroughProxy =>
        PostgresServer.Shared!.Connection(_schema, port: _proxy.Port) + ";Command Timeout=4;Timeout=4;Cancellation Timeout=-1;Application Name=worker";

    /// <summary>Sessions that were ended by the server.</summary>
    public int Terminated { get; private set; }

    /// <summary>How often packets were dropped.</summary>
    public int Dropped { get; private set; }

    /// <summary>Ends sessions at random, and drops packets now and then.</summary>
    public async Task CutAsync(Random chance, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = new(Direct);
        await connection.OpenAsync(CancellationToken.None);
        try
        {
            while (true)
            {
                await Task.Delay(chance.Next(500, 2500), cancellationToken);
                if (chance.Next(5) == 0)
                {
                    Dropped++;
                    _proxy.Drops = true;
                    await Task.Delay(chance.Next(200, 6000), CancellationToken.None);
                    _proxy.Cut();
                    _proxy.Drops = false;
                    continue;
                }

                await using NpgsqlCommand command = new(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'worker' ORDER BY random() LIMIT 1", connection);
                Terminated += await command.ExecuteScalarAsync(CancellationToken.None) is true ? 1 : 0;
            }
        }
        catch (OperationCanceledException)
        {
            // All is done.
        }
    }

    public void Dispose()
    {
        _proxy.Dispose();
        using NpgsqlConnection connection = new(Direct);
        connection.Open();
#pragma warning disable CA2100 // The name of this schema.
        using NpgsqlCommand command = new($"DROP SCHEMA {_schema} CASCADE", connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
