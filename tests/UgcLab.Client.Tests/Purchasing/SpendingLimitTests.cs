using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Purchasing;

public sealed class SpendingLimitTests
{
    private readonly Bench.Collected _notices = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7.99, 0)]
    [InlineData(8, 1)]
    [InlineData(23.5, 2)]
    [InlineData(24, 3)]
    public async Task MaxCredit_lets_pass_what_fits_under_it(double most, int bought) =>
        Assert.Equal(bought, Buy(await NewAsync((decimal)most, null, Past.Days(1, 8)), Bench.Video, 5));

    [Theory]
    [InlineData(92, 1)]
    [InlineData(92.01, 0)]
    [InlineData(84, 2)]
    [InlineData(0, 5)]
    public async Task KeepCredit_lets_pass_what_leaves_as_much(double keep, int bought) =>
        Assert.Equal(bought, Buy(await NewAsync(null, (decimal)keep, Past.Days(1, 8) with { Remaining = 100 }), Bench.Video, 5));

    [Fact]
    public async Task Takes_are_counted_each()
    {
        SpendingLimit limit = await NewAsync(20, null, Past.Days(1, 8));

        Assert.Equal(0, Buy(limit, Bench.Video with { Variants = 3 }, 1));
        Assert.Equal(1, Buy(limit, Bench.Video with { Variants = 2 }, 2));
        Assert.Equal(16, limit.Spent);
    }

    [Fact]
    public async Task It_says_which_limit_what_is_spent_what_was_expected_and_the_advice()
    {
        SpendingLimit limit = await NewAsync(20, null, Past.Days(3, 8, 8) with { Remaining = 1000 });
        Buy(limit, Bench.Video with { Variants = 2 }, 1);

        UgcLabException stop = Stopped(limit, Bench.Video);

        Assert.Contains("Stopped by -MaxCredit 20: this run has spent 16 credits; this request is expected to cost 8 (8 a video, from 4 earlier charges, the newest less than an hour ago)", stop.Message, StringComparison.Ordinal);
        Assert.EndsWith(". It was not sent.", stop.Message, StringComparison.Ordinal);
        Assert.Contains("higher -MaxCredit", stop.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeepCredit_says_what_the_balance_was_and_when()
    {
        UgcLabException stop = Stopped(await NewAsync(null, 99, Past.Days(3, 8) with { Remaining = 100 }), Bench.Video);

        Assert.Contains("Stopped by -KeepCredit 99: this run has spent 0 credits; this request is expected to cost 8 (8 a video, from 1 earlier charge, the newest 3 days ago); the balance was 100 at 2026-01-1", stop.Message, StringComparison.Ordinal);
        Assert.Contains("lower -KeepCredit", stop.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_price_is_unknown_one_goes_out_and_teaches_it()
    {
        SpendingLimit limit = await NewAsync(10, null);

        Assert.Equal(1, Buy(limit, Bench.Video, 3));
        Assert.Equal(8, limit.Spent);
        Assert.Empty(_notices.Warnings);
    }

    [Fact]
    public async Task An_unknown_price_may_pass_the_bound_once_and_that_is_reported()
    {
        SpendingLimit limit = await NewAsync(5, null);

        Assert.Equal(1, Buy(limit, Bench.Video, 3));
        Assert.Equal("This cost 8 credits, and nothing was known of its price before: this run has spent 8, above -MaxCredit 5. This run sends no more requests.", Assert.Single(_notices.Warnings));
        Assert.Contains("what this request would cost isn't known", Stopped(limit, Bench.Video with { Model = "kling-2.6" }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_that_rose_is_reported_and_learned()
    {
        SpendingLimit limit = await NewAsync(10, null, Past.Days(1, 4));

        Assert.Equal(1, Buy(limit, Bench.Video with { Variants = 2 }, 2));
        Assert.Contains("This cost 16 credits, and 8 were expected: this run has spent 16, above -MaxCredit 10.", Assert.Single(_notices.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_used_up_lets_nothing_of_unknown_price_pass()
    {
        SpendingLimit limit = await NewAsync(8, null);

        Assert.Equal(1, Buy(limit, Bench.Video, 1));
        Assert.Equal(0, Buy(limit, Bench.Video with { Model = "kling-2.6" }, 1));
    }

    [Fact]
    public async Task Nothing_at_all_is_created_for_no_credits() => Assert.Equal(0, Buy(await NewAsync(0, null), Bench.Video, 1));

    [Theory]
    [InlineData(100, 0)]
    [InlineData(99, 1)]
    public async Task KeepCredit_lets_an_unknown_price_pass_while_more_is_there(double keep, int bought) =>
        Assert.Equal(bought, Buy(await NewAsync(null, (decimal)keep, Past.Days(1, (decimal?)null) with { Remaining = 100 }), Bench.Video, 5));

    [Fact]
    public async Task Without_a_balance_the_first_goes_out_with_a_warning_and_its_answer_is_kept_to()
    {
        SpendingLimit limit = await NewAsync(null, 85, Past.Days(1, 8));

        Assert.Equal(1, Buy(limit, Bench.Video, 3));
        Assert.Contains("-KeepCredit can't stop that purchase", Assert.Single(_notices.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_no_purchase_so_the_next_is_the_first_and_the_warning_comes_once()
    {
        SpendingLimit limit = await NewAsync(null, 85, Past.Days(1, 8));

        limit.Reserve(Bench.Video, _notices);
        limit.Reserve(Bench.Video, _notices);

        Assert.Single(_notices.Warnings);
    }

    [Fact]
    public async Task When_no_answer_reports_a_balance_the_run_ends_after_the_first()
    {
        SpendingLimit limit = await NewAsync(null, 10, Past.Days(1, 8));
        limit.Reserve(Bench.Video, _notices);
        limit.Commit(Bench.Video, Past.Answer(8, null), _notices);

        Assert.Contains("the balance isn't known", Stopped(limit, Bench.Video).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_one_answer_reports_none_the_balance_is_reckoned()
    {
        SpendingLimit limit = await NewAsync(null, 80, Past.Days(1, 8) with { Remaining = 100 });
        limit.Reserve(Bench.Video, _notices);
        limit.Commit(Bench.Video, Past.Answer(null, null), _notices);

        limit.Reserve(Bench.Video, _notices);
        limit.Commit(Bench.Video, Past.Answer(8, null), _notices);
        Assert.Contains("the balance was 84 at", Stopped(limit, Bench.Video).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_balance_that_others_spent_is_reported()
    {
        SpendingLimit limit = await NewAsync(null, 50, Past.Days(1, 8) with { Remaining = 100 });
        limit.Reserve(Bench.Video, _notices);
        limit.Commit(Bench.Video, Past.Answer(8, 20), _notices);

        Assert.Equal("This cost 8 credits: 20 are left, below -KeepCredit 50. This run sends no more requests.", Assert.Single(_notices.Warnings));
        Stopped(limit, Bench.Video);
    }

    [Fact]
    public async Task A_lost_answer_counts_as_spent_at_the_learned_price()
    {
        SpendingLimit limit = await NewAsync(20, 80, Past.Days(1, 8) with { Remaining = 100 });
        limit.Reserve(Bench.Video with { Variants = 2 }, _notices);
        limit.CommitUnknown(Bench.Video with { Variants = 2 });

        Assert.Equal(16, limit.Spent);
        Assert.Contains("-MaxCredit 20", Stopped(limit, Bench.Video).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, null, "-MaxCredit")]
    [InlineData(null, 10, "-KeepCredit")]
    public async Task A_lost_answer_of_unknown_price_ends_the_spending(int? most, int? keep, string which)
    {
        SpendingLimit limit = await NewAsync(most, keep, Past.Days(1, (decimal?)null) with { Remaining = 100 });
        limit.Reserve(Bench.Video, _notices);
        limit.CommitUnknown(Bench.Video);

        UgcLabException stop = Stopped(limit, Bench.Video);

        Assert.Contains($"Stopped by {which}", stop.Message, StringComparison.Ordinal);
        Assert.Contains("at least 0 credits, and the cost of one of its requests isn't known. The next request was not sent.", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_charge_of_which_a_part_is_reported_counts_at_the_price_of_that_part()
    {
        SpendingLimit limit = await NewAsync(100, null);
        limit.Reserve(Bench.Video with { Variants = 3 }, _notices);
        limit.Commit(Bench.Video with { Variants = 3 }, Past.Jobs(8, null, null), _notices);

        Assert.Equal(24, limit.Spent);
    }

    [Theory]
    [InlineData(-1d, null)]
    [InlineData(null, -0.5)]
    public async Task A_bound_below_nothing_is_refused(double? most, double? keep) =>
        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, (await Assert.ThrowsAsync<UgcLabException>(() => NewAsync((decimal?)most, (decimal?)keep))).Kind);

    [Fact]
    public async Task No_charge_is_forgotten_when_several_are_counted_at_once()
    {
        SpendingLimit limit = await NewAsync(100_000, null, Past.Days(1, 8));

        Parallel.For(0, 1000, n =>
        {
            limit.Reserve(Bench.Video, _notices);
            if (n % 2 == 0)
            {
                limit.Commit(Bench.Video, Past.Answer(8, null), _notices);
            }
            else
            {
                limit.CommitUnknown(Bench.Video);
            }
        });

        Assert.Equal(8000, limit.Spent);
    }

    [Fact]
    public async Task Without_a_bound_there_is_no_limit()
    {
        using Bench bench = new();

        Assert.Null(await bench.Client.LimitSpendingAsync(null, null));
        Assert.NotNull(await bench.Client.LimitSpendingAsync(0, null));
    }

    [Fact]
    public async Task A_request_that_the_limit_stops_is_neither_sent_nor_stored()
    {
        using ScriptedHandler handler = new(Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        PurchaseRequest order = new(Bench.Video);
        SpendingLimit? limit = await bench.Client.LimitSpendingAsync(299, null);

        await bench.Clock.RunAsync(bench.Client.Purchases.SendAsync(order, null, null, limit, bench.Notices, default));
        UgcLabException stop = await Assert.ThrowsAsync<UgcLabException>(() => bench.Clock.RunAsync(bench.Client.Purchases.SendAsync(order, null, null, limit, bench.Notices, default)));

        Assert.Equal(UgcLabErrorKind.SpendingLimit, stop.Kind);
        Assert.Single(handler.Sent);
        Assert.Single(await bench.HistoryAsync());
        Assert.Equal(150, limit!.Spent);
    }

    [Fact]
    public async Task A_limit_of_one_caller_does_not_stop_another()
    {
        using Bench bench = new(Answer(202, Bench.Receipt));
        SpendingLimit? limit = await bench.Client.LimitSpendingAsync(0, null);

        await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Purchases.SendAsync(new PurchaseRequest(Bench.Video), null, null, limit, null, default));

        Assert.Single(await bench.CreateAsync());
    }

    [Theory]
    [InlineData(false, 150)]
    [InlineData(true, 300)]
    public async Task A_limit_counts_a_lost_answer_and_no_refusal(bool lost, int spent)
    {
        using Bench bench = new(Answer(202, Bench.Receipt), lost ? Lost() : Answer(400, """{"error":{"code":"VALIDATION_ERROR"}}"""));
        PurchaseRequest order = new(Bench.Video);
        SpendingLimit? limit = await bench.Client.LimitSpendingAsync(1000, 100);

        await bench.Clock.RunAsync(bench.Client.Purchases.SendAsync(order, null, null, limit, null, default));
        await Assert.ThrowsAsync<UgcLabException>(() => bench.Clock.RunAsync(bench.Client.Purchases.SendAsync(order, null, null, limit, null, default)));

        Assert.Equal(spent, limit!.Spent);
    }

    [Fact]
    public async Task The_store_keeps_prices_for_the_next_run_but_not_of_requests_with_extra_members()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(202, Bench.Receipt.Replace("150", "900", StringComparison.Ordinal).Replace("clzzjob1", "clzzjob2", StringComparison.Ordinal)));
        VideoRequest more = Bench.Video with { AdditionalProperties = new Dictionary<string, object?> { ["resolution"] = "4k" } };
        await bench.CreateAsync();
        await bench.Clock.RunAsync(bench.Client.Purchases.CreateAsync(new PurchaseRequest(more)));

        Estimator estimator = await Estimator.OfAsync(bench.Store, UgcLimits.None, bench.Clock);

        Assert.Equal((150m, 4850m), (estimator.Add(Bench.Video).Credits, estimator.Total().Balance));
        Assert.Equal(["veo-3.1, 8 s, with additional properties"], estimator.Add(more).UnknownKinds);
    }

    // Buys until it is held, with a service that charges 8 a video and had 100.
    private int Buy(SpendingLimit limit, VideoRequest request, int wanted)
    {
        decimal charge = 8 * request.Variants;
        for (int bought = 0; bought < wanted; bought++)
        {
            try
            {
                limit.Reserve(request, _notices);
            }
            catch (UgcLabException stop)
            {
                Assert.Equal(UgcLabErrorKind.SpendingLimit, stop.Kind);
                return bought;
            }

            limit.Commit(request, Past.Answer(charge, 100 - limit.Spent - charge, request.Variants), _notices);
        }

        return wanted;
    }

    private UgcLabException Stopped(SpendingLimit limit, CreationRequest request)
    {
        UgcLabException stop = Assert.Throws<UgcLabException>(() => limit.Reserve(request, _notices));
        Assert.Equal(UgcLabErrorKind.SpendingLimit, stop.Kind);
        return stop;
    }

    private static async Task<SpendingLimit> NewAsync(decimal? most, decimal? keep, params PastPurchase[] past) => new(await Past.BookAsync(past), most, keep, new TestClock());
}
