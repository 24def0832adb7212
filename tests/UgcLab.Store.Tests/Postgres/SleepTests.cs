using System.Globalization;
using UgcLab.Engines.Sql;
using UgcLab.Store.Tests.Traps;

namespace UgcLab.Store.Tests.Postgres;

/// <summary>A machine that sleeps, or loses its session, between the record of a request and its sending, sends nothing later.</summary>
[Collection(nameof(Alone))]
public sealed class SleepTests() : StoreTest(new PostgresTestStore())
{
    private const string Created = """
        {"data":{"jobs":[{"ugcId":"clzzjob1","variantIndex":0,"status":"PENDING","creditsCharged":150}],"totalCreditsCharged":150,"remainingCredits":4850},"meta":{"requestId":"req_abc123def456"}}
        """;

    private static readonly VideoRequest Video = new() { ProjectId = "clzzproject1", Prompt = "A paper boat sails down a rainy street", Model = "veo-3.1", Duration = "8" };

    private PostgresTestStore Database => (PostgresTestStore)Place;

    [Fact]
    public async Task A_process_that_was_suspended_while_its_session_was_cut_sends_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to suspend a process.");
        using StoreChild child = StoreChild.Start(["send", Database.Folder, Database.Connection + ";Application Name=asleep"]);
        Assert.Equal("committed", await child.LineAsync());
        child.Signal("-STOP");

        // Suspended, it lives, and its request may be on its way.
        Assert.Equal(UgcPurchaseState.Sending, Assert.Single(await AllAsync()).State);
        Database.Execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'asleep'");
        Assert.Equal(UgcPurchaseState.Unconfirmed, Assert.Single(await AllAsync()).State);
        Clock.AdjustTime(DateTimeOffset.UtcNow.AddMinutes(4));
        await Store.ResolveAsync("asleep", UgcResolution.NotCharged, []);

        child.Signal("-CONT");
        child.GoOn();
        Assert.StartsWith($"error {UgcLabErrorKind.StoreUnreachable}", await child.LineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_whose_session_was_cut_before_it_was_sent_begins_again_and_is_sent_once()
    {
        using ScriptedHandler handler = new(ScriptedHandler.Answer(201, Created));
        using UgcLabClient client = new(new UgcLabClientOptions("ugc_" + new string('0', 48)) { Store = Store, Handler = handler });
        int cuts = 0;
        SqlStore.Step = step =>
        {
            if (step == "committed" && cuts == 0 && Convert.ToInt64(Scalar("SELECT COUNT(*) FROM purchase WHERE state = 'Sending'"), CultureInfo.InvariantCulture) == 1)
            {
                cuts++;
                Place.Kill(Store);
            }
        };
        try
        {
            await client.Purchases.CreateAsync(new PurchaseRequest(Video));
        }
        finally
        {
            SqlStore.Step = null;
        }

        Assert.Equal(1, cuts);
        Assert.Single(handler.Sent);
        Assert.Equal(UgcPurchaseState.Accepted, Assert.Single(await AllAsync()).State);
    }

    [Fact]
    public async Task While_the_database_is_away_the_wait_is_said_and_nothing_is_sent_until_it_is_back()
    {
        using Faults.DroppingProxy proxy = new(Faults.PostgresServer.Shared!.Port);
        StoreSettings settings = Database.Settings(Clock) with { Connection = Faults.PostgresServer.Shared.Connection(Database.Schema, port: proxy.Port) + ";Command Timeout=1;Timeout=1;Cancellation Timeout=-1" };
        using Engines.Postgres.PostgresStore store = new(settings);
        using ScriptedHandler handler = new(ScriptedHandler.Answer(201, Created));
        using UgcLabClient client = new(new UgcLabClientOptions("ugc_" + new string('0', 48)) { Store = store, Handler = handler });
        await store.ReadPricesAsync();
        proxy.Drops = true;
        TaskCompletionSource<string> said = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource stop = new();
        Task waiting = client.Purchases.CreateAsync(new PurchaseRequest(Video), new Said(said), stop.Token);

        Assert.Contains("can't be reached", await said.Task.WaitAsync(TimeSpan.FromMinutes(1)), StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Empty(handler.Sent);

        Task<IReadOnlyList<UgcJob>> creating = client.Purchases.CreateAsync(new PurchaseRequest(Video));
        proxy.Cut();
        proxy.Drops = false;
        Assert.Single(await creating.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Single(handler.Sent);
    }

    private sealed class Said(TaskCompletionSource<string> first) : IProgress<UgcNotice>
    {
        public void Report(UgcNotice value)
        {
            if (value.Kind is UgcNoticeKind.Waiting)
            {
                first.TrySetResult(value.Text);
            }
        }
    }
}
