using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Ledger;

public sealed class SettlementsTests : IDisposable
{
    private readonly Bench _bench = new(Answer(500, """{"error":{"code":"INTERNAL_ERROR","message":"Oh."}}"""), Answer(202, Bench.Receipt));

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(UgcSettlement.NotCharged, UgcPurchaseState.NotSent)]
    [InlineData(UgcSettlement.Abandoned, UgcPurchaseState.Abandoned)]
    public async Task What_a_person_says_of_a_purchase_in_doubt_is_what_the_record_says_from_then_on(UgcSettlement settlement, UgcPurchaseState state)
    {
        UgcHistoryEntry doubt = await DoubtAsync();

        Assert.Equal(state, Desk.Settle(doubt, settlement).State);
        Assert.Equal(state, Assert.Single(_bench.Client.History.Read()).State);
    }

    [Fact]
    public async Task Jobs_that_are_adopted_are_found_again()
    {
        UgcHistoryEntry settled = Desk.Settle(await DoubtAsync(), UgcSettlement.Adopted, [" clzzfound1 ", "clzzfound1"]);

        Assert.Equal(UgcPurchaseState.Accepted, settled.State);
        Assert.Equal("clzzfound1", Assert.Single(settled.Jobs).UgcId);
        Assert.Equal(Bench.Video.Prompt, _bench.Client.History.FindJob("clzzfound1")!.Prompt);
    }

    [Fact]
    public async Task Nothing_is_settled_twice()
    {
        UgcHistoryEntry doubt = await DoubtAsync();
        Desk.Settle(doubt, UgcSettlement.Abandoned);

        UgcLabException failure = Assert.Throws<UgcLabException>(() => Desk.Settle(doubt, UgcSettlement.NotCharged));

        Assert.Equal(UgcLabErrorKind.RowNotInDoubt, failure.Kind);
        Assert.Contains("Abandoned", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no id at all!")]
    [InlineData("clzzjob1")]
    public async Task An_id_that_is_none_or_another_purchases_is_refused_and_nothing_is_written(string id)
    {
        UgcHistoryEntry doubt = await DoubtAsync();
        await _bench.BuyAsync();

        UgcLabException failure = Assert.Throws<UgcLabException>(() => Desk.Settle(doubt, UgcSettlement.Adopted, [id]));

        Assert.Equal(UgcLabErrorKind.JobIdInvalid, failure.Kind);
        Assert.Equal(UgcPurchaseState.Unknown, _bench.Client.History.Read()[0].State);
    }

    private Settlements Desk => new(_bench.Folder, _bench.Clock);

    private async Task<UgcHistoryEntry> DoubtAsync()
    {
        Assert.Equal(UgcLabErrorKind.OutcomeUnknown, (await _bench.BuyInVainAsync()).Kind);
        return Assert.Single(_bench.Client.History.Read());
    }
}
