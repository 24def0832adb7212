using UgcLab.Money;

namespace UgcLab.Client.Tests.Money;

public sealed class PriceBookTests
{
    public static TheoryData<string, VideoRequest> OtherKinds => new()
    {
        { "model", Bench.Video with { Model = "kling-2.6" } },
        { "length", Bench.Video with { Duration = "10" } },
        { "quality", Bench.Video with { Tier = "pro" } },
        { "start", Bench.Video with { ImageUrl = "https://cdn.example/a.png" } },
        { "extra members", Bench.Video with { AdditionalProperties = new Dictionary<string, object?> { ["resolution"] = "4k" } } },
    };

    public static TheoryData<string, VideoRequest> SameKind => new()
    {
        { "prompt", Bench.Video with { Prompt = "Another boat on another street" } },
        { "shape", Bench.Video with { AspectRatio = "9:16" } },
        { "project", Bench.Video with { ProjectId = "another" } },
        { "takes", Bench.Video with { Variants = 4 } },
    };

    [Fact]
    public void Of_what_was_never_bought_nothing_is_known() => Assert.Null(new PriceBook([]).Of(Bench.Video));

    [Theory]
    [MemberData(nameof(OtherKinds))]
    public void Another_kind_has_a_price_of_its_own(string what, VideoRequest request)
    {
        Assert.True(new PriceBook([Past.Days(1, 8)]).Of(request) is null, what);
        Assert.NotEqual(PriceKind.Of(Bench.Video).ToString(), PriceKind.Of(request).ToString());
    }

    [Theory]
    [MemberData(nameof(SameKind))]
    public void What_does_not_decide_a_price_is_of_no_account(string what, VideoRequest request) =>
        Assert.True(new PriceBook([Past.Days(1, 8)]).Of(request) is { Credits: 8 }, what);

    [Fact]
    public void A_purchase_at_another_endpoint_says_nothing_of_videos() =>
        Assert.Null(new PriceBook([Past.Days(1, 8) with { Endpoint = "ugc/image" }]).Of(Bench.Video));

    [Fact]
    public void A_purchase_with_extra_members_says_nothing_of_those_without() =>
        Assert.Null(new PriceBook([Past.Days(1, 8) with { HasMore = true }]).Of(Bench.Video));

    [Fact]
    public void The_last_charge_counts_and_the_others_are_told_of()
    {
        UgcPrice price = new PriceBook([Past.Days(9, 7, 7), Past.Days(3, 8), Past.Days(5, 9.5m)]).Of(Bench.Video)!;

        Assert.Equal((8m, 4, 7m, 9.5m, true), (price.Credits, price.Charges, price.Least, price.Most, price.Varies));
        Assert.Equal(Past.Now - TimeSpan.FromDays(3), price.LastCharged);
        Assert.Equal("veo-3.1, 8 s: 8", price.ToString());
    }

    [Fact]
    public void Equal_charges_do_not_vary() => Assert.False(new PriceBook([Past.Days(9, 7), Past.Days(3, 7)]).Of(Bench.Video)!.Varies);

    [Fact]
    public void What_was_given_back_does_not_make_the_next_one_cheaper()
    {
        UgcHistoryEntry entry = Past.Days(1, 8);

        Assert.Equal(8, new PriceBook([entry with { Jobs = [entry.Jobs[0] with { CreditsRefunded = 8 }] }]).Of(Bench.Video)!.Credits);
    }

    [Fact]
    public void A_total_stands_for_its_takes_alike() =>
        Assert.Equal((8m, 3), new PriceBook([Past.Days(1, null, null, null) with { CreditsCharged = 24 }]).Of(Bench.Video) is UgcPrice price ? (price.Credits, price.Charges) : default);

    [Fact]
    public void A_total_for_takes_that_are_not_all_named_teaches_nothing() =>
        Assert.Null(new PriceBook([Past.Days(1, null, null) with { CreditsCharged = 24, Variants = 3 }]).Of(Bench.Video));

    [Fact]
    public void An_answer_that_told_no_charge_teaches_nothing() =>
        Assert.Null(new PriceBook([Past.Days(1, (decimal?)null), Past.Days(2, -8)]).Of(Bench.Video));

    [Fact]
    public void A_run_learns_as_it_goes()
    {
        PriceBook book = new([Past.Days(1, 8)]);

        book.Learn(Bench.Video with { Variants = 2 }, Past.Jobs(9, 9), Past.Now);

        Assert.Equal((9m, 3, Past.Now), book.Of(Bench.Video) is UgcPrice price ? (price.Credits, price.Charges, price.LastCharged) : default);
    }

    [Fact]
    public void The_balance_is_the_last_one_of_the_same_project()
    {
        PriceBook book = new(
        [
            Past.Days(1, 8) with { RemainingCredits = 100 },
            Past.Days(2, 8) with { RemainingCredits = 500 },
            Past.Days(0, 8) with { RemainingCredits = 7, ProjectId = "of another workspace" },
            Past.Days(0, 8),
        ]);

        Assert.Equal(new Balance(100, Past.Now - TimeSpan.FromDays(1)), book.BalanceOf(Bench.Video.ProjectId));
        Assert.Null(book.BalanceOf("never seen"));
    }
}
