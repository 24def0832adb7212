namespace UgcLab.Client.Tests.Purchasing;

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
    public void Of_what_was_never_created_nothing_is_known() => Assert.Null(Past.Nothing.Of(Bench.Video));

    [Theory]
    [MemberData(nameof(OtherKinds))]
    public async Task Another_kind_has_a_price_of_its_own(string what, VideoRequest request)
    {
        Assert.True((await Past.BookAsync(Past.Days(1, 8))).Of(request) is null, what);
        Assert.NotEqual(Bench.Video.PriceKey.ToString(), request.PriceKey.ToString());
    }

    [Theory]
    [MemberData(nameof(SameKind))]
    public async Task What_does_not_decide_a_price_is_of_no_account(string what, VideoRequest request) =>
        Assert.True((await Past.BookAsync(Past.Days(1, 8))).Of(request) is { Credits: 8 }, what);

    [Fact]
    public void A_purchase_at_another_endpoint_says_nothing_of_videos() =>
        Assert.Null(Past.Book(new PriceKey("ugc/image", Bench.Video.Model, Bench.Video.Duration, null, HasImage: false), 8, 1, Past.Now).Of(Bench.Video));

    [Fact]
    public async Task A_purchase_with_extra_members_says_nothing_of_those_without() =>
        Assert.Null((await Past.BookAsync(Past.Days(1, 8) with { Request = Bench.Video with { AdditionalProperties = new Dictionary<string, object?> { ["resolution"] = "4k" } } })).Of(Bench.Video));

    [Fact]
    public async Task The_last_charge_counts_and_the_others_are_reported()
    {
        UgcPrice price = (await Past.BookAsync(Past.Days(9, 7, 7), Past.Days(3, 8), Past.Days(5, 9.5m))).Of(Bench.Video)!;

        Assert.Equal((8m, 4, 7m, 9.5m, true), (price.Credits, price.Charges, price.Least, price.Most, price.Varies));
        Assert.Equal(Past.Now - TimeSpan.FromDays(3), price.LastCharged);
        Assert.Equal("veo-3.1, 8 s: 8", price.ToString());
    }

    [Fact]
    public async Task Equal_charges_do_not_vary() => Assert.False((await Past.BookAsync(Past.Days(9, 7), Past.Days(3, 7))).Of(Bench.Video)!.Varies);

    [Fact]
    public async Task What_was_given_back_does_not_make_the_next_one_cheaper()
    {
        PriceBook book = await Past.BookAsync(Past.Days(1, 8) with { Refunded = 8 });

        Assert.Equal(8, book.Of(Bench.Video)!.Credits);
    }

    [Fact]
    public async Task A_total_stands_for_its_variants_alike() =>
        Assert.Equal((8m, 3), (await Past.BookAsync(Past.Days(1, null, null, null) with { Total = 24 })).Of(Bench.Video) is UgcPrice price ? (price.Credits, price.Charges) : default);

    [Fact]
    public async Task A_total_for_variants_that_are_not_all_named_teaches_nothing() =>
        Assert.Null((await Past.BookAsync(Past.Days(1, null, null) with { Total = 24, Request = Bench.Video with { Variants = 3 } })).Of(Bench.Video));

    [Fact]
    public async Task An_answer_that_reported_no_charge_teaches_nothing() =>
        Assert.Null((await Past.BookAsync(Past.Days(1, (decimal?)null), Past.Days(2, -8))).Of(Bench.Video));

    [Fact]
    public async Task A_run_learns_as_it_goes()
    {
        PriceBook book = await Past.BookAsync(Past.Days(1, 8));

        book.Learn(Bench.Video with { Variants = 2 }, PriceBook.ChargesOf(Bench.Video with { Variants = 2 }, Past.Jobs(9, 9)), Past.Now);

        Assert.Equal((9m, 3, Past.Now), book.Of(Bench.Video) is UgcPrice price ? (price.Credits, price.Charges, price.LastCharged) : default);
    }

    [Fact]
    public async Task The_balance_is_the_last_one_of_the_same_project()
    {
        PriceBook book = await Past.BookAsync(
            Past.Days(1, 8) with { Remaining = 100 },
            Past.Days(2, 8) with { Remaining = 500 },
            Past.Days(0, 8) with { Remaining = 7, Request = Bench.Video with { ProjectId = "of another workspace" } },
            Past.Days(0, 8));

        Assert.Equal(new Balance(100, Past.Now - TimeSpan.FromDays(1)), book.BalanceOf(Bench.Video.ProjectId));
        Assert.Null(book.BalanceOf("never seen"));
    }
}
