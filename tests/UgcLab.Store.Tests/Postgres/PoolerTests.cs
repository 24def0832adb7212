using UgcLab.Engines;
using UgcLab.Engines.Postgres;
using UgcLab.Engines.Sql;
using UgcLab.Faults;
using UgcLab.Store.Tests.Traps;

namespace UgcLab.Store.Tests.Postgres;

/// <summary>A pooler between the machines and the server: PgBouncer, in each of its modes.</summary>
[Collection(nameof(Alone))]
public sealed class PoolerTests : StoreTest
{
    private readonly PgBouncer? _session;

    public PoolerTests()
        : base(new PostgresTestStore())
    {
        Assert.SkipUnless(PgBouncer.IsInstalled, PgBouncer.Missing);
        _session = new PgBouncer(PostgresServer.Shared!, "session");
    }

    public override void Dispose()
    {
        _session?.Dispose();
        base.Dispose();
    }

    [Theory]
    [InlineData("transaction", "")]
    [InlineData("transaction", "server_round_robin = 1")]
    [InlineData("transaction", "server_reset_query_always = 1")]
    [InlineData("statement", "")]
    public async Task A_pooler_that_gives_a_session_to_each_transaction_is_refused_in_words(string mode, string more)
    {
        using PgBouncer pooler = new(PostgresServer.Shared!, mode, more);
        using PostgresStore first = Through(pooler);
        using PostgresStore second = Through(pooler);

        foreach (PostgresStore store in (PostgresStore[])[first, second, first])
        {
            UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId()), store));
            Assert.Equal(UgcLabErrorKind.StoreUnavailable, refused.Kind);
            Assert.Contains("a connection pooler gives each transaction another session", refused.Message, StringComparison.Ordinal);
            Assert.Contains("pool_mode = session", refused.Advice, StringComparison.Ordinal);
        }

        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task A_pooler_in_session_mode_keeps_the_sign_of_life_of_each_client()
    {
        using PostgresStore one = Through(_session!);
        using PostgresStore two = Through(_session!);
        BatchRecord batch = await OpenAsync(store: one);
        string purchase = await GoAsync(At(batch, 1), store: one);
        Assert.Contains("in flight", Waiting(await BeginAsync(Request(NewId(), At(batch, 1)), two)), StringComparison.Ordinal);

        // The pooler gives its session to others, without the lock.
        one.Dispose();

        Assert.Equal(UgcPurchaseState.Unconfirmed, await StateOnceFreeAsync(purchase, two));
        await two.ResolveAsync(purchase, UgcResolution.Adopted, ["cfound"]);
        await CreateAsync(At(batch, 2), store: two);
    }

    [Fact]
    public async Task A_session_that_was_reset_behind_the_connection_is_refused_and_nothing_is_sent()
    {
        using PostgresStore store = Through(_session!);
        await store.ReadPricesAsync();
        SqlStore.Step = step =>
        {
            if (step == "committed")
            {
                SqlStore.Step = null;
                Reset(store);
            }
        };
        try
        {
            UgcLabException lost = await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId()), store));
            Assert.Contains("was changed before the request was sent", lost.Message, StringComparison.Ordinal);
            UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId()), store));
            Assert.Contains("a connection pooler", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            SqlStore.Step = null;
        }

        Assert.Single(await AllAsync());
    }

    private PostgresStore Through(PgBouncer pooler) =>
        new(((PostgresTestStore)Place).Settings(Clock) with { Connection = PostgresServer.Shared!.Connection(((PostgresTestStore)Place).Schema, port: pooler.Port) });

    // What a pooler does before it gives a session to another client.
    private static void Reset(PostgresStore store)
    {
        object connection = typeof(PostgresStore).GetField("_connection", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(store)!;
        using System.Data.Common.DbCommand command = ((System.Data.Common.DbConnection)connection).CreateCommand();
        command.CommandText = "SELECT pg_advisory_unlock_all(), set_config('ugclab.owner', '', false)";
        command.ExecuteNonQuery();
    }

    private async Task<UgcPurchaseState> StateOnceFreeAsync(string purchase, IStoreEngine store)
    {
        using CancellationTokenSource enough = new(TimeSpan.FromMinutes(2));
        while (true)
        {
            PurchaseRecord now = Assert.Single(await AllAsync(new PurchaseFilter { Purchase = purchase }, store));
            if (now.State is not UgcPurchaseState.Sending)
            {
                return now.State;
            }

            await Task.Delay(50, enough.Token);
        }
    }
}
