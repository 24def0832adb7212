using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace UgcLab.Faults;

/// <summary>
/// A PostgreSQL server of its own: a data folder and a port on loopback. It runs as another user where this one is root, and ends with
/// this process, however that ends.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>The role that owns everything; it needs no password.</summary>
    public const string Owner = "owner";

    /// <summary>A role that needs <see cref="Password"/>.</summary>
    public const string Guarded = "guarded";

    /// <summary>That password.</summary>
    public const string Password = "hunter-2-postgres";

    /// <summary>Why tests are skipped.</summary>
    public const string Missing = "PostgreSQL is not installed: no initdb was found, or its server did not start.";

    private static readonly Lazy<PostgresServer?> Started = new(() => TryStart(isDurable: false));

    private readonly string _folder = Directory.CreateTempSubdirectory("ugclab-postgres-").FullName;
    private readonly string _programs;
    private readonly bool _isDurable;
    private Process? _server;

    private PostgresServer(string programs, bool isDurable, string address)
    {
        (_programs, _isDurable, Address, Port) = (programs, isDurable, address, FreePort.At(address));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>The server of this process, started at the first use; null where there is none.</summary>
    public static PostgresServer? Shared => Started.Value;

    /// <summary>The address that it listens at.</summary>
    public string Address { get; }

    /// <summary>Its port there.</summary>
    public int Port { get; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>A server that flushes to the disk only if <paramref name="isDurable"/>; null where there is none.</summary>
    public static PostgresServer? TryStart(bool isDurable, string address = "127.0.0.1")
    {
        if (Programs() is not string programs)
        {
            return null;
        }

        PostgresServer server = new(programs, isDurable, address);
        try
        {
            server.Make();
            server.Start();
            return server;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            Console.Error.WriteLine(error.Message);
            server.Dispose();
            return null;
        }
    }

    /// <summary>A connection string to a schema.</summary>
    public string Connection(string schema, string role = Owner, int? port = null) => string.Create(
        CultureInfo.InvariantCulture, $"Host={Address};Port={port ?? Port};Database=postgres;Username={role};Search Path={schema};Pooling=false");

    /// <summary>Starts it on its data.</summary>
    public void Start()
    {
        // It ends when this process does: the shell reads until then.
        string settings = $"-c fsync={(_isDurable ? "on" : "off")} -c max_connections=200 -c autovacuum_naptime=5s -c log_min_messages=panic";
        _server = Run("sh", "-c", string.Create(CultureInfo.InvariantCulture,
            $"'{_programs}/postgres' -D '{Data}' -p {Port} -k '{_folder}' -h {Address} {settings} & server=$!; read _; kill -INT $server; wait $server"));
        for (int tries = 0; ; tries++)
        {
            using Process ready = Run($"{_programs}/pg_isready", "-q", "-h", Address, "-p", Port.ToString(CultureInfo.InvariantCulture));
            ready.WaitForExit();
            if (ready.ExitCode == 0)
            {
                return;
            }

            if (tries == 300 || _server.HasExited)
            {
                throw new InvalidOperationException("The PostgreSQL server did not start.");
            }

            Thread.Sleep(100);
        }
    }

    /// <summary>Stops it; connections are cut.</summary>
    public void Stop()
    {
        if (_server is { HasExited: false })
        {
            _server.StandardInput.Close();
            _server.WaitForExit(TimeSpan.FromSeconds(20));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string? Programs()
    {
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return installed.OrderDescending().Select(version => Path.Combine(version, "bin")).Concat(folders)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private void Make()
    {
        if (Environment.UserName == "root")
        {
            Require(Process.Start("chown", ["postgres", _folder]));
        }

        Require(Run($"{_programs}/initdb", "-D", Data, "-U", Owner, "-A", "trust", "-E", "UTF8", "--no-sync"));
        File.WriteAllText(Path.Combine(Data, "pg_hba.conf"), $"host all {Guarded} {Address}/24 scram-sha-256\nhost all all {Address}/24 trust\n");
    }

    private Process Run(string program, params string[] arguments)
    {
        string[] command = Environment.UserName == "root"
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments] : [program, .. arguments];
        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = program.EndsWith("initdb", StringComparison.Ordinal), WorkingDirectory = _folder,
        })!;
    }

    private static void Require(Process process)
    {
        if (process.StartInfo.RedirectStandardOutput)
        {
            process.StandardOutput.ReadToEnd();
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {process.ExitCode}.");
        }
    }
}
