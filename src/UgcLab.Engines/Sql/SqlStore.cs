namespace UgcLab.Engines.Sql;

// A store in a SQL database. What differs by engine is in the classes that inherit it.
internal abstract partial class SqlStore : IStoreEngine
{
    // A page is read while the database is locked; it has to be short.
    private const int PageSize = 500;

    // Of a list that is read from its beginning, often only the first few are wanted.
    private const int FirstPage = 32;

    private protected SqlStore(StoreSettings settings) => Settings = settings;

    public abstract string Location { get; }
    public string Folder => Settings.Folder;

    // Called before a transaction, before its commit and after it. Tests stop the process or break the disk there.
    internal static Action<string>? Step { get; set; }

    private protected StoreSettings Settings { get; }

    // This store among those that use the database: alive until it is disposed of or its process ends.
    private protected string Owner { get; } = Guid.NewGuid().ToString("N");

    // Whether the owner was in the database; uncertain after it is reopened, because it may be another file.
    private protected bool IsRegistered { get; set; }

    private protected DateTimeOffset Now => Stored.Time(Stored.Time(UtcNow));

    // The time by the clock that all who use the database share.
    private protected virtual DateTimeOffset UtcNow => Settings.Clock.GetUtcNow();

    private protected abstract string DamageAdvice { get; }

    public virtual void CloseFiles()
    {
        // A server's store has none.
    }

    public virtual ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public abstract void Dispose();

    // Runs one transaction; it may be run again from its beginning when another process was in its way. StoreUnavailable, StoreDamaged,
    // StoreOnNetwork.
    private protected abstract Task<T> TransactAsync<T>(
        TransactionKind kind, Func<SqlTransaction, Task<T>> work, CancellationToken cancellationToken);

    // Those of some owners that are alive: other stores of this process, or other processes.
    private protected abstract Task<IReadOnlySet<string>> AliveAsync(SqlTransaction sql, IReadOnlyCollection<string> owners);

    private protected virtual void Forget(string owner)
    {
    }

    // Lets no other transaction count requests of an account meanwhile.
    private protected virtual Task LockAccountAsync(SqlTransaction sql, string account) => Task.CompletedTask;

    private protected virtual Task<bool> MayRemoveAsync(SqlTransaction sql) => Task.FromResult(true);

    private protected virtual Task RequireRemovalAsync(SqlTransaction sql) => Task.CompletedTask;

    private protected abstract bool IsDuplicate(DbException error);

    // What the gate and the record of an outcome decide about themselves.
    private protected bool IsDuplicate(Exception error, TransactionKind kind) =>
        kind is TransactionKind.Begin or TransactionKind.Outcome && error is DbException failed && IsDuplicate(failed);

    // The ids of an outcome have to be shown soon.
    private protected TimeSpan LockTimeout(TransactionKind kind) =>
        kind is TransactionKind.Outcome ? Settings.LockTimeout / 3 : Settings.LockTimeout;

    private protected UgcLabException Damaged(string what) =>
        new(UgcLabErrorKind.StoreDamaged, $"The store in {Location} is damaged: {what}. Nothing is created from it.", DamageAdvice);

    private protected Task<T> WriteAsync<T>(Func<SqlTransaction, Task<T>> work, CancellationToken cancellationToken = default) =>
        WriteAsync(TransactionKind.Write, work, cancellationToken);

    private protected Task<T> WriteAsync<T>(
        TransactionKind kind, Func<SqlTransaction, Task<T>> work, CancellationToken cancellationToken = default) =>
        TransactAsync(kind, async sql =>
    {
        if (!IsRegistered)
        {
            await sql.InsertAsync(
                "owner", "(owner) DO UPDATE SET ended = NULL", ("@owner", Owner), ("@host", Environment.MachineName),
                ("@pid", Environment.ProcessId), ("@began", Now));
            IsRegistered = true;
        }

        return await work(sql).ConfigureAwait(false);
    }, cancellationToken);

    private protected Task WriteAsync(Func<SqlTransaction, Task> work, CancellationToken cancellationToken = default) =>
        WriteAsync(async sql =>
    {
        await work(sql).ConfigureAwait(false);
        return true;
    }, cancellationToken);

    // Runs a transaction that reads. Changes left by a process that has ended are recorded first.
    private protected async Task<T> ReadAsync<T>(Func<SqlTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        (bool isStale, T? result) = await TransactAsync<(bool, T?)>(TransactionKind.Read, async sql =>
        {
            bool isStale = (await EndedOwnersAsync(sql).ConfigureAwait(false)).Count > 0;
            return (isStale, isStale ? default : await work(sql).ConfigureAwait(false));
        }, cancellationToken).ConfigureAwait(false);
        if (!isStale)
        {
            return result!;
        }

        await WriteAsync(SweepAsync, cancellationToken).ConfigureAwait(false);
        return await TransactAsync(TransactionKind.Read, work, cancellationToken).ConfigureAwait(false);
    }

