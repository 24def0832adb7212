namespace UgcLab.Engines.Sql;

/// <summary>A store in a SQL database. What differs by engine is in the classes that inherit it.</summary>
internal abstract partial class SqlStore : IStoreEngine
{
    // A page is read while the database is locked; it has to be short.
    private const int PageSize = 500;

    // Of a list that is read from its beginning, often only the first few are wanted.
    private const int FirstPage = 32;

    private readonly TimeProvider _clock;

    private protected SqlStore(TimeProvider clock) => _clock = clock;

    public abstract string Location { get; }

    public abstract string Folder { get; }

    public virtual void CloseFiles()
    {
        // A server's store has none.
    }

    /// <summary>Called before a transaction, before its commit and after it. Tests stop the process or break the disk there.</summary>
    internal static Action<string>? Step { get; set; }

    /// <summary>This store among those that use the database: alive until it is disposed of or its process ends.</summary>
    private protected string Owner { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether the owner was in the database; uncertain after it is reopened, because it may be another file.</summary>
    private protected bool IsRegistered { get; set; }

    /// <summary>The time of this transaction.</summary>
    private protected DateTimeOffset Now => Stored.Time(Stored.Time(UtcNow));

    /// <summary>The time by the clock that all who use the database share.</summary>
    private protected virtual DateTimeOffset UtcNow => _clock.GetUtcNow();

    public abstract ValueTask DisposeAsync();

    public abstract void Dispose();

    /// <summary>Runs one transaction; it may be run again from its beginning when another process was in its way.</summary>
    /// <exception cref="UgcLabException">StoreUnavailable, StoreDamaged, StoreOnNetwork.</exception>
    private protected abstract Task<T> TransactAsync<T>(
        TransactionKind kind, Func<SqlSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Those of some owners that are alive: other stores of this process, or other processes.</summary>
    private protected abstract Task<IReadOnlySet<string>> AliveAsync(SqlSession session, IReadOnlyCollection<string> owners);

    /// <summary>Removes the files of an owner that has ended.</summary>
    private protected virtual void Forget(string owner)
    {
    }

    /// <summary>Lets no other transaction count requests of an account meanwhile.</summary>
    private protected virtual Task LockAccountAsync(SqlSession session, string account) => Task.CompletedTask;

    /// <summary>Whether this role may remove what isn't temporary.</summary>
    private protected virtual Task<bool> MayRemoveAsync(SqlSession session) => Task.FromResult(true);

    /// <summary>Refuses to remove history to a role that may not.</summary>
    private protected virtual Task RequireRemovalAsync(SqlSession session) => Task.CompletedTask;

    /// <summary>Whether a statement failed because of a unique index.</summary>
    private protected abstract bool IsDuplicate(DbException error);

    /// <summary>What is said when records do not match their checksums or each other.</summary>
    private protected UgcLabException Damaged(string what) =>
        new(UgcLabErrorKind.StoreDamaged, $"The store in {Location} is damaged: {what}. Nothing is created from it.")
        { Advice = DamageAdvice };

    /// <summary>How to restore the store, or set it aside.</summary>
    private protected abstract string DamageAdvice { get; }

    private protected Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken = default) =>
        WriteAsync(TransactionKind.Write, work, cancellationToken);

    private protected Task<T> WriteAsync<T>(
        TransactionKind kind, Func<SqlSession, Task<T>> work, CancellationToken cancellationToken = default)
    {
        return TransactAsync(kind, async session =>
        {
            if (!IsRegistered)
            {
                await session.ExecuteAsync(
                    "INSERT INTO owner (owner, host, pid, began) VALUES (@owner, @host, @pid, @now) "
                        + "ON CONFLICT (owner) DO UPDATE SET ended = NULL",
                    ("@owner", Owner), ("@host", Environment.MachineName), ("@pid", (long)Environment.ProcessId), ("@now", Now))
                    .ConfigureAwait(false);
                IsRegistered = true;
            }

            return await work(session).ConfigureAwait(false);
        }, cancellationToken);
    }

    private protected Task WriteAsync(Func<SqlSession, Task> work, CancellationToken cancellationToken = default) =>
        WriteAsync(async session =>
    {
        await work(session).ConfigureAwait(false);
        return true;
    }, cancellationToken);

    /// <summary>Runs a transaction that reads. Changes left by a process that has ended are recorded first.</summary>
    private protected async Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        (bool isStale, T? result) = await TransactAsync<(bool, T?)>(TransactionKind.Read, async session =>
        {
            bool isStale = (await EndedOwnersAsync(session).ConfigureAwait(false)).Count > 0;
            return (isStale, isStale ? default : await work(session).ConfigureAwait(false));
        }, cancellationToken).ConfigureAwait(false);
        if (!isStale)
        {
            return result!;
        }

        await WriteAsync(SweepAsync, cancellationToken).ConfigureAwait(false);
        return await TransactAsync(TransactionKind.Read, work, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Records what owners that are not alive left behind: a purchase that was being sent is unconfirmed from now on. Their runs,
    /// claims and daily limits hold nothing while their end is recorded.
    /// </summary>
    private protected async Task SweepAsync(SqlSession session)
    {
        foreach (string owner in await EndedOwnersAsync(session).ConfigureAwait(false))
        {
            foreach (PurchaseFacts purchase in await FactsAsync(session, "p.state = 'Sending' AND p.owner = @owner", ("@owner", owner))
                .ConfigureAwait(false))
            {
                await SetStateAsync(
                    session, purchase with { State = UgcPurchaseState.Unconfirmed }, nameof(UgcLabErrorKind.OutcomeUnconfirmed),
                    "The process ended before an answer was recorded.").ConfigureAwait(false);
            }

            await session.ExecuteAsync("UPDATE owner SET ended = @now WHERE owner = @owner", ("@now", Now), ("@owner", owner))
                .ConfigureAwait(false);
            Forget(owner);
        }
    }

    /// <summary>Reads the purchases that a condition selects, each checked against its checksum.</summary>
    private protected async Task<List<PurchaseFacts>> FactsAsync(SqlSession session, string condition, params Arg[] args)
    {
        List<PurchaseFacts> purchases = await session.QueryAsync(
            $"SELECT {PurchaseFacts.Columns} FROM purchase p WHERE {condition} ORDER BY p.began, p.purchase", PurchaseFacts.Read, args)
            .ConfigureAwait(false);
        return purchases.Find(purchase => purchase.Sum != MoneySum.Of(purchase)) is PurchaseFacts odd
            ? throw Damaged($"purchase {odd.Id} does not match its checksum") : purchases;
    }

    /// <summary>Records another state of a purchase, and the resulting state of its row.</summary>
    private protected async Task SetStateAsync(SqlSession session, PurchaseFacts purchase, string? refusal, string? message)
    {
        await session.ExecuteAsync(
            $"UPDATE purchase SET state = @state, doubled = @doubled, ended = @now, refusal = @refusal, message = @message, {JobCounts}, "
                + "sum = @sum WHERE purchase = @purchase",
            ("@state", purchase.State), ("@doubled", purchase.IsDoubled), ("@now", Now), ("@refusal", refusal), ("@message", message),
            ("@sum", MoneySum.Of(purchase)), ("@purchase", purchase.Id)).ConfigureAwait(false);
        await RefreshRowAsync(session, purchase.Batch, purchase.RowKey).ConfigureAwait(false);
    }

    /// <summary>Records that a purchase was never sent.</summary>
    private protected async Task EndUnsentAsync(SqlSession session, PurchaseFacts purchase)
    {
        await SetStateAsync(session, purchase with { State = UgcPurchaseState.NotSent }, null, "It was not sent.").ConfigureAwait(false);
        await EndEventAsync(session, purchase.Slot, isCounted: false).ConfigureAwait(false);
    }

    // Owners that hold something and aren't alive, this one left out.
    private async Task<List<string>> EndedOwnersAsync(SqlSession session)
    {
        List<string> owners = await session.QueryAsync(
            $"SELECT owner FROM purchase WHERE state = 'Sending' AND owner <> @me UNION SELECT o.owner FROM {LivingRuns} "
                + $"WHERE o.owner <> @me UNION SELECT o.owner FROM {LivingLimits} WHERE o.owner <> @me",
            row => row.Text(), ("@me", Owner)).ConfigureAwait(false);
        if (owners.Count > 0)
        {
            IReadOnlySet<string> alive = await AliveAsync(session, owners).ConfigureAwait(false);
            owners.RemoveAll(alive.Contains);
        }

        return owners;
    }

    // What hasn't ended, of owners whose end isn't recorded.
    private protected const string LivingRuns = "batch_run br JOIN owner o ON br.ended IS NULL AND o.owner = br.owner AND o.ended IS NULL";
    private const string LivingLimits = "daily_limit d JOIN owner o ON d.ended IS NULL AND o.owner = d.owner AND o.ended IS NULL";

    // Runs and daily limits that have ended, for which a role that may not remove anything leaves a mark.
    private protected async Task RemoveEndedAsync(SqlSession session)
    {
        if (await MayRemoveAsync(session).ConfigureAwait(false))
        {
            await session.ExecuteAsync("DELETE FROM batch_run WHERE ended IS NOT NULL").ConfigureAwait(false);
            await session.ExecuteAsync("DELETE FROM daily_limit WHERE ended IS NOT NULL").ConfigureAwait(false);
        }
    }

    // Records an account. Its rate events are this transaction's until it ends.
    private async Task AddAccountAsync(SqlSession session, StoreAccount account)
    {
        await session.ExecuteAsync(
            "INSERT INTO account (account, base_uri) VALUES (@account, @uri) ON CONFLICT DO NOTHING", ("@account", account.Id),
            ("@uri", account.BaseUri)).ConfigureAwait(false);
        await LockAccountAsync(session, account.Id).ConfigureAwait(false);
    }
}
