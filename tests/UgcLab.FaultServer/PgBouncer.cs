using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace UgcLab.Faults;

/// <summary>A connection pooler before the PostgreSQL server of the tests. It ends with this process, however that ends.</summary>
public sealed class PgBouncer : IDisposable
{
    /// <summary>Why tests are skipped.</summary>
    public const string Missing = "PgBouncer is not installed.";

    private readonly string _folder = Directory.CreateTempSubdirectory("ugclab-pgbouncer-").FullName;
    private readonly Process _pooler;

    /// <summary>Starts it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="mode">What a client's session is kept for: session, transaction, or statement.</param>
    /// <param name="more">More of its settings.</param>
    public PgBouncer(PostgresServer server, string mode, string more = "")
    {
        string users = Path.Combine(_folder, "users.txt");
        string settings = Path.Combine(_folder, "pgbouncer.ini");
        File.WriteAllText(users, $"\"{PostgresServer.Owner}\" \"\"\n");
        File.WriteAllText(settings, string.Create(CultureInfo.InvariantCulture,
            $"""
            [databases]
            postgres = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {Port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {users}
            pool_mode = {mode}
            {more}
            """));
        string program = $"{Program} -q '{settings}'";
        if (Environment.UserName == "root")
        {
            using Process owned = Process.Start("chown", ["-R", "postgres", _folder]);
            owned.WaitForExit();
            program = "setpriv --reuid=postgres --regid=postgres --init-groups " + program;
        }

        // The shell reads until this process ends.
        _pooler = Process.Start(new ProcessStartInfo("sh", ["-c", $"{program} & pooler=$!; read _; kill -KILL $pooler"]) { RedirectStandardInput = true })!;
        for (int tries = 0; !Answers(); tries++)
        {
            if (tries == 300)
            {
                throw new InvalidOperationException("PgBouncer did not start.");
            }

            Thread.Sleep(100);
        }
    }

    /// <summary>Whether it can be started here.</summary>
    public static bool IsInstalled => Program is not null;

    /// <summary>Its port on 127.0.0.1.</summary>
    public int Port { get; } = FreePort.At("127.0.0.1");

    private static string? Program { get; } = ((string[])["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"]).FirstOrDefault(File.Exists);

    /// <inheritdoc/>
    public void Dispose()
    {
        _pooler.StandardInput.Close();
        _pooler.WaitForExit();
        _pooler.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool Answers()
    {
        using TcpClient client = new();
        try
        {
            client.Connect("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
