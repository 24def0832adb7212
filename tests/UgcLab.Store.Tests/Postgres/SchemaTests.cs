using Npgsql;
using UgcLab.Engines.Postgres;

namespace UgcLab.Store.Tests.Postgres;

/// <summary>Making the tables, the rights of the ordinary role, and schemas of other versions.</summary>
public sealed class SchemaTests() : StoreTest(new PostgresTestStore(isMade: false))
{
    private PostgresTestStore Database => (PostgresTestStore)Place;

    [Fact]
    public async Task Without_tables_the_error_says_how_to_make_them()
    {
        UgcLabException failure = await Assert.ThrowsAsync<UgcLabException>(() => GoAsync());

        Assert.Equal(UgcLabErrorKind.StoreUnavailable, failure.Kind);
        Assert.Contains("Initialize-UgcStore", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, "Update the module.")]
    [InlineData(0, "Run Initialize-UgcStore with the role that owns the tables.")]
    public async Task A_schema_of_another_version_is_refused_in_words(int version, string advice)
    {
        await Database.Open(TimeProvider.System).ApplyAsync(null, CancellationToken.None);
        Execute($"UPDATE schema_info SET version = {version}");

        UgcLabException failure = await Assert.ThrowsAsync<UgcLabException>(() => GoAsync());

        Assert.Equal((UgcLabErrorKind.StoreUnavailable, advice), (failure.Kind, failure.Advice));
        Assert.Contains($"version {version}, and this version of UgcLab uses version 1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Making_the_tables_again_changes_nothing()
    {
        PostgresStore store = Database.Open(TimeProvider.System);
        Assert.Equal(0, (await store.ReadSchemaAsync(CancellationToken.None)).Version);
        await store.ApplyAsync(null, CancellationToken.None);
        string purchase = await CreateAsync();

        await store.ApplyAsync(null, CancellationToken.None);

        Assert.Equal((1, false), await Async(store.ReadSchemaAsync(CancellationToken.None), schema => (schema.Version, schema.WentBack)));
        Assert.Equal(purchase, (await FindAsync(purchase)).Id);
    }

    [Fact]
    public async Task The_ordinary_role_may_delete_counts_and_names_and_nothing_else()
    {
        string role = "r" + Database.Schema;
        Execute($"CREATE ROLE {role} LOGIN; {Database.Open(TimeProvider.System).Script(role)}");
        try
        {
            object? Tables(string right) => Scalar(
                $"SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = '{Database.Schema}' AND has_table_privilege('{role}', schemaname || '.' || tablename, '{right}')");

            Assert.Equal("known_name rate_event", Tables("DELETE"));
            Assert.Equal(Tables("SELECT"), Tables("INSERT"));
            Assert.Equal(Tables("SELECT"), Tables("UPDATE"));
            Assert.Equal(DBNull.Value, Tables("TRUNCATE"));
        }
        finally
        {
            Execute($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Runs_and_limits_that_an_ordinary_role_ended_hold_nothing_and_go_with_the_history()
    {
        string role = "r" + Database.Schema;
        PostgresStore owner = Database.Open(Clock);
        Execute($"CREATE ROLE {role} LOGIN; {owner.Script(role)}");
        using PostgresStore ordinary = new(Database.Settings(Clock) with { Connection = Faults.PostgresServer.Shared!.Connection(Database.Schema, role) });
        try
        {
            BatchRecord batch = await OpenAsync("one", ordinary);
            string job = "c" + await CreateAsync(At(batch, 1, run: "one"), store: ordinary);
            await ordinary.OpenGenerationAsync(batch.Id, "one", null);
            await ordinary.SetDailyLimitAsync(Account, "session", 5);
            await ordinary.CloseBatchAsync(batch.Id, "one");
            await ordinary.SetDailyLimitAsync(Account, "session", null);

            Assert.Empty((await ordinary.ReadBatchesAsync(new BatchQuery(WithCounts: true)))[0].Runs);
            Assert.Null((await ordinary.ReadLimitUsageAsync(Account, UgcLimits.None)).MaxCreditPerDay);
            Assert.Equal((1L, 1L), (Scalar("SELECT COUNT(*) FROM batch_run"), Scalar("SELECT COUNT(*) FROM daily_limit")));

            // The same names again.
            await OpenAsync("one", ordinary);
            Assert.Equal([job], await ordinary.ClaimJobsAsync([job], "one"));
            Assert.Equal(2, await ordinary.OpenGenerationAsync(batch.Id, "one", null));
            await ordinary.EndGenerationAsync(batch.Id, "one", null);
            Assert.Single((await ordinary.ReadBatchesAsync(new BatchQuery(WithCounts: true)))[0].Runs);
            await ordinary.SetDailyLimitAsync(Account, "session", 7);
            Assert.Equal(7, (await ordinary.ReadLimitUsageAsync(Account, UgcLimits.None)).MaxCreditPerDay);
            await owner.ClearPurchasesAsync(Clock.GetUtcNow(), isPreview: false);
            Assert.Equal((1L, 1L), (Scalar("SELECT COUNT(*) FROM batch_run"), Scalar("SELECT COUNT(*) FROM daily_limit")));

            await ordinary.CloseBatchAsync(batch.Id, "one");
            await ordinary.SetDailyLimitAsync(Account, "session", null);
            await owner.ClearPurchasesAsync(Clock.GetUtcNow(), isPreview: false);
            Assert.Equal((0L, 0L), (Scalar("SELECT COUNT(*) FROM batch_run"), Scalar("SELECT COUNT(*) FROM daily_limit")));
        }
        finally
        {
            ordinary.Dispose();
            Execute($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task The_ordinary_role_of_the_script_does_everything_but_remove_history()
    {
        string role = "r" + Database.Schema;
        using PostgresStore maker = Database.Open(TimeProvider.System);
        Execute($"CREATE ROLE {role} LOGIN; {maker.Script(role)}");
        using PostgresStore ordinary = new(Database.Settings(Clock) with { Connection = Faults.PostgresServer.Shared!.Connection(Database.Schema, role) });
        try
        {
            BatchRecord batch = await OpenAsync(store: ordinary);
            await CreateAsync(At(batch, 1), store: ordinary);
            string purchase = await GoAsync(At(batch, 2), store: ordinary);
            await ordinary.EndAttemptAsync(purchase, Outcome(UgcPurchaseState.NotSent));
            Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(purchase, At(batch, 2)) with { Attempt = 2 }, ordinary));
            await ordinary.EndAttemptAsync(purchase, Outcome(UgcPurchaseState.Unconfirmed));
            await ordinary.ResolveAsync(purchase, UgcResolution.Adopted, ["cadopted"]);
            await ordinary.RecordSavedAsync(new SavedRecord("cadopted", "/videos/a.mp4", null, 1));
            await ordinary.SaveNamesAsync(Account, "projects", [new("p", "P", null)], areAll: true);
            await ordinary.SetDailyLimitAsync(Account, "session", 5);
            await ordinary.SetDailyLimitAsync(Account, "session", null);
            await ordinary.AcquireSlotAsync(new SlotRequest(Account, UgcLimits.None, TimeSpan.FromMinutes(1), false), CancellationToken.None);
            await ordinary.RecordReportAsync(batch.Id, "/videos", 1);
            await ordinary.CloseBatchAsync(batch.Id, "run");

            foreach (Func<Task> removal in new Func<Task>[] { () => ordinary.RemoveBatchAsync(batch.Id, true), () => ordinary.ClearPurchasesAsync(DateTimeOffset.MaxValue, false) })
            {
                UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(removal);
                Assert.Contains($"The role {role} may not remove history", refused.Message, StringComparison.Ordinal);
            }

            Assert.Equal(2, (await AllAsync(store: ordinary)).Count);
        }
        finally
        {
            ordinary.Dispose();
            Execute($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    private static async Task<TOut> Async<TIn, TOut>(Task<TIn> task, Func<TIn, TOut> of) => of(await task);
}
