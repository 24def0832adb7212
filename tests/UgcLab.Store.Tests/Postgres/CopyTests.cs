using UgcLab.Engines.Postgres;
using UgcLab.Engines.Sqlite;

namespace UgcLab.Store.Tests.Postgres;

/// <summary>A local store is brought over to a shared one, once.</summary>
public sealed class CopyTests() : StoreTest(new SqliteTestStore())
{
    private readonly PostgresTestStore _shared = new();

    public override void Dispose()
    {
        _shared.Dispose();
        base.Dispose();
    }

    [Fact]
    public async Task Everything_is_there_afterwards_and_nothing_is_created_from_the_old_one()
    {
        BatchRecord batch = await OpenAsync();
        string created = await CreateAsync(At(batch, 1));
        string lost = await LoseAsync(At(batch, 2));
        string single = await CreateAsync();
        await Store.PlanRowsAsync(batch.Id, [Row(1), Row(2), Row(3)]);
        await Store.CloseBatchAsync(batch.Id, "run");
        List<PurchaseRecord> before = await AllAsync();
        BatchRecord counted = (await Store.ReadBatchesAsync(new BatchQuery(WithCounts: true)))[0];
        PostgresStore target = _shared.Open(Clock);

        Assert.Equal(new CopiedRecord(3, 1, 1), await ((ICopyStore)Store).CopyToAsync(target, CancellationToken.None));

        Assert.Equivalent(before, await AllAsync(store: target), strict: true);
        Assert.Equivalent(counted, (await target.ReadBatchesAsync(new BatchQuery(WithCounts: true)))[0], strict: true);
        Assert.Equal(created, Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1)), target)).Purchase.Id);
        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, Refusal(await BeginAsync(Request(NewId(), At(batch, 2)), target)).Kind);
        await target.ResolveAsync(lost, UgcResolution.NotCharged, []);
        Assert.Equal(3, (await target.ReadLimitUsageAsync(Account, UgcLimits.None)).CreationsUsed);
        Assert.NotEqual(single, await CreateAsync(store: target));

        UgcLabException moved = await Assert.ThrowsAsync<UgcLabException>(() => GoAsync(store: Other));
        Assert.Contains("was copied to the " + target.Location, moved.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_copy_continues_to_the_same_place_only()
    {
        await CreateAsync();
        PostgresStore target = _shared.Open(Clock);
        await ((ICopyStore)Store).CopyToAsync(target, CancellationToken.None);
        _shared.Execute("DELETE FROM job");

        SqliteStore again = (SqliteStore)Other;
        Assert.Equal(1, (await again.CopyToAsync(target, CancellationToken.None)).Purchases);
        Assert.Single(Assert.Single(await AllAsync(store: target)).Jobs);

        using PostgresTestStore elsewhere = new();
        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(() => again.CopyToAsync(elsewhere.Open(Clock), CancellationToken.None));
        Assert.Contains("was copied to", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_batch_of_the_same_name_is_refused_before_anything_is_copied()
    {
        await CreateAsync(At(await OpenAsync(), 1));
        PostgresStore target = _shared.Open(Clock);
        await OpenAsync(store: target);

        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(() => ((ICopyStore)Store).CopyToAsync(target, CancellationToken.None));

        Assert.Contains("other batches of the same names: Campaign", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await AllAsync(store: target));
        await CreateAsync();
    }

    [Fact]
    public async Task A_store_that_another_process_uses_is_refused()
    {
        await GoAsync(store: Other);

        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(
            () => ((ICopyStore)Store).CopyToAsync(_shared.Open(Clock), CancellationToken.None));

        Assert.Contains("is using the store", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_from_which_this_process_runs_a_batch_is_refused()
    {
        await OpenAsync("one");

        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(
            () => ((ICopyStore)Store).CopyToAsync(_shared.Open(Clock), CancellationToken.None));

        Assert.Contains("is using the store", refused.Message, StringComparison.Ordinal);
        await CreateAsync();
    }
}
