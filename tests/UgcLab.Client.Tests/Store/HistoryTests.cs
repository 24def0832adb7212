using UgcLab.Engines.Sqlite;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Store;

public sealed class HistoryTests : IDisposable
{
    private static readonly string SecondResponse = Bench.Receipt.Replace("clzzjob1", "clzzjob2", StringComparison.Ordinal);

    private readonly TestFolder _folder = new();
    private readonly TestClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_recorded_is_an_empty_history_and_creates_no_file()
    {
        using SqliteStore store = Open();

        Assert.Empty(await ReadAsync(store));
        Assert.Null(await new History(store).FindJobAsync("clzzjob1"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_purchase_that_was_being_sent_when_its_process_ended_is_unconfirmed()
    {
        using (SqliteStore ended = Open())
        {
            await SendAsync(ended, "aa");
        }

        using SqliteStore store = Open();
        UgcHistoryEntry entry = Assert.Single(await ReadAsync(store));

        Assert.Equal((UgcPurchaseState.Unconfirmed, "aa"), (entry.State, entry.PurchaseId));
        Assert.Contains("The process ended", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_purchase_that_a_living_process_is_sending_stays_as_it_is()
    {
        using SqliteStore living = Open();
        await SendAsync(living, "aa");
        using SqliteStore store = Open();

        Assert.Equal(UgcPurchaseState.Sending, Assert.Single(await ReadAsync(store)).State);
    }

    [Fact]
    public async Task Charged_refunded_and_net_credits_are_separate()
    {
        using SqliteStore store = Open();
        foreach (string id in new[] { "aa", "bb" })
        {
            await SendAsync(store, id);
            await store.EndAttemptAsync(id, new AttemptOutcome { State = UgcPurchaseState.Accepted, Charged = 8, Jobs = [new JobRecord { UgcId = $"job of {id}", Charged = 8 }] });
        }

        await store.RecordJobAsync(new UgcJob { UgcId = "job of bb", StatusText = "FAILED", CreditsCharged = 8, CreditsRefunded = 6.5m, Status = UgcJobStatus.Failed });

        Assert.Equal(
            [(8m, null, 8m), (8m, 6.5m, 1.5m)],
            (await ReadAsync(store)).OrderBy(entry => entry.PurchaseId).Select(entry => (entry.CreditsCharged, entry.CreditsRefunded, entry.NetCredits)));
    }

    [Fact]
    public async Task What_several_processes_recorded_is_one_history()
    {
        using SqliteStore one = Open();
        using SqliteStore other = Open();
        await AcceptAsync(one, "aa", "j1");
        await AcceptAsync(other, "bb", "j2");
        await other.RecordJobAsync(new UgcJob { UgcId = "j1", StatusText = "COMPLETED", Status = UgcJobStatus.Completed });

        Assert.Equal(["aa", "bb"], (await ReadAsync(one)).Select(entry => entry.PurchaseId).Order());
        Assert.Equal(UgcJobStatus.Completed, (await new History(one).FindJobAsync("j1"))!.Status);
        Assert.Null(await new History(one).FindJobAsync("j3"));
    }

    [Fact]
    public async Task The_newest_purchase_comes_first_and_pages_follow_one_another()
    {
        const int Purchases = 1201;
        using SqliteStore store = Open();
        for (int number = 0; number < Purchases; number++)
        {
            await AcceptAsync(store, $"p{number:d4}", $"j{number:d4}");
            if (number % 3 == 0)
            {
                // Some are of one moment, also across the end of a page.
                _clock.Pass(TimeSpan.FromMilliseconds(1));
            }
        }

        List<UgcHistoryEntry> all = await ReadAsync(store);
        List<UgcHistoryEntry> oldest = await ReadAsync(store, new PurchaseFilter { OldestFirst = true });

        Assert.Equal(Purchases, all.Select(entry => entry.PurchaseId).Distinct().Count());
        Assert.Equal(all.OrderByDescending(entry => entry.Time).ThenByDescending(entry => entry.PurchaseId, StringComparer.Ordinal).Select(entry => entry.PurchaseId), all.Select(entry => entry.PurchaseId));
        Assert.Equal(all.Select(entry => entry.PurchaseId).Reverse(), oldest.Select(entry => entry.PurchaseId));
        Assert.All(all, entry => Assert.Equal($"j{entry.PurchaseId[1..]}", Assert.Single(entry.Jobs).UgcId));
        Assert.Equal(["p1200", "p1199"], (await ReadAsync(store, new PurchaseFilter { First = 2 })).Select(entry => entry.PurchaseId));
    }

    [Fact]
    public async Task A_filter_selects_by_time_state_model_project_reference_and_batch()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(202, SecondResponse), Answer(400, """{"error":{"code":"VALIDATION_ERROR","message":"No."}}"""));
        await bench.CreateAsync();
        bench.Clock.Pass(TimeSpan.FromHours(1));
        DateTimeOffset second = bench.Clock.GetUtcNow();
        await bench.CreateRowAsync("Spring", new PurchaseRequest(Bench.Video with { Model = "kling-2.6", Duration = "5", ProjectId = "clzzother" }) { Reference = "Tea_1", RowNumber = 1 });
        bench.Clock.Pass(TimeSpan.FromHours(1));
        await bench.FailToCreateAsync();

        (string What, PurchaseFilter Filter, UgcPurchaseState[] Found)[] cases =
        [
            ("since", new() { Since = second }, [UgcPurchaseState.Refused, UgcPurchaseState.Accepted]),
            ("before", new() { Before = second }, [UgcPurchaseState.Accepted]),
            ("state", new() { States = [UgcPurchaseState.Refused, UgcPurchaseState.Unconfirmed] }, [UgcPurchaseState.Refused]),
            ("model", new() { Models = ["KLING*"] }, [UgcPurchaseState.Accepted]),
            ("whole model", new() { Models = ["Kling-2.6", "none"] }, [UgcPurchaseState.Accepted]),
            ("project", new() { Projects = ["clzz?ther"] }, [UgcPurchaseState.Accepted]),
            ("reference", new() { References = ["tea_*"] }, [UgcPurchaseState.Accepted]),
            ("no reference", new() { References = ["teax*"] }, []),
            ("batch", new() { Batches = ["spr*"] }, [UgcPurchaseState.Accepted]),
            ("no batch", new() { Batches = [""] }, [UgcPurchaseState.Refused, UgcPurchaseState.Accepted]),
            ("unsaved", new() { Unsaved = true }, [UgcPurchaseState.Accepted, UgcPurchaseState.Accepted]),
            ("several", new() { Since = second, Before = second.AddMinutes(1), Models = ["*"], States = [UgcPurchaseState.Accepted] }, [UgcPurchaseState.Accepted]),
        ];
        foreach ((string what, PurchaseFilter filter, UgcPurchaseState[] found) in cases)
        {
            UgcPurchaseState[] states = [.. (await ReadAsync(bench.Store, filter)).Select(entry => entry.State)];
            Assert.True(found.SequenceEqual(states), $"{what}: {string.Join(", ", states)}");
        }
    }

    [Fact]
    public async Task A_signed_query_and_a_key_are_in_no_file()
    {
        using Bench bench = new(Answer(202, Bench.Receipt));
        VideoRequest request = Bench.Video with { ImageUrl = "https://cdn.example/a.png?signature=SECRET", Prompt = "A boat. " + Bench.Key };
        PurchaseRequest order = new(request) { Cells = new Dictionary<string, string> { ["Image Url"] = "https://cdn.example/a.png?signature=SECRET", ["Note"] = Bench.Key } };

        await bench.Clock.RunAsync(bench.Client.Purchases.CreateAsync(order));

        AssertNoSecret(bench);
        Assert.Contains("https://cdn.example/a.png", bench.StoreText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_secret_is_in_a_file_however_deep_it_was_in_the_request()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(200, """{"data":{"id":"clzzjob1","status":"FAILED","errorMessage":"see https:\/\/cdn.example\/a?signature=SECRET"}}"""));
        VideoRequest request = Bench.Video with
        {
            AdditionalProperties = new Dictionary<string, object?> { ["meta"] = new Dictionary<string, object?> { ["a"] = new List<object?> { Bench.Key, "https://cdn.example/a?signature=SECRET" } } },
        };

        UgcJob job = (await bench.Clock.RunAsync(bench.Client.Purchases.CreateAsync(new PurchaseRequest(request))))[0];
        await bench.Client.Jobs.GetAsync(job);

        Assert.Contains("status=FAILED", bench.StoreText, StringComparison.Ordinal);
        AssertNoSecret(bench);
    }

    [Fact]
    public async Task The_files_are_the_users_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps rights in lists, and the user's folder has them.");
        using Bench bench = new(Answer(202, Bench.Receipt));
        await bench.CreateAsync();

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(bench.Folder, "ugclab.db")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(bench.Folder, "owners")));
        }
    }

    private static void AssertNoSecret(Bench bench) => Assert.All([bench.StoreText, StoreDump.Raw(bench.Folder)], text =>
    {
        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Bench.Key, text, StringComparison.Ordinal);
    });

    private static Task<List<UgcHistoryEntry>> ReadAsync(IStoreEngine store, PurchaseFilter? filter = null) => new History(store).ReadAsync(filter).ToListAsync();

    private static async Task SendAsync(SqliteStore store, string purchase)
    {
        AttemptRequest attempt = new()
        {
            Purchase = purchase,
            Attempt = 1,
            Account = StoredRows.NewAccount(),
            Limits = UgcLimits.None,
            Timeout = TimeSpan.FromMinutes(3),
            Request = new RequestRecord { Key = new PriceKey("ugc/video", "veo-3.1", "8", null, HasImage: false) },
        };
        Assert.IsType<GateAnswer.Allowed>(await store.BeginAttemptAsync(attempt, default));
    }

    private static async Task AcceptAsync(SqliteStore store, string purchase, string job)
    {
        await SendAsync(store, purchase);
        await store.EndAttemptAsync(purchase, new AttemptOutcome { State = UgcPurchaseState.Accepted, Jobs = [new JobRecord { UgcId = job }] });
    }

    private SqliteStore Open() => new(new StoreSettings(_folder.Path) { Clock = _clock });
}
