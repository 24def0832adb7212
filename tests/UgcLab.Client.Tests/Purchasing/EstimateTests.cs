namespace UgcLab.Client.Tests.Purchasing;

public sealed class EstimateTests
{
    private static readonly VideoRequest Other = Bench.Video with { Model = "kling-2.6", Duration = "5", ImageUrl = "https://cdn.example/a.png" };

    [Fact]
    public async Task All_that_is_known_is_added_up()
    {
        Estimator estimator = await Past.EstimatorAsync(UgcLimits.None, Past.Days(3, [.. Enumerable.Repeat<decimal?>(120, 12)]));
        Add(estimator, Bench.Video, 28);
        Add(estimator, Bench.Video with { Variants = 2 }, 12);

        UgcEstimate estimate = estimator.Total();

        Assert.Equal((40, 52, 6240m, 6240m, 0), (estimate.Requests, estimate.Videos, estimate.Credits, estimate.KnownCredits, estimate.UnknownVideos));
        Assert.Equal("40 requests for 52 videos: 6,240 credits, known from 12 earlier charges, the newest 3 days ago.", estimate.ToString());
    }

    [Fact]
    public async Task A_part_is_never_shown_as_the_whole()
    {
        Estimator estimator = await Past.EstimatorAsync(UgcLimits.None, Past.Days(1, 8) with { Remaining = 1000 });
        Add(estimator, Bench.Video, 3);
        estimator.Add(Other with { Variants = 4 });

        UgcEstimate estimate = estimator.Total();

        Assert.Equal((null, 24m, 1, 4, null), (estimate.Credits, estimate.KnownCredits, estimate.UnknownRequests, estimate.UnknownVideos, estimate.BalanceAfter));
        Assert.Equal(["kling-2.6, 5 s, from an image"], estimate.UnknownKinds);
        Assert.StartsWith(
            "4 requests for 7 videos: 24 credits for 3 videos, known from 1 earlier charge, the newest 1 day ago; the price of 4 more videos is not known until the first charge (kling-2.6, 5 s, from an image). The balance was 1,000 at ",
            estimate.ToString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("left", estimate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_known_says_so()
    {
        Estimator estimator = await Past.EstimatorAsync(UgcLimits.None);
        Add(estimator, Bench.Video, 2);

        Assert.Equal("2 requests for 2 videos: the price is not known until the first charge (veo-3.1, 8 s).", estimator.Total().ToString());
        Assert.Null(estimator.Total().Credits);
    }

    [Fact]
    public async Task Kinds_are_named_once_and_many_are_counted()
    {
        Estimator estimator = await Past.EstimatorAsync(UgcLimits.None);
        foreach (string duration in new[] { "1", "2", "3", "4", "5", "5" })
        {
            estimator.Add(Bench.Video with { Duration = duration });
        }

        Assert.Equal(5, estimator.Total().UnknownKinds.Count);
        Assert.Contains("(veo-3.1, 1 s; veo-3.1, 2 s; veo-3.1, 3 s; and 2 more)", estimator.Total().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, ", so 92 would be left.")]
    [InlineData(8, ", so 0 would be left.")]
    [InlineData(5.5, ", which is 2.5 too few.")]
    public async Task What_would_be_left_is_reported_with_the_time_of_the_balance(double balance, string told)
    {
        Estimator estimator = await Past.EstimatorAsync(UgcLimits.None, Past.Days(1, 8) with { Remaining = (decimal)balance });
        estimator.Add(Bench.Video);

        UgcEstimate estimate = estimator.Total();

        Assert.Equal((decimal)balance - 8, estimate.BalanceAfter);
        Assert.Equal(Past.Now - TimeSpan.FromDays(1), estimate.BalanceTime);
        Assert.EndsWith(told, estimate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charges_that_differ_are_reported()
    {
        Estimator estimator = await Past.EstimatorAsync(UgcLimits.None, Past.Days(2, 10), Past.Days(1, 8));
        estimator.Add(Bench.Video);

        Assert.Equal("1 request for 1 video: 8 credits, known from 2 earlier charges, the newest 1 day ago. veo-3.1, 8 s: charges were between 8 and 10 for one video.", estimator.Total().ToString());
    }

    [Fact]
    public async Task A_long_sheet_says_how_long_sending_takes()
    {
        Estimator estimator = await Past.EstimatorAsync(new UgcLimits());
        Add(estimator, Bench.Video, 250);

        Assert.Equal(TimeSpan.FromMinutes(122), estimator.Total().SendingTime);
        Assert.Contains(" Sending takes 2 h 2 min or more.", estimator.Total().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_last_hour_sent_is_in_the_time_and_what_never_went_out_is_not()
    {
        PastPurchase sent = Past.Entry(TimeSpan.FromMinutes(45), 8);
        Estimator estimator = await Past.EstimatorAsync(new UgcLimits(0, 1, 0), sent, sent with { Ago = TimeSpan.Zero, State = UgcPurchaseState.NotSent }, Past.Days(1, 8));
        estimator.Add(Bench.Video);

        Assert.Equal(TimeSpan.FromMinutes(15), estimator.Total().SendingTime);
    }

    [Fact]
    public async Task Rows_with_faults_are_counted_apart()
    {
        Estimator estimator = await Past.EstimatorAsync(UgcLimits.None, Past.Days(0, 8));
        estimator.Add(Bench.Video);

        UgcEstimate row = estimator.AddInvalid();

        Assert.Equal((0, 1), (row.Requests, row.InvalidRows));
        Assert.Equal((1, 8m, 1), (estimator.Total().Requests, estimator.Total().Credits, estimator.Total().InvalidRows));
        Assert.Equal("1 request for 1 video: 8 credits, known from 1 earlier charge, the newest less than an hour ago. 1 invalid row isn't counted.", estimator.Total().ToString());
    }

    [Fact]
    public async Task Nothing_costs_nothing() => Assert.Equal((0m, "Nothing to send."), ((await Past.EstimatorAsync(new UgcLimits())).Total().Credits, (await Past.EstimatorAsync(new UgcLimits())).Total().ToString()));

    [Fact]
    public async Task A_request_has_an_estimate_of_its_own_whose_lists_fit_a_cell()
    {
        Estimator estimator = await Past.EstimatorAsync(new UgcLimits(), Past.Days(1, 8));
        estimator.Add(Bench.Video);

        UgcEstimate one = estimator.Add(Bench.Video with { Variants = 3 });

        Assert.Equal((1, 3, 24m, null), (one.Requests, one.Videos, one.Credits, one.SendingTime));
        Assert.Equal("veo-3.1, 8 s: 8", one.Prices.ToString());
        Assert.Equal("kling-2.6, 5 s, from an image", estimator.Add(Other).UnknownKinds.ToString());
    }

    [Fact]
    public async Task What_is_reported_of_the_price_of_images_calls_them_images()
    {
        ImageRequest image = new() { ProjectId = Bench.Video.ProjectId, Prompt = "A wooden box, shut", Model = "seedream-4.5", Tier = "pro" };
        PastPurchase[] past = [Created(2, 10), Created(1, 8)];
        Estimator estimator = await Past.EstimatorAsync(UgcLimits.None, past);
        SpendingLimit limit = new(await Past.BookAsync(past), 5, null, new TestClock());

        estimator.Add(image);
        UgcLabException stopped = Assert.Throws<UgcLabException>(() => limit.Reserve(image, null));

        Assert.Equal("1 request for 1 image: 8 credits, known from 2 earlier charges, the newest 1 day ago. seedream-4.5, pro: charges were between 8 and 10 for one image.", estimator.Total().ToString());
        Assert.Contains("expected to cost 8 (8 an image, from 2 earlier charges", stopped.Message, StringComparison.Ordinal);

        PastPurchase Created(int ago, decimal charge) => Past.Days(ago, charge) with { Request = image };
    }



    private static void Add(Estimator estimator, CreationRequest request, int times)
    {
        for (int n = 0; n < times; n++)
        {
            estimator.Add(request);
        }
    }
}
