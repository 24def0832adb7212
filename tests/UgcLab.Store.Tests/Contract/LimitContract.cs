namespace UgcLab.Store.Tests.Contract;

/// <summary>The limits of the hour, the minute and the day, and the pauses that the service asks for.</summary>
public abstract class LimitContract(TestStore place) : StoreTest(place)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Creations_of_an_hour_are_limited_over_all_processes()
    {
        UgcLimits limits = new(0, 3, 0);
        foreach (IStoreEngine store in (IStoreEngine[])[Store, Other, Store])
        {
            await CreateAsync(change: request => request with { Limits = limits }, store: store);
            Clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal(Hour - TimeSpan.FromMinutes(30), WaitOf(await BeginAsync(Request(NewId()) with { Limits = limits }, Other)));
        Clock.Advance(Hour - TimeSpan.FromMinutes(30));
        await CreateAsync(change: request => request with { Limits = limits });
        Assert.Equal(TimeSpan.FromMinutes(10), WaitOf(await BeginAsync(Request(NewId()) with { Limits = limits })));
    }

    [Fact]
    public async Task A_limit_belongs_to_the_account()
    {
        UgcLimits limits = new(1, 1, 1);
        await CreateAsync(change: request => request with { Limits = limits });

        await CreateAsync(change: request => request with { Limits = limits, Account = OtherAccount });
    }

    [Fact]
    public async Task A_request_counts_from_its_answer_and_while_in_flight_as_late_as_it_may_be()
    {
        UgcLimits limits = new(0, 1, 0);
        string purchase = await GoAsync(change: request => request with { Limits = limits });
        UgcLimit usage = await Store.ReadLimitUsageAsync(Account, limits);
        Assert.Equal(Hour + TimeSpan.FromMinutes(3) + Place.SendWithin, usage.NextCreation - usage.Time);
        Clock.Advance(TimeSpan.FromMinutes(2));

        await Store.EndAttemptAsync(purchase, Accepted(10, "cone"));

        Assert.Equal(Hour, WaitOf(await BeginAsync(Request(NewId()) with { Limits = limits })));
    }

    [Fact]
    public async Task All_requests_of_a_minute_are_limited_together()
    {
        UgcLimits limits = new(3, 0, 0);
        await CreateAsync(change: request => request with { Limits = limits });
        await ReadAsync(limits);
        await ReadAsync(limits, store: Other);

        foreach (GateAnswer answer in new[]
            { await BeginAsync(Request(NewId()) with { Limits = limits }), await Store.AcquireSlotAsync(Slot(limits), CancellationToken.None) })
        {
            Assert.InRange(WaitOf(answer), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1.001));
            Assert.True(Assert.IsType<GateAnswer.Wait>(answer).IsForRequests);
        }
    }

    [Fact]
    public async Task A_limit_counts_in_its_own_window()
    {
        UgcLimits limits = new(default, new UgcRateLimit(2, TimeSpan.FromSeconds(90)), new UgcRateLimit(1, TimeSpan.FromDays(1)));
        await CreateAsync(change: request => request with { Limits = limits });
        await CreateAsync(change: request => request with { Limits = limits });
        await ReadAsync(limits);

        Assert.InRange(WaitOf(await BeginAsync(Request(NewId()) with { Limits = limits })), TimeSpan.FromSeconds(89), TimeSpan.FromSeconds(91));
        Assert.InRange(
            WaitOf(await Store.AcquireSlotAsync(Slot(limits), CancellationToken.None)), TimeSpan.FromHours(23.9), TimeSpan.FromHours(24.1));

        Clock.Advance(TimeSpan.FromSeconds(91));
        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(NewId()) with { Limits = limits }));
        Clock.Advance(TimeSpan.FromHours(23));
        Assert.IsType<GateAnswer.Wait>(await Store.AcquireSlotAsync(Slot(limits), CancellationToken.None));
    }

    [Fact]
    public async Task Background_reads_leave_a_tenth_of_the_hour()
    {
        UgcLimits limits = new(0, 0, 20);
        for (int read = 0; read < 18; read++)
        {
            await ReadAsync(limits, isBackground: true);
        }

        Assert.Equal(Hour, WaitOf(await Store.AcquireSlotAsync(Slot(limits, isBackground: true), CancellationToken.None)));
        await ReadAsync(limits);
        await ReadAsync(limits);
        Assert.Equal(Hour, WaitOf(await Store.AcquireSlotAsync(Slot(limits), CancellationToken.None)));
    }

    [Fact]
    public async Task A_read_that_never_left_gives_its_slot_back()
    {
        UgcLimits limits = new(0, 0, 1);
        string slot = Assert.IsType<GateAnswer.Allowed>(await Store.AcquireSlotAsync(Slot(limits), CancellationToken.None)).Slot;
        WaitOf(await Other.AcquireSlotAsync(Slot(limits), CancellationToken.None));

        await Store.ReleaseSlotAsync(slot, isCounted: false);

        await ReadAsync(limits, store: Other);
    }

    [Theory]
    [InlineData(RateEventKind.CreationPause, true, false)]
    [InlineData(RateEventKind.ReadPause, false, true)]
    [InlineData(RateEventKind.AddressPause, true, true)]
    [InlineData(RateEventKind.Pause, true, true)]
    public async Task A_pause_holds_what_it_is_for(object pause, bool holdsCreations, bool holdsReads)
    {
        await Other.PauseAsync(Account, (RateEventKind)pause, TimeSpan.FromSeconds(90));

        GateAnswer creation = await BeginAsync(Request(NewId()));
        GateAnswer read = await Store.AcquireSlotAsync(Slot(UgcLimits.None), CancellationToken.None);

        Assert.Equal(holdsCreations ? TimeSpan.FromSeconds(90) : null, (creation as GateAnswer.Wait)?.Length);
        Assert.Equal(holdsReads ? TimeSpan.FromSeconds(90) : null, (read as GateAnswer.Wait)?.Length);
        UgcLimit usage = await Store.ReadLimitUsageAsync(Account, UgcLimits.None);
        Assert.Equal(TimeSpan.FromSeconds(90), usage.PausedUntil - usage.Time);
        Assert.NotNull(usage.PauseReason);
        Clock.Advance(TimeSpan.FromSeconds(91));
        Assert.IsType<GateAnswer.Allowed>(await Store.AcquireSlotAsync(Slot(UgcLimits.None), CancellationToken.None));
    }

    [Fact]
    public async Task A_pause_of_the_address_halves_the_minute_for_ten_minutes()
    {
        UgcLimits limits = new(4, 0, 0);
        await Store.PauseAsync(Account, RateEventKind.AddressPause, TimeSpan.FromSeconds(30));
        Clock.Advance(TimeSpan.FromSeconds(31));
        await ReadAsync(limits);
        await ReadAsync(limits);
        WaitOf(await Store.AcquireSlotAsync(Slot(limits), CancellationToken.None));

        Clock.Advance(TimeSpan.FromMinutes(10));

        for (int read = 0; read < 4; read++)
        {
            await ReadAsync(limits);
        }

        WaitOf(await Store.AcquireSlotAsync(Slot(limits), CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_that_is_set_back_makes_no_hour_longer(bool isOther)
    {
        UgcLimits limits = new(0, 2, 0);
        await CreateAsync(change: request => request with { Limits = limits });
        await CreateAsync(change: request => request with { Limits = limits });
        Clock.AdjustTime(Clock.GetUtcNow() - TimeSpan.FromDays(1));
        IStoreEngine store = isOther ? Other : Store;

        UgcLimit usage = await store.ReadLimitUsageAsync(Account, limits);
        Assert.InRange(usage.NextCreation!.Value - usage.Time, TimeSpan.Zero, Hour);
        Assert.InRange(WaitOf(await BeginAsync(Request(NewId()) with { Limits = limits }, store)), TimeSpan.Zero, Hour);
        Clock.Advance(Hour);

        await CreateAsync(change: request => request with { Limits = limits }, store: store);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_pause_longer()
    {
        await Store.PauseAsync(Account, RateEventKind.Pause, TimeSpan.FromMinutes(2));
        Clock.AdjustTime(Clock.GetUtcNow() - TimeSpan.FromDays(1));

        Assert.InRange(WaitOf(await BeginAsync(Request(NewId()))), TimeSpan.Zero, TimeSpan.FromMinutes(2));
        Clock.Advance(TimeSpan.FromMinutes(2));
        await CreateAsync();
    }

    [Fact]
    public async Task The_usage_of_the_limits_is_read_without_changing_it()
    {
        UgcLimits limits = new(18, 100, 1000);
        await CreateAsync(change: request => request with { Limits = limits });
        await ReadAsync(limits);
        Clock.Advance(TimeSpan.FromSeconds(90));
        await ReadAsync(limits);

        for (int look = 0; look < 2; look++)
        {
            UgcLimit usage = await Other.ReadLimitUsageAsync(Account, limits);
            Assert.Equal((1, 2, 1), (usage.CreationsUsed, usage.ReadsUsed, usage.RequestsUsed));
            Assert.Equal((usage.Time, usage.Time, null), (usage.NextCreation, usage.NextRead, usage.PausedUntil));
        }
    }

    [Fact]
    public async Task What_was_charged_less_what_was_refunded_counts_for_the_day()
    {
        await Store.SetDailyLimitAsync(Account, "session", 100);
        string first = await CreateAsync(charged: 60, change: request => request with { Price = 60 });
        Assert.Equal(UgcLabErrorKind.SpendingLimit, Refusal(await BeginAsync(Request(NewId()) with { Price = 41 })).Kind);
        await Store.RecordJobAsync(new UgcJob { UgcId = "c" + first, StatusText = "FAILED", CreditsRefunded = 25.5m, Status = UgcJobStatus.Failed });

        UgcLimit usage = await Other.ReadLimitUsageAsync(Account, UgcLimits.None);

        Assert.Equal((34.5m, 100m), (usage.SpentToday, usage.MaxCreditPerDay));
        Assert.Equal(UgcLabErrorKind.SpendingLimit, Refusal(await BeginAsync(Request(NewId()) with { Price = 65.51m })).Kind);
        await GoAsync(change: request => request with { Price = 65.5m });
    }

    [Theory]
    [InlineData(UgcPurchaseState.Sending, 40)]
    [InlineData(UgcPurchaseState.Unconfirmed, 40)]
    [InlineData(UgcPurchaseState.NotSent, 0)]
    [InlineData(UgcPurchaseState.Refused, 0)]
    [InlineData(UgcPurchaseState.NotCharged, 0)]
    public async Task What_may_have_been_charged_counts_at_its_known_price(UgcPurchaseState state, decimal counted)
    {
        string purchase = await GoAsync(change: request => request with { Price = 40 });
        if (state is UgcPurchaseState.NotCharged)
        {
            await Store.EndAttemptAsync(purchase, Outcome(UgcPurchaseState.Unconfirmed));
            await Store.ResolveAsync(purchase, UgcResolution.NotCharged, []);
        }
        else if (state is not UgcPurchaseState.Sending)
        {
            await Store.EndAttemptAsync(purchase, Outcome(state));
        }

        Assert.Equal(counted, (await Store.ReadLimitUsageAsync(Account, UgcLimits.None)).SpentToday);
    }

    [Fact]
    public async Task A_price_that_was_learned_counts_before_the_documented_one()
    {
        await Store.EndAttemptAsync(await GoAsync(), Accepted(90, "c1", "c2", "c3") with { Charges = [30, 30, 30] });
        await Store.SetDailyLimitAsync(Account, "session", 149);

        Assert.Equal(UgcLabErrorKind.SpendingLimit, Refusal(await BeginAsync(Request(NewId(), sent: Sent(outputs: 2)) with { Price = 1 })).Kind);
        await Store.SetDailyLimitAsync(Account, "session", 150);
        await GoAsync(change: request => request with { Request = Sent(outputs: 2), Price = 1 });
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, 1)]
    [InlineData(false, -1)]
    public async Task A_price_that_is_not_known_is_refused_unless_it_is_allowed(bool hasMore, int? price)
    {
        await Store.SetDailyLimitAsync(Account, "session", 100);
        AttemptRequest request = Request(NewId(), sent: Sent(isPriceUnknown: hasMore)) with { Price = price };

        UgcLabException refused = Refusal(await BeginAsync(request));
        Assert.Equal(UgcLabErrorKind.SpendingLimit, refused.Kind);
        Assert.Contains("-Force", refused.Advice, StringComparison.Ordinal);
        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(request with { AllowUnknownPrice = true }));
    }

    [Fact]
    public async Task An_unknown_price_is_refused_once_the_day_is_used_up()
    {
        await Store.SetDailyLimitAsync(Account, "session", 10);
        await CreateAsync(change: request => request with { Price = 10 });

        Assert.Equal(UgcLabErrorKind.SpendingLimit, Refusal(await BeginAsync(Request(NewId()) with { AllowUnknownPrice = true })).Kind);
    }

    [Fact]
    public async Task The_lowest_limit_of_the_live_sessions_holds()
    {
        await Store.SetDailyLimitAsync(Account, "one", 100);
        await Other.SetDailyLimitAsync(Account, "two", 20);
        await Other.SetDailyLimitAsync(OtherAccount, "three", 5);
        Assert.Equal(20, (await Store.ReadLimitUsageAsync(Account, UgcLimits.None)).MaxCreditPerDay);
        Assert.Equal(UgcLabErrorKind.SpendingLimit, Refusal(await BeginAsync(Request(NewId()) with { Price = 21 })).Kind);

        await Other.SetDailyLimitAsync(Account, "two", null);
        Assert.Equal(100, (await Store.ReadLimitUsageAsync(Account, UgcLimits.None)).MaxCreditPerDay);
        await Other.SetDailyLimitAsync(Account, "two", 20);
        Place.Kill(Other);

        Assert.Equal(100, (await Store.ReadLimitUsageAsync(Account, UgcLimits.None)).MaxCreditPerDay);
        await GoAsync(change: request => request with { Price = 21 });
    }

    [Theory]
    [InlineData("2026-01-15T10:00:00Z", 0)]
    [InlineData("2026-01-15T10:00:00Z", 14)]
    [InlineData("2026-01-15T10:00:00Z", -11)]
    [InlineData("2026-01-15T23:30:00Z", 1)]
    public async Task The_day_ends_at_midnight_in_local_time(string now, int offset)
    {
        Clock.AdjustTime(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        Clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(offset), "here", "here"));
        DateTimeOffset local = Clock.GetLocalNow();
        TimeSpan untilMidnight = local.Date.AddDays(1) - local.DateTime;
        await Store.SetDailyLimitAsync(Account, "session", 50);
        await CreateAsync(charged: 40, change: request => request with { Price = 40 });

        Clock.Advance(untilMidnight - TimeSpan.FromSeconds(1));
        Assert.Equal(UgcLabErrorKind.SpendingLimit, Refusal(await BeginAsync(Request(NewId()) with { Price = 11 })).Kind);
        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, (await Store.ReadLimitUsageAsync(Account, UgcLimits.None)).SpentToday);
        await GoAsync(change: request => request with { Price = 11 });
    }

    [Fact]
    public async Task A_purchase_that_waited_past_midnight_counts_for_the_day_of_the_charged_attempt()
    {
        Clock.AdjustTime(new DateTimeOffset(2026, 1, 15, 23, 59, 30, TimeSpan.Zero));
        string purchase = await GoAsync(change: request => request with { Price = 40 });
        await Store.EndAttemptAsync(purchase, Outcome(UgcPurchaseState.NotSent, nameof(UgcLabErrorKind.RateLimited)) with { Status = 429 });
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(purchase) with { Price = 40, Attempt = 2 }));
        await Store.EndAttemptAsync(purchase, Accepted(40, "cone"));
        await Store.SetDailyLimitAsync(Account, "session", 50);

        Assert.Equal(40, (await Store.ReadLimitUsageAsync(Account, UgcLimits.None)).SpentToday);
        Assert.Equal(UgcLabErrorKind.SpendingLimit, Refusal(await BeginAsync(Request(NewId()) with { Price = 11 })).Kind);
        await CreateAsync(charged: 10, change: request => request with { Price = 10 }, store: Other);
        Assert.Equal([50m], (await Store.ReadUsageAsync(new UsageFilter(UgcUsageGroup.Day))).Select(day => day.CreditsCharged));
    }

    [Fact]
    public async Task The_daily_limit_counts_what_other_processes_spent()
    {
        await Store.SetDailyLimitAsync(Account, "session", 15);
        await CreateAsync(change: request => request with { Price = 10 }, store: Other);

        Assert.Equal(UgcLabErrorKind.SpendingLimit, Refusal(await BeginAsync(Request(NewId()) with { Price = 6 })).Kind);
    }

    private static SlotRequest Slot(UgcLimits limits, bool isBackground = false) => new(Account, limits, TimeSpan.FromSeconds(30), isBackground);

    private async Task ReadAsync(UgcLimits limits, bool isBackground = false, IStoreEngine? store = null)
    {
        string slot = Assert.IsType<GateAnswer.Allowed>(await (store ?? Store).AcquireSlotAsync(Slot(limits, isBackground), CancellationToken.None)).Slot;
        await (store ?? Store).ReleaseSlotAsync(slot, isCounted: true);
    }
}

public sealed class SqliteLimitTests() : LimitContract(new SqliteTestStore());

public sealed class PostgresLimitTests() : LimitContract(new PostgresTestStore());