    // Page by page, each in a transaction of its own, until one is short.
    private async IAsyncEnumerable<T> PagesAsync<T>(
        Func<SqlTransaction, T?, int, Task<List<T>>> read, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        int size = Math.Min(most, FirstPage);
        for (T? last = null; size > 0;)
        {
            List<T> page = await ReadAsync(sql => read(sql, last, size), cancellationToken).ConfigureAwait(false);
            foreach (T each in page)
            {
                yield return each;
            }

            most -= page.Count;
            (last, size) = page.Count < size ? (null, 0) : (page[^1], Math.Min(most, PageSize));
        }
    }

    // Records what owners that are not alive left behind: a purchase that was being sent is unconfirmed from now on. Their runs, claims
    // and daily limits hold nothing while their end is recorded.
    private protected async Task SweepAsync(SqlTransaction sql)
    {
        foreach (string owner in await EndedOwnersAsync(sql).ConfigureAwait(false))
        {
            foreach (PurchaseFacts purchase in await FactsAsync(sql, "p.state = 'Sending' AND p.owner = @owner", ("@owner", owner)))
            {
                await SetStateAsync(
                    sql, purchase with { State = UgcPurchaseState.Unconfirmed }, nameof(UgcLabErrorKind.OutcomeUnconfirmed),
                    "The process ended before an answer was recorded.").ConfigureAwait(false);
            }

            await sql.ExecuteAsync("UPDATE owner SET ended = @now WHERE owner = @owner", ("@now", Now), ("@owner", owner));
            Forget(owner);
        }
    }

    // The purchases that a condition selects, each checked against its checksum.
    private protected ConfiguredTaskAwaitable<List<PurchaseFacts>> FactsAsync(SqlTransaction sql, string condition, params Arg[] args) =>
        sql.QueryAsync(
            $"SELECT {PurchaseFacts.Columns} FROM purchase p WHERE {condition} ORDER BY p.began, p.purchase",
            ReadFacts, args);

    private PurchaseFacts ReadFacts(SqlRow row)
    {
        PurchaseFacts purchase = PurchaseFacts.Read(row);
        return purchase.Sum == MoneySum.Of(purchase) ? purchase : throw Damaged($"purchase {purchase.Id} does not match its checksum");
    }

    private protected async Task SetStateAsync(SqlTransaction sql, PurchaseFacts purchase, string? refusal, string? message)
    {
        await sql.ExecuteAsync(
            $"UPDATE purchase SET state = @state, doubled = @doubled, ended = @now, refusal = @refusal, message = @message, {JobCounts}, "
                + "sum = @sum WHERE purchase = @purchase",
            ("@state", purchase.State), ("@doubled", purchase.IsDoubled), ("@now", Now), ("@refusal", refusal), ("@message", message),
            ("@sum", MoneySum.Of(purchase)), ("@purchase", purchase.Id));
        await RefreshRowAsync(sql, purchase.Batch, purchase.RowKey).ConfigureAwait(false);
    }

    private protected async Task EndUnsentAsync(SqlTransaction sql, PurchaseFacts purchase)
    {
        await SetStateAsync(sql, purchase with { State = UgcPurchaseState.NotSent }, null, "It was not sent.").ConfigureAwait(false);
        await EndEventAsync(sql, purchase.Slot, isCounted: false).ConfigureAwait(false);
    }

    // Owners that hold something and aren't alive, this one left out.
    private async Task<List<string>> EndedOwnersAsync(SqlTransaction sql)
    {
        List<string> owners = await sql.QueryAsync(
            $"SELECT owner FROM purchase WHERE state = 'Sending' AND owner <> @me UNION SELECT o.owner FROM {LivingRuns} "
                + $"WHERE o.owner <> @me UNION SELECT o.owner FROM {LivingLimits} WHERE o.owner <> @me",
            row => row.Text(), ("@me", Owner));
        if (owners.Count > 0)
        {
            IReadOnlySet<string> alive = await AliveAsync(sql, owners).ConfigureAwait(false);
            owners.RemoveAll(alive.Contains);
        }

        return owners;
    }

    // What hasn't ended, of owners whose end isn't recorded.
    private protected const string LivingRuns = "batch_run br JOIN owner o ON br.ended IS NULL AND o.owner = br.owner AND o.ended IS NULL";
    private const string LivingLimits = "daily_limit d JOIN owner o ON d.ended IS NULL AND o.owner = d.owner AND o.ended IS NULL";

    // Runs and daily limits that have ended, for which a role that may not remove anything leaves a mark.
    private protected async Task RemoveEndedAsync(SqlTransaction sql)
    {
        if (await MayRemoveAsync(sql).ConfigureAwait(false))
        {
            await sql.ExecuteAsync("DELETE FROM batch_run WHERE ended IS NOT NULL");
            await sql.ExecuteAsync("DELETE FROM daily_limit WHERE ended IS NOT NULL");
        }
    }

    // Records an account. Its rate events are this transaction's until it ends.
    private async Task AddAccountAsync(SqlTransaction sql, StoreAccount account)
    {
        await sql.InsertAsync("account", "DO NOTHING", ("@account", account.Id), ("@base_uri", account.BaseUri));
        await LockAccountAsync(sql, account.Id).ConfigureAwait(false);
    }
}
