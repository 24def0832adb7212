using System.Globalization;
using System.Text;

namespace UgcLab.Store.Tests.Contract;

/// <summary>The history, its sums, what is cleared of it, names and durations.</summary>
public abstract class HistoryContract(TestStore place) : StoreTest(place)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_history_is_complete_over_several_pages_while_rows_are_added(bool isOldestFirst)
    {
        string[] made = await FillAsync(1203, sameTime: 5);
        List<string> read = [];

        await foreach (PurchaseRecord purchase in Store.ReadPurchasesAsync(new PurchaseFilter { OldestFirst = isOldestFirst, Before = Clock.GetUtcNow() }))
        {
            if (read.Count % 100 == 0)
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                await CreateAsync(store: Other);
            }

            read.Add(purchase.Id);
        }

        Assert.Equal(isOldestFirst ? made : Enumerable.Reverse(made), read);
    }

    [Fact]
    public async Task The_newest_come_first_and_no_more_than_asked_for()
    {
        string[] made = await FillAsync(1100);

        Assert.Equal(Enumerable.Reverse(made).Take(3), (await AllAsync(new PurchaseFilter { First = 3 })).Select(purchase => purchase.Id));
        Assert.Equal(Enumerable.Reverse(made).Take(1001), (await AllAsync(new PurchaseFilter { First = 1001 })).Select(purchase => purchase.Id));
        Assert.Empty(await AllAsync(new PurchaseFilter { First = 0 }));
        Assert.Equal(1100, (await AllAsync(new PurchaseFilter { First = 5000 })).Count);
    }

    [Fact]
    public async Task A_history_is_filtered_by_what_is_asked_for()
    {
        BatchRecord batch = await OpenAsync();
        string row = await CreateAsync(At(batch, 1));
        Clock.Advance(TimeSpan.FromMinutes(1));
        DateTimeOffset middle = Clock.GetUtcNow();
        string sora = await CreateAsync(change: request => request with { Request = Sent(model: "sora-2-pro", project: "other", reference: "SKU_10%") });
        string lost = await LoseAsync();
        await Store.EndAttemptAsync(sora, Accepted(1));
        await Store.RecordSavedAsync(new SavedRecord("c" + sora, "/videos/one.mp4", null, 1));

        await SelectsAsync([row], new PurchaseFilter { Before = middle });
        await SelectsAsync([sora, lost], new PurchaseFilter { Since = middle });
        await SelectsAsync([lost], new PurchaseFilter { States = [UgcPurchaseState.Unconfirmed, UgcPurchaseState.Refused] });
        await SelectsAsync([row], new PurchaseFilter { Batches = ["campaign"] });
        await SelectsAsync([row], new PurchaseFilter { Batches = ["CAMP*"] });
        await SelectsAsync([sora, lost], new PurchaseFilter { Batches = [""] });
        await SelectsAsync([row, sora, lost], new PurchaseFilter { Batches = ["", "*"] });
        await SelectsAsync([row], new PurchaseFilter { Batch = batch.Id, RowKeys = [Row(1).Key] });
        await SelectsAsync([], new PurchaseFilter { Batch = batch.Id, RowKeys = [Row(2).Key] });
        await SelectsAsync([sora], new PurchaseFilter { Models = ["SORA-2-PRO"] });
        await SelectsAsync([sora], new PurchaseFilter { Models = ["sora-?-*"] });
        await SelectsAsync([row, sora, lost], new PurchaseFilter { Models = ["sora*", "kling*"] });
        await SelectsAsync([sora], new PurchaseFilter { Projects = ["other"] });
        await SelectsAsync([sora], new PurchaseFilter { References = ["sku_10%"] });
        await SelectsAsync([], new PurchaseFilter { References = ["skuX10*"] });
        await SelectsAsync([sora], new PurchaseFilter { References = ["*_*"] });
        await SelectsAsync([sora], new PurchaseFilter { Purchase = sora });
        await SelectsAsync([row], new PurchaseFilter { Unsaved = true });
    }

    [Fact]
    public async Task Purchases_that_reported_the_balance_can_be_selected()
    {
        await CreateAsync();
        string told = await GoAsync();
        await Store.EndAttemptAsync(told, Accepted(10, "cone") with { Remaining = 0 });

        await SelectsAsync([told], new PurchaseFilter { HasBalance = true });
    }

    [Fact]
    public async Task Usage_is_summed_exactly_by_each_period()
    {
        BatchRecord batch = await OpenAsync();
        Clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromMinutes(345), "here", "here"));
        Clock.AdjustTime(DateTimeOffset.Parse("2026-01-31T18:14:59Z", CultureInfo.InvariantCulture));
        for (int count = 0; count < 10; count++)
        {
            await CreateAsync(At(batch, count), charged: 0.1m);
        }

        // A second later it is February there.
        Clock.Advance(TimeSpan.FromSeconds(1));
        string second = await CreateAsync(charged: 1_000_000.000001m, change: request => request with { Request = Sent(model: "sora-2-pro", project: "other", outputs: 2) });
        await Store.RecordJobAsync(new UgcJob { UgcId = "c" + second, StatusText = "FAILED", CreditsRefunded = 0.000001m, Status = UgcJobStatus.Failed });
        await LoseAsync(change: request => request with { Request = Sent(model: null, project: null) });
        await Store.EndAttemptAsync(await GoAsync(), Outcome(UgcPurchaseState.Refused));

        UgcUsage January(string name) => new() { Name = name, Requests = 10, Videos = 10, CreditsCharged = 1.0m };
        UgcUsage February(string name) => new() { Name = name, Requests = 1, Videos = 1, CreditsCharged = 1_000_000.000001m, CreditsRefunded = 0.000001m };
        UgcUsage Lost(string name) => new() { Name = name, Requests = 1, Unconfirmed = 1 };
        UgcUsage Both(string name) => February(name) with { Requests = 2, Unconfirmed = 1 };

        await SumsAsync(UgcUsageGroup.Day, January("2026-01-31"), Both("2026-02-01"));
        await SumsAsync(UgcUsageGroup.Month, January("2026-01"), Both("2026-02"));
        await SumsAsync(UgcUsageGroup.Model, Lost(""), January("kling-2.6"), February("sora-2-pro"));
        await SumsAsync(UgcUsageGroup.Project, Lost(""), February("other"), January("project"));
        await SumsAsync(UgcUsageGroup.Batch, Both(""), January("Campaign"));
        Assert.Equal(
            [January("2026-01-31")],
            await Store.ReadUsageAsync(new UsageFilter(UgcUsageGroup.Day, Before: DateTimeOffset.Parse("2026-01-31T18:15:00Z", CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task Clearing_keeps_identity_state_time_and_credits()
    {
        BatchRecord batch = await OpenAsync();
        string row = await SavedAsync(await CreateAsync(At(batch, 1)));
        string alone = await SavedAsync(await CreateAsync());
        Dictionary<string, PurchaseRecord> before = (await AllAsync()).ToDictionary(purchase => purchase.Id);
        DateTimeOffset now = Clock.GetUtcNow().AddSeconds(1);

        ClearedRecord preview = await Store.ClearPurchasesAsync(now, isPreview: true);
        Assert.NotNull((await FindAsync(alone)).Request.Json);
        ClearedRecord cleared = await Store.ClearPurchasesAsync(now, isPreview: false);

        Assert.Equal(preview, cleared);
        Assert.Equal((1, 1), (cleared.Purchases, cleared.Rows));
        Assert.Equal(2L * (Encoding.UTF8.GetByteCount(Sent().Json!) + Encoding.UTF8.GetByteCount(Sent().Cells!)), cleared.Bytes);
        Assert.Equal(new ClearedRecord(0, 0, 0), await Store.ClearPurchasesAsync(now, isPreview: true));
        foreach (string purchase in (string[])[row, alone])
        {
            PurchaseRecord after = await FindAsync(purchase);
            RequestRecord blank = before[purchase].Request with { Json = null, Cells = null };
            Assert.Equivalent(before[purchase] with { Request = blank }, after, strict: true);
        }

        Assert.Equal(row, Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1)))).Purchase.Id);
        Assert.Equal(UgcLabErrorKind.RowIdReused, Refusal(await BeginAsync(Request(NewId(), At(batch, 1) with { Row = Row(1) with { Content = "another" } }))).Kind);
        Assert.Equal(20, Assert.Single(await Store.ReadUsageAsync(new UsageFilter(UgcUsageGroup.Month))).CreditsCharged);
    }

    [Fact]
    public async Task Clearing_touches_nothing_unconfirmed_open_unsaved_or_new()
    {
        BatchRecord batch = await OpenAsync();
        await Store.PlanRowsAsync(batch.Id, [Row(9)]);
        List<string> kept = [await CreateAsync(At(batch, 1)), await CreateAsync(), await LoseAsync(At(batch, 2)), await LoseAsync()];
        string twice = await SavedAsync(await CreateAsync(At(batch, 3)));
        Clock.Advance(TimeSpan.FromMinutes(1));
        DateTimeOffset before = Clock.GetUtcNow();
        kept.Add(twice);
        kept.Add(await SavedAsync(await CreateAsync(At(batch, 3, generation: 2))));
        kept.Add(await SavedAsync(await CreateAsync()));
        kept.Add(await GoAsync(At(batch, 4)));

        Assert.Equal(new ClearedRecord(0, 0, 0), await Store.ClearPurchasesAsync(before, isPreview: false));

        foreach (string purchase in kept)
        {
            PurchaseRecord found = await FindAsync(purchase);
            Assert.NotNull(found.Request.Json);
            Assert.NotNull(found.Request.Cells);
        }

        await foreach (BatchRowRecord row in Store.ReadRowsAsync(batch.Id, []))
        {
            Assert.NotNull(row.Request.Json);
        }
    }

    [Fact]
    public async Task A_row_that_may_still_be_sent_is_not_cleared()
    {
        BatchRecord batch = await OpenAsync();
        await Store.ResolveAsync(await LoseAsync(At(batch, 1)), UgcResolution.NotCharged, []);
        await Store.EndAttemptAsync(await GoAsync(At(batch, 2)), Outcome(UgcPurchaseState.NotSent));

        Assert.Equal(0, (await Store.ClearPurchasesAsync(Clock.GetUtcNow().AddDays(1), isPreview: false)).Rows);
    }

    [Fact]
    public async Task Names_are_kept_by_account_and_list_those_seen_last_at_the_end()
    {
        await Store.SaveNamesAsync(Account, "projects", [new("p1", "One", null), new("p2", "Two", "note")], areAll: false);
        await Store.SaveNamesAsync(Account, "actors", [new("a1", "Anna", null)], areAll: false);
        await Other.SaveNamesAsync(Account, "projects", [new("p1", "Uno", null), new("p3", null, null)], areAll: false);

        Assert.Equal([new("p2", "Two", "note"), new("p1", "Uno", null), new("p3", null, null)], await Store.ReadNamesAsync(Account, "projects"));
        Assert.Empty(await Store.ReadNamesAsync(OtherAccount, "projects"));
        await Store.SaveNamesAsync(Account, "projects", [new("p3", "Three", null)], areAll: true);
        Assert.Equal([new KnownName("p3", "Three", null)], await Store.ReadNamesAsync(Account, "projects"));
        Assert.Single(await Store.ReadNamesAsync(Account, "actors"));
    }

    [Fact]
    public async Task A_list_keeps_its_last_five_thousand_names()
    {
        await Store.SaveNamesAsync(Account, "actors", [.. Enumerable.Range(0, 5010).Select(index => new KnownName($"a{index}", null, null))], areAll: false);

        IReadOnlyList<KnownName> names = await Store.ReadNamesAsync(Account, "actors");

        Assert.Equal((5000, "a10", "a5009"), (names.Count, names[0].Id, names[^1].Id));
    }

    [Fact]
    public async Task Clip_counts_are_kept_by_project_and_time()
    {
        await Store.RecordClipsAsync(new Dictionary<string, int> { ["p1"] = 8, ["p2"] = 1 });
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Other.RecordClipsAsync(new Dictionary<string, int> { ["p1"] = 9 });

        Assert.Equal([("p1", 8), ("p1", 9)], (await Store.ReadClipsAsync("p1")).Select(clip => (clip.ProjectId, clip.Clips)));
        Assert.Equal(TimeSpan.FromMinutes(1), (await Store.ReadClipsAsync("p1"))[1].Time - (await Store.ReadClipsAsync("p1"))[0].Time);
    }

    [Fact]
    public async Task Durations_of_finished_jobs_are_read_the_newest_first()
    {
        DateTimeOffset began = Clock.GetUtcNow();
        foreach ((string status, UgcJobStatus state, int seconds) in (ValueTuple<string, UgcJobStatus, int>[])
            [("COMPLETED", UgcJobStatus.Completed, 60), ("FAILED", UgcJobStatus.Failed, 70), ("COMPLETED", UgcJobStatus.Completed, 80), ("PENDING", UgcJobStatus.Pending, 90)])
        {
            string job = "c" + await CreateAsync();
            Clock.Advance(TimeSpan.FromMinutes(1));
            await Store.RecordJobAsync(new UgcJob { UgcId = job, StatusText = status, CreatedAt = began, UpdatedAt = began.AddSeconds(seconds), Status = state }, unfinished: seconds == 80 ? Clock.GetUtcNow().AddSeconds(-15) : null);
        }

        Assert.Equal(
            [
                new DurationRecord("ProductVideo", Sent().Key, TimeSpan.FromSeconds(45), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(80)),
                new DurationRecord("ProductVideo", Sent().Key, TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(60)),
            ],
            await Other.ReadDurationsAsync());
    }

    [Fact]
    public async Task Jobs_of_two_services_that_have_one_id_are_two_jobs()
    {
        StoreAccount there = new("aaaabbbbccccdddd", "https://elsewhere.test/");
        string here = await GoAsync();
        await Store.EndAttemptAsync(here, Accepted(10, "cone"));
        string elsewhere = await GoAsync(change: request => request with { Account = there });
        Assert.Empty((await Store.EndAttemptAsync(elsewhere, Accepted(20, "cone"))).JobsOfOthers);

        await Store.RecordJobAsync(new UgcJob { UgcId = "cone", StatusText = "FAILED", ErrorMessage = "why", CreditsRefunded = 20, Status = UgcJobStatus.Failed }, there.BaseUri);
        await Store.RecordSavedAsync(new SavedRecord("cone", "/videos/one.mp4", null, 17, Account.BaseUri));

        PurchaseRecord mine = (await Other.FindJobAsync("cone", Account.BaseUri))!;
        PurchaseRecord theirs = (await Other.FindJobAsync("cone", there.BaseUri))!;
        Assert.Equal((here, "/videos/one.mp4", null), (mine.Id, Assert.Single(mine.Jobs).Path, mine.Jobs[0].Error));
        Assert.Equal((elsewhere, null, "why"), (theirs.Id, Assert.Single(theirs.Jobs).Path, theirs.Jobs[0].Error));
        Assert.Null(await Other.FindJobAsync("cone", "https://third.test/"));
    }

    [Fact]
    public async Task A_job_may_be_adopted_though_another_service_has_one_of_its_id()
    {
        StoreAccount there = new("aaaabbbbccccdddd", "https://elsewhere.test/");
        await Store.EndAttemptAsync(await GoAsync(change: request => request with { Account = there }), Accepted(20, "cone"));
        string lost = await LoseAsync();

        Assert.Equal("cone", Assert.Single((await Store.ResolveAsync(lost, UgcResolution.Adopted, ["cone"])).Jobs).UgcId);
    }

    [Fact]
    public async Task A_job_is_found_with_its_purchase_as_it_was_last_seen()
    {
        string purchase = await CreateAsync();
        await Store.RecordJobAsync(new UgcJob { UgcId = "c" + purchase, StatusText = "FAILED", CreditsCharged = 12, CreditsRefunded = 12, ErrorMessage = "why", ActorId = "a1", ActorName = "Anna", IsCustomActor = true, Status = UgcJobStatus.Failed });

        PurchaseRecord found = (await Other.FindJobAsync("c" + purchase))!;

        Assert.Equal(
            new JobRecord { UgcId = "c" + purchase, Status = "FAILED", Charged = 12, Refunded = 12, Error = "why", ActorId = "a1", ActorName = "Anna", IsCustomActor = true },
            Assert.Single(found.Jobs));
        Assert.Null(await Other.FindJobAsync("unheard"));
    }

    protected async Task<string> SavedAsync(string purchase)
    {
        await Store.RecordSavedAsync(new SavedRecord("c" + purchase, "/videos/one.mp4", null, 17));
        return purchase;
    }

    private async Task SelectsAsync(string[] purchases, PurchaseFilter filter) =>
        Assert.Equal(purchases.Order(StringComparer.Ordinal), (await AllAsync(filter)).Select(purchase => purchase.Id).Order(StringComparer.Ordinal));

    private async Task SumsAsync(UgcUsageGroup by, params UgcUsage[] sums) => Assert.Equal(sums.Select(sum => sum with { By = by }), await Store.ReadUsageAsync(new UsageFilter(by)));
}

