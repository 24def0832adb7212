using UgcLab.Engines.Sql;
using UgcLab.Engines.Postgres;
using UgcLab.Faults;
using UgcLab.Store.Tests.Traps;

namespace UgcLab.Store.Tests.Postgres;

/// <summary>Connections that are cut, servers that stop, packets that are dropped, and databases that go back.</summary>
[Collection(nameof(Alone))]
public sealed class LostConnectionTests() : StoreTest(new PostgresTestStore())
{
    private PostgresTestStore Database => (PostgresTestStore)Place;

    [Fact]
    public async Task A_purchase_is_not_sent_once_its_session_was_cut()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = NewId();
        SqlStore.Step = step =>
        {
            if (step == "committed")
            {
                SqlStore.Step = null;
                Place.Kill(Store);
            }
        };
        try
        {
            UgcLabException lost = await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(purchase, At(batch, 1))));
            Assert.Equal(UgcLabErrorKind.StoreUnreachable, lost.Kind);
        }
        finally
        {
            SqlStore.Step = null;
        }

        // Another machine finds it, and its row is unconfirmed.
        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, Refusal(await BeginAsync(Request(NewId(), At(batch, 1)), Other)).Kind);

        // What is known here is written over it with the next transaction, and the row may be sent.
        await Store.PlanRowsAsync(batch.Id, [Row(2)]);
        Assert.Equal(UgcPurchaseState.NotSent, (await FindAsync(purchase)).State);
        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(NewId(), At(batch, 1)), Other));
    }

    [Fact]
    public async Task An_answer_that_comes_after_the_session_was_cut_is_written_over_unconfirmed()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await GoAsync(At(batch, 1));
        Place.Kill(Store);
        Assert.Equal(UgcPurchaseState.Unconfirmed, Assert.Single(await AllAsync(store: Other)).State);

        await Store.EndAttemptAsync(purchase, Accepted(10, "clate"));

        Assert.Equal(UgcPurchaseState.Accepted, Assert.Single(await AllAsync(store: Other)).State);
        Assert.Single((await Store.ReadBatchesAsync(new BatchQuery(WithCounts: true)))[0].Runs);
    }

    [Theory]
    [InlineData("commit", false)]
    [InlineData("committed", true)]
    public async Task A_purchase_whose_recording_is_unconfirmed_is_not_sent_and_begins_again(string step, bool isRecorded)
    {
        BatchRecord batch = await OpenAsync();
        string purchase = NewId();
        SqlStore.Step = now =>
        {
            if (now == step)
            {
                SqlStore.Step = null;
                Place.Kill(Store);
                if (isRecorded)
                {
                    // As a connection that is lost before the server's word of the commit came.
                    throw new TimeoutException("The connection was lost.");
                }
            }
        };
        try
        {
            UgcLabException lost = await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(purchase, At(batch, 1))));
            Assert.Equal(UgcLabErrorKind.StoreUnreachable, lost.Kind);
        }
        finally
        {
            SqlStore.Step = null;
        }

        Assert.Equal(isRecorded ? 1 : 0, (await AllAsync()).Count);
        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(purchase, At(batch, 1))));
    }

    [Fact]
    public async Task An_outcome_that_cannot_be_written_is_kept_and_delivered_by_another_process()
    {
        using DroppingProxy proxy = new(PostgresServer.Shared!.Port);
        StoreSettings settings = new(Database.Folder) { Connection = PostgresServer.Shared.Connection(Database.Schema, port: proxy.Port) + ";Command Timeout=1;Timeout=1;Cancellation Timeout=-1", LockTimeout = TimeSpan.FromSeconds(3) };
        using PostgresStore lost = new(settings);
        string purchase = await GoAsync(store: lost);
        proxy.Drops = true;

        UgcLabException unwritten = await Assert.ThrowsAsync<UgcLabException>(() => lost.EndAttemptAsync(purchase, Accepted(10, "ckept")));

        Assert.Equal(UgcLabErrorKind.StoreUnreachable, unwritten.Kind);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(Database.Folder, "shared"), "*.json"));
        Assert.Contains(file, unwritten.Message, StringComparison.Ordinal);
        lost.Dispose();

        PurchaseRecord delivered = await FindAsync(purchase);
        Assert.Equal((UgcPurchaseState.Accepted, "ckept", 10m), (delivered.State, delivered.Jobs[0].UgcId, delivered.Charged));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_kept_outcome_is_tried_again_with_each_transaction_while_the_connection_is_open()
    {
        string purchase = await GoAsync();
        long process = PostgresTestStore.ProcessOf(Store);
        Execute("ALTER TABLE purchase ADD CONSTRAINT full_disk CHECK (state <> 'Accepted') NOT VALID");
        await Assert.ThrowsAsync<UgcLabException>(() => Store.EndAttemptAsync(purchase, Accepted(10, "ckept")));
        string file = Assert.Single(Directory.GetFiles(Path.Combine(Database.Folder, "shared"), "*.json"));

        // It fails again, and questions are answered without it: here, and in another process that connects now.
        foreach (IStoreEngine store in (IStoreEngine[])[Store, Other])
        {
            Assert.Equal(UgcPurchaseState.Sending, Assert.Single(await AllAsync(store: store)).State);
            Assert.Contains("in flight", Waiting(await BeginAsync(Request(NewId()), store)), StringComparison.Ordinal);
        }

        Execute("ALTER TABLE purchase DROP CONSTRAINT full_disk");
        Assert.Equal("ckept", Assert.Single(Assert.Single(await AllAsync(store: Other)).Jobs).UgcId);
        Assert.False(File.Exists(file));
        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(NewId())));
        Assert.Equal(process, PostgresTestStore.ProcessOf(Store));
    }

    [Fact]
    public async Task The_process_that_kept_an_outcome_records_it_with_its_next_transaction()
    {
        string purchase = await GoAsync();
        long process = PostgresTestStore.ProcessOf(Store);
        Execute("ALTER TABLE purchase ADD CONSTRAINT full_disk CHECK (state <> 'Accepted') NOT VALID");
        await Assert.ThrowsAsync<UgcLabException>(() => Store.EndAttemptAsync(purchase, Accepted(10, "ckept")));
        Execute("ALTER TABLE purchase DROP CONSTRAINT full_disk");

        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(NewId())));

        Assert.Equal("ckept", Assert.Single((await FindAsync(purchase)).Jobs).UgcId);
        Assert.Equal(process, PostgresTestStore.ProcessOf(Store));
    }

    [Fact]
    public async Task An_outcome_is_kept_when_the_database_went_back_behind_its_purchase()
    {
        string purchase = await GoAsync();
        Execute("DELETE FROM job; DELETE FROM purchase");

        await Assert.ThrowsAsync<UgcLabException>(() => Store.EndAttemptAsync(purchase, Accepted(10, "conly")));

        Assert.Contains("conly", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(Database.Folder, "shared"), "*.json"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outcome_is_recorded_when_nothing_can_be_kept_here()
    {
        string purchase = await GoAsync();
        string kept = Path.Combine(Database.Folder, "shared");
        Directory.Delete(kept, recursive: true);
        await File.WriteAllTextAsync(kept, "not a folder");

        await Store.EndAttemptAsync(purchase, Accepted(10, "cdone"));

        Assert.Equal(UgcPurchaseState.Accepted, (await FindAsync(purchase)).State);
    }

    [Fact]
    public async Task Packets_that_are_dropped_end_a_transaction_and_nothing_is_created()
    {
        using DroppingProxy proxy = new(PostgresServer.Shared!.Port);
        using PostgresStore lost = new(new StoreSettings(Database.Folder) { Connection = PostgresServer.Shared.Connection(Database.Schema, port: proxy.Port) + ";Command Timeout=1;Timeout=1;Cancellation Timeout=-1" });
        await CreateAsync(store: lost);
        proxy.Drops = true;

        UgcLabException failure = await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId()), lost));

        Assert.Equal(UgcLabErrorKind.StoreUnreachable, failure.Kind);
        proxy.Cut();
        proxy.Drops = false;
        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(NewId()), lost));
    }

    [Fact]
    public async Task A_database_that_went_back_is_refused_until_it_is_let_continue()
    {
        await CreateAsync();
        long before = (long)Scalar("SELECT epoch FROM schema_info")!;
        await CreateAsync();
        Execute($"DELETE FROM job; DELETE FROM purchase; UPDATE schema_info SET epoch = {before}");

        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId())));
        Assert.Equal(UgcLabErrorKind.StoreUnavailable, refused.Kind);
        Assert.Contains("it went back", refused.Message, StringComparison.Ordinal);

        // Another process of this machine knows as well.
        await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId()), Other));
        PostgresStore setup = Database.Open(TimeProvider.System);
        Assert.True((await setup.ReadSchemaAsync(CancellationToken.None)).WentBack);
        await setup.ApplyAsync(null, CancellationToken.None);
        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(NewId())));
    }

    [Fact]
    public async Task A_clock_of_the_server_that_went_back_is_refused_in_words()
    {
        using PostgresStore store = new(Database.Settings(TimeProvider.System));
        await CreateAsync(store: store);
        Execute("UPDATE schema_info SET clock = clock + 600000000");

        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId()), store));

        Assert.Contains("the clock of its server went back by", refused.Message, StringComparison.Ordinal);
        await store.ApplyAsync(null, CancellationToken.None);
        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(NewId()), store));
    }

    [Fact]
    public async Task Times_are_those_of_the_server()
    {
        using PostgresStore store = new(Database.Settings(TimeProvider.System));
        long before = (long)Scalar("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)")!;
        string purchase = await CreateAsync(store: store);
        long after = (long)Scalar("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)")!;

        Assert.InRange((long)Scalar($"SELECT began FROM purchase WHERE purchase = '{purchase}'")!, before, after);
    }

    [Fact]
    public async Task Names_with_characters_that_the_database_refuses_are_kept_without_them()
    {
        await Store.SaveNamesAsync(Account, "actors", [new("a1", "An\0na", "\ud800x")], areAll: true);

        Assert.Equal([new KnownName("a1", "An\ufffdna", "\ufffdx")], await Store.ReadNamesAsync(Account, "actors"));
    }

    [Fact]
    public async Task What_the_gate_lets_pass_has_a_deadline()
    {
        GateAnswer.Allowed go = Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(NewId())));

        Assert.False(go.Deadline!.HasPassed);
        Assert.True(new UgcLab.Http.SendDeadline(TimeSpan.FromTicks(-1)).HasPassed);
    }
}
