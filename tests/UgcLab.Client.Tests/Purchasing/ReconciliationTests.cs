using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Purchasing;

public sealed class ReconciliationTests : IDisposable
{
    private readonly Bench _bench = new(Answer(500, """{"error":{"code":"INTERNAL_ERROR","message":"Oh."}}"""), Answer(202, Bench.Receipt));

    private Reconciliation Reconciliation => new(_bench.Store);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(UgcResolution.NotCharged, UgcPurchaseState.NotCharged)]
    [InlineData(UgcResolution.Abandoned, UgcPurchaseState.Abandoned)]
    public async Task What_a_person_finds_out_about_an_unconfirmed_purchase_is_recorded(UgcResolution resolution, UgcPurchaseState state)
    {
        UgcHistoryEntry unconfirmed = await UnconfirmedAsync();

        Assert.Equal(state, (await Reconciliation.ResolveAsync(unconfirmed, resolution)).State);
        Assert.Equal(state, Assert.Single(await _bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task Jobs_that_are_adopted_are_found_again()
    {
        UgcHistoryEntry adopted = await Reconciliation.ResolveAsync(await UnconfirmedAsync(), UgcResolution.Adopted, [" clzzfound1 ", "clzzfound1"]);

        Assert.Equal(UgcPurchaseState.Accepted, adopted.State);
        Assert.Equal("clzzfound1", Assert.Single(adopted.Jobs).UgcId);
        Assert.Equal(Bench.Video.Prompt, (await _bench.Client.History.FindJobAsync("clzzfound1"))!.Prompt);
    }

    [Fact]
    public async Task Nothing_is_resolved_twice()
    {
        UgcHistoryEntry unconfirmed = await UnconfirmedAsync();
        await Reconciliation.ResolveAsync(unconfirmed, UgcResolution.Abandoned);

        UgcLabException failure = await Assert.ThrowsAsync<UgcLabException>(() => Reconciliation.ResolveAsync(unconfirmed, UgcResolution.NotCharged));

        Assert.Equal(UgcLabErrorKind.RowNotUnconfirmed, failure.Kind);
        Assert.Contains("Abandoned", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no id at all!")]
    [InlineData("clzzjob1")]
    public async Task An_invalid_id_or_one_of_another_purchase_is_refused_and_nothing_is_recorded(string id)
    {
        UgcHistoryEntry unconfirmed = await UnconfirmedAsync();
        await _bench.CreateAsync();

        UgcLabException failure = await Assert.ThrowsAsync<UgcLabException>(() => Reconciliation.ResolveAsync(unconfirmed, UgcResolution.Adopted, [id]));

        Assert.Equal(UgcLabErrorKind.JobIdInvalid, failure.Kind);
        UgcHistoryEntry after = Assert.Single(await _bench.HistoryAsync(), entry => entry.PurchaseId == unconfirmed.PurchaseId);
        Assert.Equal((UgcPurchaseState.Unconfirmed, 0), (after.State, after.Jobs.Count));
    }

    private async Task<UgcHistoryEntry> UnconfirmedAsync()
    {
        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await _bench.FailToCreateAsync()).Kind);
        return Assert.Single(await _bench.HistoryAsync());
    }
}
