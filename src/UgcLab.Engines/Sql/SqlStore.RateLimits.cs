namespace UgcLab.Engines.Sql;

internal abstract partial class SqlStore
{
    // The service's clock may run a little slower than ours: a second in an hour.
    private const double ClockError = 1 / 3600.0;

    // How long the minute's limit stays halved after the service refused the address.
    private static readonly TimeSpan ThrottledPeriod = TimeSpan.FromMinutes(10);

    public Task<GateAnswer> AcquireSlotAsync(SlotRequest request, CancellationToken cancellationToken) =>
        WriteAsync<GateAnswer>(TransactionKind.Count, async sql =>
    {
        await AddAccountAsync(sql, request.Account).ConfigureAwait(false);
        await AdjustToClockAsync(sql, request.Account.Id).ConfigureAwait(false);
        return await CheckLimitsAsync(sql, request.Account.Id, request.Limits, RateEventKind.Read, request.IsBackground, Now)
            .ConfigureAwait(false) is GateAnswer.Wait wait
            ? wait
            : new GateAnswer.Allowed(
                await AddEventAsync(sql, request.Account.Id, RateEventKind.Read, request.Timeout).ConfigureAwait(false));
    }, cancellationToken);

    public Task ReleaseSlotAsync(string slot, bool isCounted) => WriteAsync(TransactionKind.Count, async sql =>
    {
        await EndEventAsync(sql, slot, isCounted).ConfigureAwait(false);
        return true;
    });

    public Task PauseAsync(StoreAccount account, RateEventKind pause, TimeSpan length) => WriteAsync(TransactionKind.Count, async sql =>
    {
        await AddAccountAsync(sql, account).ConfigureAwait(false);
        return await AddEventAsync(sql, account.Id, pause, length).ConfigureAwait(false);
    });

