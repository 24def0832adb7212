using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace UgcLab.Engines.Postgres;

/// <content>What the driver and the server say, as errors of this module. None of theirs is passed on.</content>
internal sealed partial class PostgresStore
{
    private static bool IsOfDatabase(Exception error) =>
        error is DbException or SocketException or IOException or TimeoutException or AuthenticationException
        || (error is InvalidOperationException or NotSupportedException or ArgumentException && error.Source is "Npgsql");

    // Whether it may pass if it is tried again.
    private UgcLabException Translate(Exception error, out bool mayPass)
    {
        string? state = (error as PostgresException)?.SqlState;
        mayPass = state is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected || IsAway(error);
        if (IsAway(error))
        {
            Discard();
            return new UgcLabException(
                _wasConnected ? UgcLabErrorKind.StoreUnreachable : UgcLabErrorKind.StoreUnavailable,
                $"The {Location} can't be reached: {Said(error)}. Nothing is created without it.",
                "Check the network and the database server. Run the command again; it continues where it stopped.");
        }

        return state switch
        {
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure =>
                Unavailable("another process holds its lock"),
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn => Unavailable(
                $"the role {_text.Role} sees no tables of UgcLab in the schema {_text.Schema}",
                "Run Initialize-UgcStore once, with a role that may create them, and with -Role for the others."),
            PostgresErrorCodes.InvalidCatalogName =>
                Unavailable("the server has no such database", "Create it, then run Initialize-UgcStore."),
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Unavailable(
                $"the server refuses the role {_text.Role} or its password",
                "Put the password into ~/.pgpass or $env:PGPASSWORD, or specify it with -StorePassword."),
            PostgresErrorCodes.InsufficientPrivilege => Unavailable(
                $"the role {_text.Role} lacks a right ({Said(error)})",
                "Initialize-UgcStore -AsScript prints the rights that it needs. Removing history needs the role that owns the tables."),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted or PostgresErrorCodes.UniqueViolation =>
                Damaged($"the database refuses what its rows allow ({Said(error)})"),
            _ => Unavailable(Said(error)),
        };
    }

    // The connection or the server is gone, or is a replica that may be promoted.
    private static bool IsAway(Exception error) => error is PostgresException { SqlState: string state }
        ? state.StartsWith("08", StringComparison.Ordinal) || state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ReadOnlySqlTransaction
            or "57P05" or "25P03"
        : error is not (ArgumentException or NotSupportedException) && error.InnerException is not AuthenticationException
            and not (NpgsqlException { InnerException: AuthenticationException })
            && !error.Message.Contains("password", StringComparison.OrdinalIgnoreCase);

    private void RequireVersion(int version)
    {
        if (version != Schema.Version)
        {
            throw Unavailable(
                $"its tables have schema version {version}, and this version of UgcLab uses version {Schema.Version}",
                version > Schema.Version ? "Update the module." : "Run Initialize-UgcStore with the role that owns the tables.");
        }
    }

    private UgcLabException NotOwnSession() => Unavailable(
        "a connection pooler gives each transaction another session, so no machine can see which others are alive",
        "Connect to the server itself, or set the pooler to pool sessions (for PgBouncer, pool_mode = session).");

    private UgcLabException Unavailable(string why, string? advice = null) =>
        new(UgcLabErrorKind.StoreUnavailable, $"The {Location} can't be used: {why.TrimEnd('.')}. Nothing is created without it.",
            advice ?? "Check the server, or ask its administrator.");

    private string Said(Exception error)
    {
        string text = (error as PostgresException)?.MessageText ?? error.InnerException?.Message ?? error.Message;
        return Redaction.Show(_text.Hide(text), 300).TrimEnd('.');
    }
}
