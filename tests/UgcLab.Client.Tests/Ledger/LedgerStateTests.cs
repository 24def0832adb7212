namespace UgcLab.Client.Tests.Ledger;

/// <summary>The ledger against a model of it: whatever happens in whatever order, both say the same of every row.</summary>
public sealed class LedgerStateTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Proof.Of(4, 40))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_happens_the_ledger_says_what_the_rules_say(int seed)
    {
        using LedgerModel model = new(seed);

        model.Run(Proof.Of(700, 3000));

        Assert.NotEqual(0, model.Videos);
    }
}
