using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Creations;

/// <summary>A video that begins with an image that was made here: the address may change, the purchase does not.</summary>
public sealed class StartImageTests
{
    private const string First = "https://files.example/img1.png?expires=1&signature=first";
    private const string Second = "https://files.example/img1.png?expires=2&signature=second";

    private static UgcJob Image(DateTimeOffset? readAt, string address = First) => new()
    {
        UgcId = "img1",
        Kind = UgcKind.Image,
        Status = UgcJobStatus.Completed,
        VideoUrl = address,
        ReadAt = readAt,
    };

    // As the first row of another input.
    private static async Task<BatchRow> FindAgainAsync(OpenBatch batch, PurchaseRequest order) => (await batch.FindAsync([order], new RowCounter(batch.BaseUri), default))[0].Row;

    private static VideoRequest Video(UgcJob image) => Bench.Video with { ImageUrl = image.VideoUrl, ImageJob = image };

    private static string Job(string? address, string status = "COMPLETED") =>
        $$$"""{"data":{"id":"img1","status":"{{{status}}}","videoUrl":{{{(address is null ? "null" : $"\"{address}\"")}}}},"meta":{"requestId":"req_of_job"}}""";

    private static Task<IReadOnlyList<UgcJob>> CreateAsync(Bench bench, UgcJob image) =>
        bench.Clock.RunAsync(bench.Client.Purchases.CreateAsync(new PurchaseRequest(Video(image)), bench.Notices));

