using Microsoft.Data.Sqlite;

namespace UgcLab.Engines.Sqlite;

/// <content>Moving to a shared store. A table of its own says where to, and nothing is recorded here from then on.</content>
internal sealed partial class SqliteStore
{
    // The version of a store that was copied to another one.
    private const long MovedVersion = -1;

    // The target that this store is being copied to.
    private string? _movesTo;

    public async Task<CopiedRecord> CopyToAsync(IStoreEngine target, CancellationToken cancellationToken)
    {
        _movesTo = target.Location;
        try
        {
            SqlStore other = target as SqlStore ?? throw new ArgumentException("It has to be a store of this assembly.", nameof(target));
            await BeginMoveAsync(other, cancellationToken).ConfigureAwait(false);
            return await CopyTablesAsync(other, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _movesTo = null;
        }
    }

    private async Task BeginMoveAsync(SqlStore other, CancellationToken cancellationToken)
    {
        if (await SharedNamesAsync(other, cancellationToken).ConfigureAwait(false) is [string first, ..] names)
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid,
                $"The {other.Location} has other batches of the same names: {string.Join(", ", names.Take(10))}. Nothing was copied.",
                $"Remove {first} from one of the two stores with Remove-UgcBatch, if its record isn't needed.");
        }

        await WriteAsync(async sql =>
        {
            await SweepAsync(sql).ConfigureAwait(false);
            if (await sql.NumberAsync("SELECT COUNT(*) FROM purchase WHERE state = 'Sending'") > 0
                || await sql.NumberAsync($"SELECT 1 FROM {LivingRuns} LIMIT 1") is not null)
            {
                throw new UgcLabException(
                    UgcLabErrorKind.ArgumentInvalid, $"A request or a run of a batch is using the store in {Location}. Nothing was copied.",
                    "Wait until it has ended, then run the command again.");
            }

            await sql.ExecuteAsync("CREATE TABLE IF NOT EXISTS moved (location TEXT NOT NULL)");
            await sql.ExecuteAsync("DELETE FROM moved");
            await sql.ExecuteAsync("INSERT INTO moved (location) VALUES (@to)", ("@to", other.Location));
            await sql.ExecuteAsync("UPDATE schema_info SET version = @moved", ("@moved", MovedVersion));
        }, cancellationToken).ConfigureAwait(false);
    }

    // While it is copied, this process reads it and writes what the copy needs, and sends nothing.
    private async Task RequireMovingAsync(SqlTransaction sql, TransactionKind kind)
    {
        string location = await sql.FirstAsync("SELECT location FROM moved", row => row.Text()) ?? "";
        if (location != _movesTo || kind is TransactionKind.Begin)
        {
            throw new UgcLabException(
                UgcLabErrorKind.StoreUnavailable, $"The store in {Location} was copied to the {location}. Nothing is created from it.",
                "Specify that database with Connect-UgcLab -StoreConnection, or in $env:UGCLAB_STORE.");
        }
    }
}