public sealed class SqliteHistoryTests() : HistoryContract(new SqliteTestStore())
{
    [Fact]
    public async Task A_store_without_a_database_is_empty_and_stays_so()
    {
        Assert.Empty(await AllAsync());
        Assert.Empty(await Store.ReadBatchesAsync(new BatchQuery(WithCounts: true)));
        Assert.Empty(await Store.ReadUsageAsync(new UsageFilter(UgcUsageGroup.Day)));
        Assert.Empty(await Store.ReadNamesAsync(Account, "projects"));
        Assert.Null(await Store.FindJobAsync("cone"));
        Assert.Equal(0, (await Store.ReadLimitUsageAsync(Account, new UgcLimits())).CreationsUsed);
        Assert.False(Directory.Exists(Store.Folder));
    }

    [Fact]
    public async Task Compacting_keeps_everything()
    {
        BatchRecord batch = await OpenAsync();
        string row = await SavedAsync(await CreateAsync(At(batch, 1)));
        await Store.ClearPurchasesAsync(Clock.GetUtcNow().AddDays(1), isPreview: false);

        await Store.CompactAsync();

        Assert.Equal(row, Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1)), Other)).Purchase.Id);
        await CreateAsync(At(batch, 2));
    }
}

public sealed class PostgresHistoryTests() : HistoryContract(new PostgresTestStore());