    [Fact]
    public async Task An_address_that_was_just_read_is_sent_as_it_is()
    {
        using ScriptedHandler handler = new(Answer(200, Job(First)), Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        UgcJob image = await bench.Clock.RunAsync(bench.Client.Jobs.GetAsync("img1"));

        await CreateAsync(bench, image with { Kind = UgcKind.Image });

        Assert.Equal(2, handler.Sent.Count);
        Assert.Contains("signature=first", handler.Sent[1], StringComparison.Ordinal);
        Assert.DoesNotContain("img1\"", handler.Sent[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-121)]
    [InlineData(60)]
    public async Task One_that_was_read_long_ago_or_is_unknown_when_is_read_anew_before_it_is_sent(int? seconds)
    {
        using ScriptedHandler handler = new(Answer(200, Job(Second)), Answer(202, Bench.Receipt));
        using Bench bench = new(handler);

        UgcJob job = Assert.Single(await CreateAsync(bench, Image(seconds is int past ? bench.Clock.GetUtcNow().AddSeconds(past) : null)));

        Assert.Equal(["GET /api/v1/ugc/img1", "POST"], [handler.Sent[0], handler.Sent[1][..4]]);
        Assert.Contains("signature=second", handler.Sent[1], StringComparison.Ordinal);
        Assert.Equal(Second, job.ImageUrl);
    }

    [Fact]
    public async Task After_an_hour_of_Retry_After_the_address_is_fresh_and_the_purchase_the_same()
    {
        using ScriptedHandler handler = new(
            Answer(429, """{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Later."}}""", retryAfter: "3600"), Answer(200, Job(Second)), Answer(202, Bench.Receipt));
        using Bench bench = new(handler);

        await CreateAsync(bench, Image(bench.Clock.GetUtcNow()));

        Assert.Equal(["POST", "GET ", "POST"], handler.Sent.Select(sent => sent[..4]));
        Assert.Contains("signature=first", handler.Sent[0], StringComparison.Ordinal);
        Assert.Contains("signature=second", handler.Sent[2], StringComparison.Ordinal);
        Assert.Equal(UgcPurchaseState.Accepted, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task After_a_wait_for_the_hours_limit_too()
    {
        using ScriptedHandler handler = new(Answer(202, Bench.Receipt), Answer(200, Job(Second)), Answer(202, Bench.Receipt));
        using Bench bench = new(handler, options => options with { Limits = UgcLimits.None with { Creations = new(1, TimeSpan.FromHours(1)) } });
        await bench.CreateAsync();

        await CreateAsync(bench, Image(bench.Clock.GetUtcNow()));

        Assert.Contains("signature=second", handler.Sent[2], StringComparison.Ordinal);
        Assert.NotEmpty(bench.Notices.Waits);
    }

    [Fact]
    public async Task It_is_read_though_a_minute_has_one_request()
    {
        using ScriptedHandler handler = new(Answer(200, Job(Second)), Answer(202, Bench.Receipt));
        using Bench bench = new(handler, options => options with { Limits = UgcLimits.None with { Requests = new(1, TimeSpan.FromMinutes(1)) } });

        await CreateAsync(bench, Image(null));

        Assert.Equal(2, handler.Sent.Count);
    }

    [Fact]
    public async Task The_store_holds_no_signature()
    {
        using Bench bench = new(Answer(200, Job(Second)), Answer(202, Bench.Receipt));

        await CreateAsync(bench, Image(null));

        Assert.DoesNotContain("signature", bench.StoreText, StringComparison.Ordinal);
        Assert.Equal("https://files.example/img1.png?…", Assert.Single(await bench.HistoryAsync()).ImageUrl);
    }

    [Fact]
    public async Task An_image_that_cannot_be_read_anymore_creates_no_video_whatever_the_answer_names()
    {
        using ScriptedHandler handler = new(Answer(404, """{"error":{"code":"UGC_NOT_FOUND","message":"No.","details":{"ugcId":"img1"}}}"""));
        using Bench bench = new(handler);

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => CreateAsync(bench, Image(null)));

        Assert.Equal(UgcLabErrorKind.JobNotFound, error.Kind);
        Assert.Contains("was not created", error.Message, StringComparison.Ordinal);
        Assert.Single(handler.Sent);

        // It was recorded to take its turn, and gave the turn back.
        UgcHistoryEntry entry = Assert.Single(await bench.HistoryAsync());
        Assert.Equal((UgcPurchaseState.NotSent, 0), (entry.State, entry.Jobs.Count));
    }

    [Fact]
    public async Task An_image_without_an_address_by_now_is_created_no_video_for()
    {
        using ScriptedHandler handler = new(Answer(200, Job(null)));
        using Bench bench = new(handler);

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => CreateAsync(bench, Image(null)));

        Assert.Equal(UgcLabErrorKind.CompletedWithoutVideo, error.Kind);
        Assert.Single(handler.Sent);
    }

    [Fact]
    public async Task In_a_batch_an_image_at_another_address_is_the_same_row_and_another_image_is_not()
    {
        using ScriptedHandler handler = new(Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        await using OpenBatch batch = await bench.Client.OpenBatchAsync("b" + Guid.NewGuid().ToString("N"));
        BatchRow row = await batch.FindAsync(new PurchaseRequest(Video(Image(bench.Clock.GetUtcNow()))));
        await bench.Clock.RunAsync(batch.CreateAsync(row));

        BatchRow again = await FindAgainAsync(batch, new PurchaseRequest(Video(Image(null, Second))));
        BatchRow other = await FindAgainAsync(batch, new PurchaseRequest(Video(Image(null) with { UgcId = "img2" })));
        BatchRow typed = await FindAgainAsync(batch, new PurchaseRequest(Bench.Video with { ImageUrl = First }));

        Assert.Equal([RowDisposition.ReturnExisting, RowDisposition.Create, RowDisposition.Create], [RowDecision.Of(again), RowDecision.Of(other), RowDecision.Of(typed)]);
        Assert.Equal(row.Key, again.Key);
        Assert.Single(handler.Sent);
    }

    [Fact]
    public async Task A_row_whose_image_could_not_be_fetched_goes_out_again_with_the_address_of_then()
    {
        using ScriptedHandler handler = new(
            Answer(400, """{"error":{"code":"IMAGE_DOWNLOAD_FAILED","message":"403"}}"""), Answer(200, Job(Second)), Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        await using OpenBatch batch = await bench.Client.OpenBatchAsync("b" + Guid.NewGuid().ToString("N"));
        BatchRow row = await batch.FindAsync(new PurchaseRequest(Video(Image(bench.Clock.GetUtcNow()))));
        await Assert.ThrowsAsync<UgcLabException>(() => bench.Clock.RunAsync(batch.CreateAsync(row)));

        BatchRow again = await FindAgainAsync(batch, new PurchaseRequest(Video(Image(null))));
        Assert.Equal(RowDisposition.Create, RowDecision.Of(again));
        await bench.Clock.RunAsync(batch.CreateAsync(again));

        Assert.Contains("signature=second", handler.Sent[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_attempt_reads_anew_and_all_are_one_purchase_of_one_row()
    {
        string later = """{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Later."}}""";
        using ScriptedHandler handler = new(
            Answer(429, later, retryAfter: "600"), Answer(200, Job(Second)), Answer(429, later, retryAfter: "600"), Answer(200, Job(First)), Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        await using OpenBatch batch = await bench.Client.OpenBatchAsync("b" + Guid.NewGuid().ToString("N"));
        BatchRow row = await batch.FindAsync(new PurchaseRequest(Video(Image(bench.Clock.GetUtcNow()))));

        await bench.Clock.RunAsync(batch.CreateAsync(row));

        Assert.Equal(["POST", "GET ", "POST", "GET ", "POST"], handler.Sent.Select(sent => sent[..4]));
        UgcHistoryEntry entry = Assert.Single((await batch.PurchasesAsync([row.Key]))[row.Key.ToString()]);
        Assert.Equal((UgcPurchaseState.Accepted, 1), (entry.State, entry.Jobs.Count));
    }

    [Fact]
    public async Task A_stop_while_the_address_is_read_again_creates_nothing_and_blocks_no_purchase()
    {
        using CancellationTokenSource stop = new();
        using ScriptedHandler handler = new(
            Answer(429, """{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Later."}}""", retryAfter: "600"),
            async (_, token) =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
                throw new InvalidOperationException("unreachable");
            },
            Answer(202, Bench.Receipt),
            Answer(202, Bench.Receipt.Replace("job1", "job2", StringComparison.Ordinal)));
        using Bench bench = new(handler);
        await using OpenBatch batch = await bench.Client.OpenBatchAsync("b" + Guid.NewGuid().ToString("N"));
        PurchaseRequest order = new(Video(Image(bench.Clock.GetUtcNow())));
        BatchRow row = await batch.FindAsync(order);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Clock.RunAsync(batch.CreateAsync(row, cancellationToken: stop.Token)));
        await bench.CreateAsync();
        BatchRow again = await FindAgainAsync(batch, order with { Request = Video(Image(bench.Clock.GetUtcNow())) });

        Assert.Equal(RowDisposition.Create, RowDecision.Of(again));
        Assert.Single((await bench.Clock.RunAsync(batch.CreateAsync(again))).Jobs);
    }

    [Fact]
    public async Task An_image_that_is_gone_at_the_second_attempt_leaves_the_row_to_be_created()
    {
        using ScriptedHandler handler = new(
            Answer(429, """{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Later."}}""", retryAfter: "600"), Answer(200, Job(null)));
        using Bench bench = new(handler);
        await using OpenBatch batch = await bench.Client.OpenBatchAsync("b" + Guid.NewGuid().ToString("N"));
        BatchRow row = await batch.FindAsync(new PurchaseRequest(Video(Image(bench.Clock.GetUtcNow()))));

        await Assert.ThrowsAsync<UgcLabException>(() => bench.Clock.RunAsync(batch.CreateAsync(row)));

        Assert.Equal(RowDisposition.Create, RowDecision.Of(await FindAgainAsync(batch, row.Purchase)));
        Assert.Equal(UgcPurchaseState.NotSent, Assert.Single((await batch.PurchasesAsync([row.Key]))[row.Key.ToString()]).State);
    }

    [Fact]
    public void What_identifies_it_is_never_sent()
    {
        VideoRequest video = Video(Image(null));

        Assert.Contains("\"imageUrl\":\"ugc:img1\"", System.Text.Encoding.UTF8.GetString(video.Identity.ToJson()), StringComparison.Ordinal);
        Assert.DoesNotContain("ugc:", System.Text.Encoding.UTF8.GetString(video.ToJson()), StringComparison.Ordinal);
    }
}
