using UgcLab.Client.Tests.Store;
using UgcLab.Engines.Sqlite;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Http;

/// <summary>What a purchase does about each way in which its request can end (the failure matrix of POST).</summary>
public sealed class PurchaseOutcomeTests
{
    [Fact]
    public async Task A_good_answer_gives_jobs_that_remember_their_order()
    {
        using ScriptedHandler handler = new(Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        PurchaseRequest order = new(Bench.Video) { Reference = "sku-7", RowNumber = 3, InputRow = "the row" };

        IReadOnlyList<UgcJob> jobs = await bench.Clock.RunAsync(bench.Client.Purchases.CreateAsync(order));

        UgcJob job = Assert.Single(jobs);
        Assert.Equal(("clzzjob1", 150m, 150m, 4850m), (job.UgcId, job.CreditsCharged, job.TotalCreditsCharged, job.RemainingCredits));
        Assert.Equal(("sku-7", 3, "the row", "veo-3.1", "8"), (job.Reference, job.RowNumber, job.InputRow, job.Model, job.Duration));
        Assert.Equal("req_abc123def456", job.RequestId);
        Assert.Equal(UgcJobStatus.Pending, job.Status);
        Assert.Equal($"Bearer {Bench.Key}", Assert.Single(handler.Authorizations));
    }

    [Fact]
    public async Task A_handler_that_takes_the_body_from_the_message_takes_no_proof_with_it()
    {
        using ScriptedHandler handler = new(async (request, cancellationToken) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            request.Content = null;
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        });
        using Bench bench = new(handler);

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await bench.FailToCreateAsync()).Kind);
        Assert.Single(handler.Sent);
    }

    [Fact]
    public void An_interrupted_answer_is_described_without_the_name_of_its_error()
    {
        HttpRequestException error = new(
            HttpRequestError.ResponseEnded, "An error occurred.", new HttpIOException(HttpRequestError.ResponseEnded, "The response ended."));

        Assert.Equal(
            "The request was sent and no answer came, so it may have been charged. The response ended.",
            TransportFailureClassifier.Describe(error, body: null, charges: true, "service.test").Message);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(425)]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(507)]
    [InlineData(522)]
    public async Task A_fault_of_the_service_leaves_the_outcome_unknown_and_is_never_repeated(int status)
    {
        using ScriptedHandler handler = new(Answer(status, """{"error":{"code":"INTERNAL_ERROR","message":"oops"},"meta":{"requestId":"req_1"}}"""));
        using Bench bench = new(handler);

        UgcLabException error = await bench.FailToCreateAsync();

        Assert.Equal((UgcLabErrorKind.OutcomeUnconfirmed, "INTERNAL_ERROR", "req_1", status), (error.Kind, error.Code, error.RequestId, (int?)error.StatusCode));
        Assert.Single(handler.Sent);
        Assert.Equal(UgcPurchaseState.Unconfirmed, Assert.Single(await bench.HistoryAsync()).State);
        Assert.NotNull(error.Advice);
    }

    [Theory]
    [InlineData(400, "VALIDATION_ERROR", UgcLabErrorKind.RequestRefused)]
    [InlineData(400, "IMAGE_DOWNLOAD_FAILED", UgcLabErrorKind.ImageDownloadFailed)]
    [InlineData(400, null, UgcLabErrorKind.RequestRefused)]
    [InlineData(401, null, UgcLabErrorKind.KeyRefused)]
    [InlineData(402, "INSUFFICIENT_CREDITS", UgcLabErrorKind.InsufficientCredits)]
    [InlineData(403, null, UgcLabErrorKind.AccessDenied)]
    [InlineData(404, "PROJECT_NOT_FOUND", UgcLabErrorKind.ProjectNotFound)]
    [InlineData(404, null, UgcLabErrorKind.NotTheService)]
    [InlineData(405, null, UgcLabErrorKind.RequestRefused)]
    [InlineData(407, null, UgcLabErrorKind.NotTheService)]
    [InlineData(413, null, UgcLabErrorKind.RequestRefused)]
    [InlineData(422, null, UgcLabErrorKind.RequestRefused)]
    [InlineData(301, null, UgcLabErrorKind.NotTheService)]
    [InlineData(307, null, UgcLabErrorKind.NotTheService)]
    public async Task A_refusal_creates_nothing_and_is_final(int status, string? code, UgcLabErrorKind kind)
    {
        string body = code is null ? "<html>" : $$$"""{"error":{"code":"{{{code}}}","message":"the service's words"}}""";
        using ScriptedHandler handler = new(Answer(status, body));
        using Bench bench = new(handler);

        UgcLabException error = await bench.FailToCreateAsync();

        Assert.Equal((kind, code), (error.Kind, error.Code));
        Assert.Contains(code is null ? $"HTTP {status}" : "the service's words", error.Message, StringComparison.Ordinal);
        Assert.Single(handler.Sent);
        Assert.Equal(UgcPurchaseState.Refused, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task See_other_is_how_servers_answer_a_post_that_was_done_so_it_is_unconfirmed()
    {
        using ScriptedHandler handler = new(Answer(303, ""));
        using Bench bench = new(handler);

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await bench.FailToCreateAsync()).Kind);
        Assert.Single(handler.Sent);
        Assert.Equal(UgcPurchaseState.Unconfirmed, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task A_lost_answer_is_unconfirmed_and_never_repeated()
    {
        using ScriptedHandler handler = new(Lost());
        using Bench bench = new(handler);

        UgcLabException error = await bench.FailToCreateAsync();

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, error.Kind);
        Assert.Single(handler.Sent);
        Assert.Equal(UgcPurchaseState.Unconfirmed, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task A_silent_service_is_given_its_time_and_then_the_outcome_is_unconfirmed()
    {
        using ScriptedHandler handler = new(Silent());
        using Bench bench = new(handler);
        DateTimeOffset began = bench.Clock.GetUtcNow();

        UgcLabException error = await bench.FailToCreateAsync();

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, error.Kind);
        Assert.Equal(TimeSpan.FromMinutes(3), bench.Clock.GetUtcNow() - began);
        Assert.Single(handler.Sent);
    }

    [Fact]
    public async Task A_request_of_which_no_byte_left_is_sent_again()
    {
        using ScriptedHandler handler = new(Unreachable(), Unreachable(), Answer(202, Bench.Receipt));
        using Bench bench = new(handler);

        Assert.Single(await bench.CreateAsync());
        Assert.Equal(3, handler.Sent.Count);
        Assert.Equal(2, bench.Notices.Waits.Count());
    }

    [Fact]
    public async Task A_network_that_stays_away_ends_it_after_half_an_hour_with_nothing_unconfirmed()
    {
        using ScriptedHandler handler = new([.. Enumerable.Repeat(Unreachable(), 2000)]);
        using Bench bench = new(handler);
        DateTimeOffset began = bench.Clock.GetUtcNow();

        UgcLabException error = await bench.FailToCreateAsync();

        Assert.Equal(UgcLabErrorKind.NetworkError, error.Kind);
        Assert.InRange(bench.Clock.GetUtcNow() - began, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(31));
        Assert.Equal(UgcPurchaseState.NotSent, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Theory]
    [InlineData("120", 120, 126)]
    [InlineData("3000", 3000, 3150)]
    [InlineData("3700", 3700, 3885)]
    [InlineData("0", 1, 2)]
    [InlineData("999999", 3900, 3900)]
    [InlineData("Thu, 15 Jan 2026 10:02:00 GMT", 120, 126)]
    [InlineData("Thu, 15 Jan 2026 09:00:00 GMT", 1, 2)]
    [InlineData(null, 300, 300)]
    [InlineData("soon", 300, 300)]
    [InlineData("-5", 300, 300)]
    [InlineData("5.5", 6, 7)]
    public async Task Too_many_requests_is_a_reported_wait_and_then_the_purchase_is_sent_once(string? retryAfter, int least, int most)
    {
        using ScriptedHandler handler = new(Answer(429, """{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"slow down"}}""", retryAfter), Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        DateTimeOffset began = bench.Clock.GetUtcNow();

        Assert.Single(await bench.CreateAsync());

        TimeSpan waited = bench.Clock.GetUtcNow() - began;
        Assert.InRange(waited.TotalSeconds, least, most + 0.001);
        UgcNotice wait = Assert.Single(bench.Notices.Waits);
        Assert.Equal(waited.TotalSeconds, wait.Length.TotalSeconds, 0.001);
        Assert.Equal(began + waited, wait.Until!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(UgcPurchaseState.Accepted, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task An_address_throttled_waits_a_minute()
    {
        using ScriptedHandler handler = new(Answer(429, """{"error":{"code":"IP_RATE_LIMITED","message":"x"}}"""), Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        DateTimeOffset began = bench.Clock.GetUtcNow();

        await bench.CreateAsync();

        Assert.Equal(TimeSpan.FromMinutes(1), bench.Clock.GetUtcNow() - began);
    }

    [Fact]
    public async Task Two_hours_of_refusals_cost_few_requests_and_no_doubt()
    {
        using ScriptedHandler handler = new([.. Enumerable.Repeat(Answer(429, ""), 5), Answer(202, Bench.Receipt)]);
        using Bench bench = new(handler);
        DateTimeOffset began = bench.Clock.GetUtcNow();

        Assert.Single(await bench.CreateAsync());

        Assert.Equal(TimeSpan.FromMinutes(5 + 10 + 20 + 40 + 60), bench.Clock.GetUtcNow() - began);
        Assert.Equal(6, handler.Sent.Count);
    }

    [Fact]
    public async Task A_stop_while_it_waits_sends_nothing_more()
    {
        using CancellationTokenSource stop = new();
        using ScriptedHandler handler = new(Answer(429, "", "3000"));
        using Bench bench = new(handler);
        Task<IReadOnlyList<UgcJob>> creating = bench.Client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video), bench.Notices, stop.Token);
        SpinWait.SpinUntil(() => bench.Notices.Waits.Any(), TimeSpan.FromSeconds(20));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Clock.RunAsync(creating));
        Assert.Single(handler.Sent);
        Assert.Equal(UgcPurchaseState.NotSent, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task A_stop_while_the_request_is_in_flight_completes_it()
    {
        using CancellationTokenSource stop = new();
        using ScriptedHandler handler = new(async (request, token) =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
            return await Answer(202, Bench.Receipt)(request, token);
        });
        using Bench bench = new(handler);

        Assert.Equal("clzzjob1", Assert.Single(await bench.CreateAsync(stop.Token)).UgcId);
        Assert.Contains("clzzjob1", bench.StoreText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_gives_a_silent_purchase_fifteen_seconds_and_then_calls_it_unconfirmed()
    {
        using CancellationTokenSource stop = new();
        using ScriptedHandler handler = new(async (request, token) =>
        {
            await stop.CancelAsync();
            return await Silent()(request, token);
        });
        using Bench bench = new(handler);
        DateTimeOffset began = bench.Clock.GetUtcNow();

        UgcLabException error = await bench.FailToCreateAsync(stop.Token);

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, error.Kind);
        Assert.Equal(TimeSpan.FromSeconds(15), bench.Clock.GetUtcNow() - began);
        Assert.Equal(UgcPurchaseState.Unconfirmed, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task The_store_says_sending_before_the_request_and_accepted_before_the_report()
    {
        Bench? bench = null;
        string before = "";
        using ScriptedHandler handler = new((request, token) =>
        {
            before = bench!.StoreText;
            return Answer(202, Bench.Receipt)(request, token);
        });
        using (bench = new Bench(handler))
        {
            IReadOnlyList<UgcJob> jobs = await bench.CreateAsync();

            Assert.Contains("state=Sending", before, StringComparison.Ordinal);
            Assert.DoesNotContain("state=Accepted", before, StringComparison.Ordinal);
            Assert.DoesNotContain("clzzjob1", before, StringComparison.Ordinal);
            Assert.Contains("state=Accepted", bench.StoreText, StringComparison.Ordinal);
            Assert.Contains($"job: ugc_id={jobs[0].UgcId}", bench.StoreText, StringComparison.Ordinal);
            Assert.DoesNotContain(Bench.Key, bench.StoreText + StoreDump.Raw(bench.Folder), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_store_cannot_be_written()
    {
        using ScriptedHandler handler = new();
        string file = Path.GetTempFileName();
        using SqliteStore store = new(new StoreSettings(Path.Combine(file, "below-a-file")));
        using Bench bench = new(handler, options => options with { Store = store });

        UgcLabException error = await bench.FailToCreateAsync();

        Assert.Equal(UgcLabErrorKind.StoreUnavailable, error.Kind);
        Assert.Empty(handler.Sent);
        File.Delete(file);
    }

    [Fact]
    public async Task A_disk_that_fails_while_the_request_is_out_does_not_make_it_uncreated()
    {
        Bench? bench = null;
        using ScriptedHandler handler = new((request, token) =>
        {
            // The database is gone: whatever is recorded next fails.
            File.Move(Path.Combine(bench!.Folder, "ugclab.db"), Path.Combine(bench.Folder, "gone"));
            return Lost()(request, token);
        });
        using (bench = new Bench(handler))
        {
            UgcLabException error = await bench.FailToCreateAsync();

            Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, error.Kind);
            Assert.Contains(bench.Notices.Warnings, warning => warning.Contains("It isn't recorded yet", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_client_that_is_disposed_of_sees_its_purchase_through_and_sends_no_other()
    {
        Bench? bench = null;
        using ScriptedHandler handler = new(async (request, token) =>
        {
            bench!.Client.Dispose();
            token.ThrowIfCancellationRequested();
            return await Answer(202, Bench.Receipt)(request, token);
        });
        using (bench = new Bench(handler))
        {
            Assert.Equal("clzzjob1", Assert.Single(await bench.CreateAsync()).UgcId);
            Assert.Equal(UgcLabErrorKind.NotConnected, (await bench.FailToCreateAsync()).Kind);
            Assert.Equal(UgcPurchaseState.Accepted, Assert.Single(await bench.HistoryAsync()).State);
        }
    }

    [Fact]
    public async Task A_stop_that_comes_while_the_store_is_written_is_in_time()
    {
        using CancellationTokenSource stop = new();
        using ScriptedHandler handler = new();
        using TestFolder folder = new();
        using SqliteStore store = new(new StoreSettings(folder.Path) { Clock = new StoppingClock(stop) });
        using Bench bench = new(handler, options => options with { Store = store });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video), bench.Notices, stop.Token));

        Assert.Empty(handler.Sent);
        Assert.Equal(UgcPurchaseState.NotSent, Assert.Single(await bench.Client.History.ReadAsync().ToListAsync()).State);
    }

    [Theory]
    [InlineData(402)]
    [InlineData(429)]
    public async Task A_refusal_that_names_jobs_has_created_them_and_is_not_repeated(int status)
    {
        using ScriptedHandler handler = new(Answer(status, Bench.Receipt, "1"));
        using Bench bench = new(handler);

        Assert.Equal("clzzjob1", Assert.Single(await bench.CreateAsync()).UgcId);
        Assert.Single(handler.Sent);
    }

    [Fact]
    public async Task A_key_that_the_service_quotes_is_not_repeated()
    {
        using Bench bench = new(Answer(401, $$$"""{"error":{"code":"X","message":"unknown key {{{Bench.Key}}}"}}"""));

        Assert.DoesNotContain(Bench.Key, (await bench.FailToCreateAsync()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_purchase_is_out_at_a_time()
    {
        int open = 0;
        int most = 0;
        ScriptedReply slow = async (request, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref open));
            await Task.Yield();
            Interlocked.Decrement(ref open);
            return await Answer(202, Bench.Receipt)(request, token);
        };
        using ScriptedHandler handler = new([.. Enumerable.Repeat(slow, 20)]);
        using Bench bench = new(handler);

        await bench.Clock.RunAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bench.Client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video)))));

        Assert.Equal((1, 20), (most, handler.Sent.Count));
    }

    /// <summary>Stops a purchase when it is first asked for the time: the store asks, while it records the purchase.</summary>
    private sealed class StoppingClock(CancellationTokenSource stop) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            stop.Cancel();
            return base.GetUtcNow();
        }
    }
}
