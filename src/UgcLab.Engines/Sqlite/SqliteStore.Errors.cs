using Microsoft.Data.Sqlite;

namespace UgcLab.Engines.Sqlite;

/// <content>What SQLite and the disk say, as errors of this module.</content>
internal sealed partial class SqliteStore
{
    private string? _failedFlush;

    private protected override string DamageAdvice =>
        $"Restore {_files.Database} from a backup. Without one, move the file aside to start with an empty store: nothing is known of "
            + "earlier purchases then, so remove rows that were created from your files. docs/store.md explains both.";

    // SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY.
    private protected override bool IsDuplicate(DbException error) => error is SqliteException { SqliteExtendedErrorCode: 2067 or 1555 };

    private UgcLabException Translate(Exception error)
    {
        // SQLITE_IOERR_FSYNC and SQLITE_IOERR_DIR_FSYNC.
        if (error is SqliteException { SqliteExtendedErrorCode: 1034 or 1290 })
        {
            _failedFlush = error.Message;
        }

        return error is SqliteException { SqliteErrorCode: 11 or 26 }
            ? Damaged($"the database cannot be read ({Redaction.Show(error.Message, 200)})")
            : Unavailable(Redaction.Show(error.Message, 300));
    }

    private UgcLabException Unavailable(string why) =>
        new(UgcLabErrorKind.StoreUnavailable, $"The store in {Location} cannot be used: {why.TrimEnd('.')}. Nothing is created without it.")
    {
        Advice = "Make room and check the permissions of the folder, "
            + $"or set $env:{StateFolder.Variable} to another folder on a local disk.",
    };

    // SQLITE_FULL, and SQLITE_IOERR_WRITE, which is what SQLite says of a quota that is used up. Of a file: ENOSPC, EDQUOT on Linux
    // and on macOS, ERROR_DISK_FULL.
    private static bool IsFull(Exception error) =>
        error is SqliteException { SqliteErrorCode: 13 } or SqliteException { SqliteExtendedErrorCode: 778 }
        || (error is IOException && (error.HResult & 0xFFFF) is 28 or 122 or 69 or 112);
}
