using UgcLab.Client.Tests.Creations;

namespace UgcLab.Client.Tests.Purchasing;

/// <summary>Kinds with a price in the documentation can be estimated before the first is bought, and what was really charged counts more.</summary>
public sealed class DocumentedPriceTests
{
    [Theory]
    [InlineData("10s", "standard", 63)]
    [InlineData("15s", "standard", 75)]
    [InlineData("25s", "standard", 113)]
    [InlineData("10s", "pro", 88)]
    [InlineData("15s", "pro", 125)]
    [InlineData("25s", "pro", 113)]
    [InlineData("15s", null, 75)]
    public void Actors_have_the_prices_of_the_page(string duration, string? tier, int credits)
    {
        foreach (UgcKind kind in new[] { UgcKind.TalkingActor, UgcKind.ProductVideo })
        {
            UgcPrice price = Price(kind, Drafts.Product with { Duration = duration, Tier = tier })!;

            Assert.Equal((credits, 0, false), (price.Credits, price.Charges, price.Varies));
            Assert.Contains("docs/product-in-hand", price.Source, StringComparison.Ordinal);
            Assert.NotNull(price.DocumentedOn);
        }
    }

    [Theory]
    [InlineData("1", "std", 6)]
    [InlineData("15", "std", 90)]
    [InlineData("30", "std", 180)]
    [InlineData("15", "pro", 150)]
    [InlineData("15.0", null, 150)]
    public void Motion_is_paid_by_the_second(string duration, string? quality, int credits) =>
        Assert.Equal(credits, Price(UgcKind.MotionVideo, Drafts.Motion with { Duration = duration, Quality = quality })?.Credits);

    [Fact]
    public void A_part_of_a_second_is_reckoned_as_a_whole_one_for_no_one_says_how_it_is_rounded() =>
        Assert.Equal(80, Price(UgcKind.MotionVideo, Drafts.Motion with { Duration = "7.5", Quality = "pro" })?.Credits);

    [Fact]
    public void The_first_workflow_and_what_was_insisted_on_have_no_price()
    {
        Assert.Null(Price(UgcKind.TalkingActor, Drafts.Talking with { WorkflowType = "ugcl-1.0" }));
        Assert.Null(Price(UgcKind.TalkingActor, Drafts.Talking with { AdditionalProperties = new Dictionary<string, object?> { ["hd"] = true } }));
        Assert.Null(Past.Nothing.Of(CreationDescriptor.Of(UgcKind.TalkingActor).Check(Drafts.Talking with { Duration = "40s" }, skipValidation: true).Request!));
    }

    [Fact]
    public void An_estimate_counts_each_actor_and_each_variant()
    {
        Estimator estimator = new(Past.Nothing, [], UgcLimits.None, new TestClock().GetUtcNow());
        estimator.Add(Request(UgcKind.TalkingActor, Drafts.Talking with { ActorId = "a;b;c", Variants = "2" }));
        estimator.Add(Request(UgcKind.MotionVideo, Drafts.Motion with { ActorId = "a;b" }));

        UgcEstimate estimate = estimator.Total();
        Assert.Equal((2, 8, (6m * 75) + (2 * 150)), (estimate.Requests, estimate.Videos, estimate.Credits));
        Assert.Contains("the documentation of 20", estimate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_is_called_by_what_its_price_depends_on()
    {
        string? product = Price(UgcKind.ProductVideo, Drafts.Product)?.Kind;
        string? motion = Price(UgcKind.MotionVideo, Drafts.Motion with { ProductImageUrl = "https://example.com/jar.jpg" })?.Kind;

        Assert.Equal(("product-in-hand, 15s, standard", "motion-control, 15 s, pro"), (product, motion));
        Assert.Equal("kling-2.6, 5 s, from an image", Request(UgcKind.Video, Drafts.Kling with { ImageUrl = "https://example.com/a.png" }).PriceKey.ToString());
    }

    [Fact]
    public void What_was_really_charged_wins()
    {
        CreationRequest request = Request(UgcKind.TalkingActor, Drafts.Talking);
        PriceBook book = Past.Nothing;

        book.Learn(request, [70], Past.Now);

        Assert.Equal((70m, 1, null), book.Of(request) is UgcPrice price ? (price.Credits, price.Charges, price.Source) : default);
        Assert.Equal(88, book.Of(Request(UgcKind.TalkingActor, Drafts.Talking with { Duration = "10s", Tier = "pro" }))?.Credits);
    }

    [Theory]
    [InlineData(224, false)]
    [InlineData(225, true)]
    public void A_bound_holds_before_anything_was_ever_created(int most, bool passes)
    {
        SpendingLimit limit = new(Past.Nothing, most, null, new TestClock());
        CreationRequest request = Request(UgcKind.TalkingActor, Drafts.Talking with { ActorId = "a;b;c" });

        UgcLabException? stopped = Record.Exception(() => limit.Reserve(request, null)) as UgcLabException;

        Assert.Equal(passes ? null : UgcLabErrorKind.SpendingLimit, stopped?.Kind);
        Assert.True(passes || stopped!.Message.Contains("expected to cost 225 (75 a video, from the documentation of", StringComparison.Ordinal), stopped?.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_spent_is_never_reckoned_with_a_price_that_no_one_was_charged(bool lost)
    {
        SpendingLimit limit = new(Past.Nothing, 1000, null, new TestClock());
        CreationRequest request = Request(UgcKind.TalkingActor, Drafts.Talking);
        limit.Reserve(request, null);
        if (lost)
        {
            limit.CommitUnknown(request);
        }
        else
        {
            limit.Commit(request, Past.Jobs((decimal?)null), null);
        }

        UgcLabException stopped = Assert.Throws<UgcLabException>(() => limit.Reserve(request, null));
        Assert.Contains("the cost of one of its requests isn't known", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Once_one_was_charged_a_lost_one_counts_as_much()
    {
        SpendingLimit limit = new(Past.Nothing, 1000, null, new TestClock());
        CreationRequest request = Request(UgcKind.TalkingActor, Drafts.Talking);
        limit.Commit(request, Past.Jobs(80), null);
        limit.CommitUnknown(request);

        Assert.Equal(160, limit.Spent);
        limit.Reserve(request, null);
    }

    private static CreationRequest Request(UgcKind kind, CreationDraft draft) => CreationDescriptor.Of(kind).Check(draft).Request!;

    private static UgcPrice? Price(UgcKind kind, CreationDraft draft) => Past.Nothing.Of(Request(kind, draft));
}
