using System.Data.Common;
using UgcLab.Engines.Sql;

namespace UgcLab.Store.Tests.Traps;

/// <summary>Outcomes that the store does not take at once, through the client.</summary>
[Collection(nameof(Alone))]
public sealed class OutcomeRecordingTests : StoreTest
{
    private const string Created = """
        {"data":{"jobs":[{"ugcId":"clzzjob1","variantIndex":0,"status":"PENDING","creditsCharged":150}],"totalCreditsCharged":150,"remainingCredits":4850},"meta":{"requestId":"req_abc123def456"}}
        """;

    private static readonly VideoRequest Video = new() { ProjectId = "clzzproject1", Prompt = "A paper boat sails down a rainy street", Model = "veo-3.1", Duration = "8" };

    private readonly Notices _notices = new();

    public OutcomeRecordingTests()
        : this(new SqliteTestStore { LockTimeout = TimeSpan.FromSeconds(3) })
    {
    }

    private OutcomeRecordingTests(SqliteTestStore place)
        : base(place)
    {
    }

    [Fact]
    public async Task An_outcome_that_a_foreign_reader_blocks_is_reported_kept_and_recorded_once()
    {
        await CreateAsync();
        DbConnection? reader = null;
        using ScriptedHandler handler = new(
            async (request, stop) =>
            {
                reader = Place.Connect();
                Read(reader, "BEGIN; SELECT COUNT(*) FROM purchase");
                return await ScriptedHandler.Answer(201, Created)(request, stop);
            },
            ScriptedHandler.Answer(201, Created.Replace("job1", "job2", StringComparison.Ordinal)));
        using UgcLabClient client = Client(handler);

        UgcJob job = Assert.Single(await client.Purchases.CreateAsync(new PurchaseRequest(Video), _notices));

        Assert.Equal("clzzjob1", job.UgcId);
        string warning = Assert.Single(_notices.Warnings);
        Assert.Contains("clzzjob1", warning, StringComparison.Ordinal);
        Assert.Contains(job.PurchaseId!, warning, StringComparison.Ordinal);
        Assert.Equal(UgcPurchaseState.Sending, (await FindAsync(job.PurchaseId!)).State);
        Assert.Equal(UgcLabErrorKind.StoreUnavailable, (await Assert.ThrowsAsync<UgcLabException>(() => client.Purchases.CreateAsync(new PurchaseRequest(Video), _notices))).Kind);
        Assert.Single(handler.Sent);

        Read(reader!, "ROLLBACK");
        await reader!.DisposeAsync();
        await client.Purchases.CreateAsync(new PurchaseRequest(Video), _notices);

        PurchaseRecord recorded = await FindAsync(job.PurchaseId!);
        Assert.Equal((UgcPurchaseState.Accepted, 150m), (recorded.State, recorded.Charged));
        Assert.Equal("clzzjob1", Assert.Single(recorded.Jobs).UgcId);
        Assert.Equal(2, handler.Sent.Count);
        Assert.Equal(3, (await AllAsync()).Count);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_outcome_that_waits_is_tried_again_by_itself()
    {
        using ScriptedHandler handler = new(ScriptedHandler.Answer(201, Created));
        using UgcLabClient client = Client(handler);
        Task recorded = BreakOutcomes(times: 2);

        UgcJob job = Assert.Single(await client.Purchases.CreateAsync(new PurchaseRequest(Video), _notices));
        Assert.Single(_notices.Warnings);
        while (!recorded.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        Assert.Equal(UgcPurchaseState.Accepted, (await FindAsync(job.PurchaseId!)).State);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_attempt_whose_end_cannot_be_recorded_holds_up_nothing_afterwards()
    {
        using ScriptedHandler handler = new(ScriptedHandler.Answer(429, """{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Wait."}}""", retryAfter: "1"), ScriptedHandler.Answer(201, Created));
        using UgcLabClient client = Client(handler);
        _ = BreakOutcomes(times: 1);

        Task<IReadOnlyList<UgcJob>> creating = client.Purchases.CreateAsync(new PurchaseRequest(Video), _notices);
        while (!creating.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("clzzjob1", Assert.Single(await creating).UgcId);
        PurchaseRecord only = Assert.Single(await AllAsync());
        Assert.Equal(UgcPurchaseState.Accepted, only.State);
        Assert.Equal(2, handler.Sent.Count);
    }

    private static Task BreakOutcomes(int times)
    {
        int commits = 0;
        bool isSent = false;
        TaskCompletionSource recorded = new();
        SqlStore.Step = step =>
        {
            // The first commit of a purchase lets it go; the next ones record what became of it.
            if (step == "commit" && isSent && commits++ < times)
            {
                throw new IOException("The disk is busy.");
            }

            if (step == "committed" && isSent)
            {
                recorded.TrySetResult();
            }

            isSent |= step == "committed";
        };
        return recorded.Task;
    }

    private static void Read(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read() || reader.NextResult())
        {
        }
    }

    private UgcLabClient Client(ScriptedHandler handler)
    {
        SqlStore.Step = null;
        return new(new UgcLabClientOptions("ugc_0123456789abcdef0123456789abcdef0123456789abcdef") { Handler = handler, Clock = Clock, Limits = UgcLimits.None, Store = Store });
    }

    private sealed class Notices : IProgress<UgcNotice>
    {
        private readonly List<UgcNotice> _all = [];

        public IEnumerable<string> Warnings
        {
            get
            {
                lock (_all)
                {
                    return [.. _all.Where(notice => notice.Kind is UgcNoticeKind.Warning).Select(notice => notice.Text)];
                }
            }
        }

        public void Report(UgcNotice value)
        {
            lock (_all)
            {
                _all.Add(value);
            }
        }
    }
}