    public async Task<UgcLimit> ReadLimitUsageAsync(
        StoreAccount account, UgcLimits limits, CancellationToken cancellationToken = default) =>
        await ReadAsync(async sql => await IsSetBackAsync(sql, account.Id).ConfigureAwait(false)
            ? null
            : await UsageAsync(sql, account, limits).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
        ?? await WriteAsync(async sql =>
        {
            await AdjustToClockAsync(sql, account.Id).ConfigureAwait(false);
            return await UsageAsync(sql, account, limits).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);

    private async Task<UgcLimit> UsageAsync(SqlTransaction sql, StoreAccount account, UgcLimits limits)
    {
        DateTimeOffset now = Now;
        GateAnswer.Wait? creation = await CheckLimitsAsync(sql, account.Id, limits, RateEventKind.Creation, isBackground: false, now)
            .ConfigureAwait(false);
        GateAnswer.Wait? read = await CheckLimitsAsync(sql, account.Id, limits, RateEventKind.Read, isBackground: false, now)
            .ConfigureAwait(false);
        (TimeSpan pause, string? reason) = await PauseOfAsync(
            sql, account.Id, now, RateEventKind.CreationPause, RateEventKind.ReadPause, RateEventKind.AddressPause, RateEventKind.Pause)
            .ConfigureAwait(false);
        DateTimeOffset time = Settings.Clock.GetUtcNow();
        return new UgcLimit
        {
            Time = time,
            CreationsUsed = await CountAsync(sql, account.Id, limits.Creations, now, RateEventKind.Creation).ConfigureAwait(false),
            CreationLimit = limits.Creations,
            NextCreation = time + (creation?.Length ?? TimeSpan.Zero),
            ReadsUsed = await CountAsync(sql, account.Id, limits.Reads, now, RateEventKind.Read).ConfigureAwait(false),
            ReadLimit = limits.Reads,
            NextRead = time + (read?.Length ?? TimeSpan.Zero),
            RequestsUsed = await CountAsync(sql, account.Id, limits.Requests, now, RateEventKind.Creation, RateEventKind.Read)
                .ConfigureAwait(false),
            RequestLimit = limits.Requests,
            PausedUntil = pause > TimeSpan.Zero ? time + pause : null,
            PauseReason = reason,
            SpentToday = await SpentTodayAsync(sql, account.Id).ConfigureAwait(false),
            MaxCreditPerDay = await DailyLimitAsync(sql, account.Id).ConfigureAwait(false),
        };
    }

    public Task SetDailyLimitAsync(StoreAccount account, string client, decimal? credits) => WriteAsync(async sql =>
    {
        await AddAccountAsync(sql, account).ConfigureAwait(false);
        await sql.ExecuteAsync(
            "UPDATE daily_limit SET ended = @now WHERE account = @account AND session = @session AND ended IS NULL", ("@now", Now),
            ("@account", account.Id), ("@session", client));
        if (credits is decimal most)
        {
            await sql.InsertAsync(
                "daily_limit", "(account, session) DO UPDATE SET owner = excluded.owner, credits = excluded.credits, ended = NULL",
                ("@account", account.Id), ("@session", client), ("@owner", Owner), ("@credits", most));
        }

        await RemoveEndedAsync(sql).ConfigureAwait(false);
    });

    private static async Task<GateAnswer.Wait?> CheckLimitsAsync(
        SqlTransaction sql, string account, UgcLimits limits, RateEventKind kind, bool isBackground, DateTimeOffset now)
    {
        bool isCreation = kind is RateEventKind.Creation;
        UgcRateLimit own = isCreation ? limits.Creations : limits.Reads;
        own = isBackground && own.Count > 0 ? new UgcRateLimit(Math.Max(1, (int)(own.Count * 9L / 10)), own.Window) : own;
        UgcRateLimit all = await RequestLimitAsync(sql, account, limits.Requests, now).ConfigureAwait(false);
        RateEventKind ofKind = isCreation ? RateEventKind.CreationPause : RateEventKind.ReadPause;
        (TimeSpan pause, string? reason) = await PauseOfAsync(
            sql, account, now, ofKind, RateEventKind.AddressPause, RateEventKind.Pause).ConfigureAwait(false);
        TimeSpan byOwn = await FullForAsync(sql, account, own, now, kind).ConfigureAwait(false);
        TimeSpan byAll = await FullForAsync(sql, account, all, now, RateEventKind.Creation, RateEventKind.Read).ConfigureAwait(false);
        return pause > TimeSpan.Zero && pause >= byOwn && pause >= byAll ? new(pause, reason!)
            : byOwn <= TimeSpan.Zero && byAll <= TimeSpan.Zero ? null
            : byOwn >= byAll ? new(byOwn, Reached(own, isCreation ? "creation" : "read"))
            : new(byAll, Reached(all, "request")) { IsForRequests = true };

        static string Reached(UgcRateLimit limit, string what) =>
            $"{Format.Count(limit.Count, what)} in the last {limit.WindowText}: that is the limit.";
    }

    private static async Task<UgcRateLimit> RequestLimitAsync(SqlTransaction sql, string account, UgcRateLimit limit, DateTimeOffset now)
    {
        bool isCareful = limit.Count > 0 && await sql.NumberAsync(
            "SELECT COUNT(*) FROM rate_event WHERE account = @account AND kind = 4 AND latest > @since AND latest <= @now",
            ("@account", account), ("@since", now - ThrottledPeriod), ("@now", now)) > 0;
        return isCareful ? new UgcRateLimit(Math.Max(1, limit.Count / 2), limit.Window) : limit;
    }

    private static TimeSpan WindowOf(UgcRateLimit limit) => limit.Window * (1 + ClockError);

    // How long until there is room for another request below a limit: until the oldest of the newest of that number leaves the window.
    private static async Task<TimeSpan> FullForAsync(
        SqlTransaction sql, string account, UgcRateLimit limit, DateTimeOffset now, params RateEventKind[] kinds)
    {
        if (limit.Count <= 0)
        {
            return TimeSpan.Zero;
        }

        long? oldest = await sql.NumberAsync(
            $"SELECT latest FROM rate_event WHERE account = @account AND kind IN ({List(kinds)}) AND latest > @since "
                + "ORDER BY latest DESC LIMIT 1 OFFSET @skip",
            ("@account", account), ("@since", now - WindowOf(limit)), ("@skip", limit.Count - 1L));
        return oldest is long latest ? Stored.Time(latest) + WindowOf(limit) - now : TimeSpan.Zero;
    }

    private static async Task<(TimeSpan Length, string? Reason)> PauseOfAsync(
        SqlTransaction sql, string account, DateTimeOffset now, params RateEventKind[] kinds)
    {
        (RateEventKind Kind, DateTimeOffset Latest)[] pauses = [.. await sql.QueryAsync(
            $"SELECT kind, latest FROM rate_event WHERE account = @account AND kind IN ({List(kinds)}) AND latest > @now "
                + "ORDER BY latest DESC LIMIT 1",
            row => ((RateEventKind)row.Number(), row.Time()), ("@account", account), ("@now", now))];
        return pauses is not [(RateEventKind kind, DateTimeOffset latest)] ? (TimeSpan.Zero, null) : (latest - now, kind switch
        {
            RateEventKind.CreationPause => "The service asked for a pause between creations (RATE_LIMIT_EXCEEDED).",
            RateEventKind.ReadPause => "The service asked for a pause between reads (RATE_LIMIT_EXCEEDED).",
            RateEventKind.AddressPause => "The service asked for a pause between requests from this address (IP_RATE_LIMITED).",
            _ => "The service asked for a pause.",
        });
    }

    private static async Task<int> CountAsync(
        SqlTransaction sql, string account, UgcRateLimit limit, DateTimeOffset now, params RateEventKind[] kinds) =>
        (int)(await sql.NumberAsync(
            $"SELECT COUNT(*) FROM rate_event WHERE account = @account AND kind IN ({List(kinds)}) AND latest > @since",
            ("@account", account), ("@since", now - WindowOf(limit))) ?? 0);

    private async Task<string> AddEventAsync(SqlTransaction sql, string account, RateEventKind kind, TimeSpan length)
    {
        DateTimeOffset now = Now;
        string slot = Guid.NewGuid().ToString("N");
        await sql.ExecuteAsync(
            "DELETE FROM rate_event WHERE account = @account AND kind IN (0, 1, 2, 3, 4, 5) AND latest < @over",
            ("@account", account), ("@over", now - (UgcRateLimit.LongestWindow * (1 + ClockError))));
        await sql.ExecuteAsync(
            "INSERT INTO rate_event (slot, account, kind, at, latest) VALUES (@slot, @account, @kind, @now, @latest)",
            ("@slot", slot), ("@account", account), ("@kind", (long)kind), ("@now", now), ("@latest", now + length));
        return slot;
    }

    // Events of the future: the clock was set back since they were recorded.
    private const string IsOfFuture = "account = @account AND kind IN (0, 1, 2, 3, 4, 5) AND latest > @now AND at > @now";

    private async Task<bool> IsSetBackAsync(SqlTransaction sql, string account) =>
        await sql.NumberAsync($"SELECT 1 FROM rate_event WHERE {IsOfFuture} LIMIT 1", ("@account", account), ("@now", Now)) is not null;

    // They are as old as now. Left as they are, an hour would take as long as the clock was set back.
    private async Task AdjustToClockAsync(SqlTransaction sql, string account) =>
        await sql.ExecuteAsync(
            $"UPDATE rate_event SET latest = @now + (latest - at), at = @now WHERE {IsOfFuture}", ("@now", Now), ("@account", account));

    private async Task EndEventAsync(SqlTransaction sql, string? slot, bool isCounted)
    {
        if (slot is not null)
        {
            await (isCounted
                ? sql.ExecuteAsync("UPDATE rate_event SET at = @now, latest = @now WHERE slot = @slot", ("@now", Now), ("@slot", slot))
                : sql.ExecuteAsync("DELETE FROM rate_event WHERE slot = @slot", ("@slot", slot)));
        }
    }

    // Charged less refunded by the time of the attempt; what may have been charged counts at its known price.
    private async Task<decimal> SpentTodayAsync(SqlTransaction sql, string account)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(Now, Settings.Clock.LocalTimeZone);
        DateTimeOffset midnight = new(local.Date, Settings.Clock.LocalTimeZone.GetUtcOffset(local.Date));
        List<(decimal Spent, long Count)> groups = await sql.QueryAsync(
            """
            SELECT charged, refunded, price, COUNT(*) FROM purchase
            WHERE account = @account AND began >= @midnight AND state NOT IN ('NotSent', 'Refused', 'NotCharged')
            GROUP BY charged, refunded, price
            """,
            row => (Spent(row.AmountOrNull(), row.AmountOrNull(), row.AmountOrNull()), row.Number()),
            ("@account", account), ("@midnight", midnight));
        return groups.Sum(group => group.Spent * group.Count);

        static decimal Spent(decimal? charged, decimal? refunded, decimal? price) => (charged ?? price ?? 0) - (refunded ?? 0);
    }

    private static async Task<decimal?> DailyLimitAsync(SqlTransaction sql, string account) => (await sql.QueryAsync(
        $"SELECT d.credits FROM {LivingLimits} WHERE d.account = @account", row => (decimal?)row.Amount(), ("@account", account))).Min();

    private static string List(RateEventKind[] kinds) => string.Join(", ", kinds.Select(kind => (int)kind));
}
