using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using UgcLab.Client.Tests.Simulator;
using UgcLab.Client.Tests.Store;
using UgcLab.Engines.Sqlite;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Contract;

public sealed class SchemaDriftObserverTests
{
    private readonly SchemaDriftObserver _observer = new(new TestClock());

    [Theory]
    [InlineData("GET /projects", "projects.page.json")]
    [InlineData("GET /projects", "projects.last-page.json")]
    [InlineData("GET /ugc/{ugcId}", "job.saving.json")]
    [InlineData("GET /ugc/{ugcId}", "job.actor.json")]
    [InlineData("GET /actors", "actors.page.json")]
    [InlineData("GET /ugclab-actors", "ugclab-actors.page.json")]
    [InlineData("POST /ugc/video", "video.created.json")]
    [InlineData("POST /ugc/image", "image.created.json")]
    [InlineData("POST /ugc/talking-actor", "talking-actor.created.json")]
    [InlineData("POST /ugc/product-in-hand", "product-in-hand.created.json")]
    [InlineData("POST /ugc/motion-control", "motion-control.created.json")]
    public void A_documented_answer_has_nothing_to_see(string endpoint, string sample)
    {
        using JsonDocument body = JsonDocument.Parse(Sample.Text(sample));

        Assert.Empty(DocumentedAnswers.Of(endpoint)!.Body.Check(body.RootElement));
    }

    [Theory]
    [InlineData("GET", "projects?limit=1", "GET /projects")]
    [InlineData("GET", "ugc/clzzjob1", "GET /ugc/{ugcId}")]
    [InlineData("POST", "ugc/video", "POST /ugc/video")]
    [InlineData("DELETE", "ugc/clzzjob1", "DELETE (another path)")]
    [InlineData("PATCH", "projects", "PATCH /projects")]
    [InlineData("GET", "projects/clzz0000000000000project1", "GET (another path)")]
    [InlineData("GET", "clzz0000000000000project1", "GET /(withheld)")]
    public void An_answer_is_laid_to_its_method_and_path_without_ids(string method, string path, string endpoint)
    {
        ApiRequest request = new(method == "GET" ? RequestKind.Read : RequestKind.Creation, path) { PaidMethod = new HttpMethod(method) };

        Assert.Equal(endpoint, Came(request, 200, "{}").Endpoint());
    }

    [Fact]
    public void Of_one_answer_no_more_than_fifty_oddities_are_reported()
    {
        string many = string.Join(',', Enumerable.Range(0, 60).Select(n => $"\"{(char)('a' + (n % 26))}{new string('x', 1 + (n / 26))}\":1"));
        using JsonDocument body = JsonDocument.Parse($$$"""{"data":{},"meta":{{{{many}}}}}""");

        Assert.Equal(50, DocumentedAnswers.Of("GET /projects")!.Body.Check(body.RootElement).Count);
    }

    [Fact]
    public async Task Ordinary_reads_of_a_documented_service_show_only_the_headers_of_limits()
    {
        using PlayedService service = new();
        using Bench bench = new(service);

        await bench.Client.Jobs.GetAsync("clzzjob1");
        await bench.Client.Projects.ListAsync(1).ToListAsync();

        UgcLimit limit = await bench.Client.GetLimitAsync();
        Assert.Equal(["X-RateLimit-Limit: 1000", "X-RateLimit-Remaining: 998"], limit.SeenHeaders);
        Assert.Empty(limit.Seen);
    }

    [Theory]
    [InlineData("\"PROCESSING\"", "\"CANCELLED\"", UgcSchemaDifferenceKind.Word, "data.status is CANCELLED")]
    [InlineData("\"PROCESSING\"", "\"of Secret's own\"", UgcSchemaDifferenceKind.Word, "data.status is (withheld)")]
    [InlineData("\"pending\"", "\"running\"", UgcSchemaDifferenceKind.Word, "data.processingSteps.videoGeneration is running")]
    [InlineData("\"videoGeneration\"", "\"upscale\"", UgcSchemaDifferenceKind.Member, "data.processingSteps.upscale (a text) is not documented")]
    [InlineData("\"progress\":45", "\"progress\":\"45\"", UgcSchemaDifferenceKind.Shape, "data.progress is a text, not a number")]
    [InlineData("\"model\":\"kling\"", "\"model\":null", UgcSchemaDifferenceKind.Shape, "data.model is null")]
    [InlineData("\"actor\":null", "\"actor\":null,\"thumbnailUrl\":\"https://secret\"", UgcSchemaDifferenceKind.Member, "data.thumbnailUrl (a text) is not documented")]
    public async Task What_no_page_reports_is_seen_in_ordinary_reads(string from, string to, UgcSchemaDifferenceKind kind, string what)
    {
        using PlayedService service = new() { Instead = path => (200, PlayedService.Data(PlayedService.Job.Replace(from, to, StringComparison.Ordinal))) };
        using Bench bench = new(service);

        await bench.Client.Jobs.GetAsync("clzzjob1");
        await bench.Client.Jobs.GetAsync("clzzjob1");

        UgcSchemaDifference seen = Assert.Single((await bench.Client.GetLimitAsync()).Seen);
        Assert.Equal(("GET /ugc/{ugcId}", kind, what, 2), (seen.Endpoint, seen.Kind, seen.What, seen.Count));
        Assert.Equal(bench.Clock.GetUtcNow(), seen.FirstSeen);
    }

    [Theory]
    [InlineData(404, "UGC_NOT_FOUND", "HTTP 404 UGC_NOT_FOUND is not documented")]
    [InlineData(401, "ugc_0123456789abcdef0123456789abcdef0123456789abcdef", "HTTP 401 (withheld) is not documented")]
    [InlineData(402, "INSUFFICIENT_CREDITS", null)]
    public async Task An_error_is_seen_by_its_status_and_code_unless_a_page_lists_it(int status, string code, string? what)
    {
        using PlayedService service = new() { Instead = _ => (status, PlayedService.Error(code)) };
        using Bench bench = new(service);

        await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Jobs.GetAsync("clzzjob1"));

        Assert.Equal(what is null ? [] : [what], (await bench.Client.GetLimitAsync()).Seen.Select(difference => difference.What));
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("<html>Secret</html>", 502)]
    [InlineData("{\"data\":{\"items\":[", 200)]
    [InlineData("[1,2]", 200)]
    [InlineData("{\"data\":{\"items\":[{\"\\ud800\":\"\\udc00\",\"name\":\"\\ud800\",\"createdAt\":\"\\ud800\"}]}}", 200)]
    [InlineData("null", 429)]
    public void A_broken_body_is_looked_at_without_harm(string body, int status)
    {
        _observer.Observe(Came(new ApiRequest(RequestKind.Read, "projects"), status, body));

        Assert.NotEmpty(_observer.Seen);
        Assert.DoesNotContain(_observer.Seen, difference => difference.What.Contains("ecret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_body_nested_without_end_and_one_too_long_are_left_unchanged()
    {
        _observer.Observe(Came(new ApiRequest(RequestKind.Read, "projects"), 200, new string('[', 60_000)));
        _observer.Observe(Came(new ApiRequest(RequestKind.Read, "actors"), 200, PlayedService.Data($"\"{new string('x', SchemaDriftObserver.LongestBody)}\"")));

        Assert.Equal(["GET /projects"], _observer.Seen.Select(difference => difference.Endpoint));
    }

    [Fact]
    public void What_is_kept_has_an_end()
    {
        for (int answer = 0; answer < 60; answer++)
        {
            string members = string.Join(',', Enumerable.Range(0, 30).Select(n => string.Create(CultureInfo.InvariantCulture, $"\"m{(char)('a' + n % 26)}{(char)('a' + answer % 26)}{(char)('a' + answer / 26)}{n}\":1")));
            ObservedAnswer watched = Came(new ApiRequest(RequestKind.Read, "projects"), 200, $"{{{members}}}");
            watched.Headers.TryAddWithoutValidation(string.Create(CultureInfo.InvariantCulture, $"X-RateLimit-N{answer}"), "1");
            _observer.Observe(watched);
        }

        Assert.Equal(SchemaDriftObserver.Most, _observer.Seen.Count);
        Assert.Equal(32, _observer.Headers.Count);
    }

    [Fact]
    public void Long_answers_with_nothing_new_are_no_longer_checked_and_short_ones_are()
    {
        ApiRequest request = new(RequestKind.Read, "projects");
        string items = string.Join(',', Enumerable.Repeat(PlayedService.Project, 50));
        for (int answer = 0; answer < SchemaDriftObserver.UncheckedAnswers; answer++)
        {
            _observer.Observe(Came(request, 200, PlayedService.Page(items)));
        }

        _observer.Observe(Came(request, 200, PlayedService.Page(items.Replace("ugcCount", "count", StringComparison.Ordinal))));
        Assert.Empty(_observer.Seen);
        _observer.Observe(Came(request, 200, PlayedService.Page(PlayedService.Project.Replace("\"ugcCount\"", "\"more\":1,\"ugcCount\"", StringComparison.Ordinal))));
        Assert.Equal(["data.items[].more (a number) is not documented"], _observer.Seen.Select(difference => difference.What));
    }

    [Fact]
    public async Task The_answer_to_a_purchase_is_checked_only_after_its_ids_are_stored()
    {
        using ScriptedHandler handler = new(Answer(202, Bench.Receipt.Replace("\"PENDING\"", "\"QUEUED\"", StringComparison.Ordinal)), Answer(202, Bench.Receipt));
        using TestFolder folder = new();
        using SqliteStore database = new(new StoreSettings(folder.Path));
        List<string> steps = [];
        IStoreEngine store = StoreProxy.Over(database, (call, arguments) =>
        {
            if (call is nameof(IStoreEngine.BeginAttemptAsync) or nameof(IStoreEngine.EndAttemptAsync))
            {
                steps.Add($"{(arguments is [_, AttemptOutcome outcome] ? outcome.State : "Sending")} {_observer.Waiting}");
            }
        });
        UgcLabClientOptions options = new(Bench.Key) { Handler = handler, Clock = new TestClock(), Limits = UgcLimits.None };
        RateLimiter limiter = new(store, options);
        using ApiTransport transport = new(options, limiter, _observer);
        StartImageRefresher images = new(new JobsClient(transport, store, options).GetAsync, options.Clock);
        DailyLimit daily = new(store, limiter.Account, credits: null);
        PurchaseService purchases = new(new PurchaseContext(transport, limiter, options, new OutcomeRecorder(store, options.Clock), images, daily));

        await purchases.CreateAsync(new PurchaseRequest(Bench.Video));
        await purchases.CreateAsync(new PurchaseRequest(Bench.Video));

        Assert.Equal(["Sending 0", "Accepted 1", "Sending 0", "Accepted 1"], steps);
        Assert.Equal(["data.jobs[].status is QUEUED"], _observer.Seen.Select(difference => difference.What));
        Assert.Equal(0, _observer.Waiting);
    }

    [Theory]
    [InlineData("{\"data\":{\"jobs\":[{\"ugcId\":\"clzzjob1\",\"\\ud800\":1}]}}")]
    [InlineData("{\"data\":{\"jobs\":[{\"ugcId\":\"clzzjob1\"")]
    [InlineData("{\"data\":[{\"ugcId\":\"clzzjob1\"}]}")]
    public async Task An_unexpected_answer_to_a_purchase_is_what_it_was_and_is_seen(string body)
    {
        using Bench bench = new(Answer(202, body));

        Assert.Equal("clzzjob1", Assert.Single(await bench.CreateAsync()).UgcId);
        Assert.NotEmpty((await bench.Client.GetLimitAsync()).Seen);
    }

    [Fact]
    public void Purchases_have_a_limit_of_their_own_and_do_not_hide_that_of_reads()
    {
        foreach ((RequestKind kind, string left) in new[] { (RequestKind.Poll, "999"), ((RequestKind)0, "99"), (RequestKind.Poll, "998") })
        {
            ObservedAnswer answer = Came(new ApiRequest(kind, "ugc/video", []), 202, Bench.Receipt);
            answer.Headers.TryAddWithoutValidation("X-RateLimit-Remaining", left);
            _observer.Observe(answer);
        }

        Assert.Equal([("X-RateLimit-Remaining", "998"), ("X-RateLimit-Remaining", "99 (purchases)")], _observer.Headers);
    }

    [Fact]
    public void Answers_may_come_on_many_threads()
    {
        Parallel.For(0, 400, n =>
        {
            _observer.Observe(Came(new ApiRequest((RequestKind)(n % 2), n % 2 == 0 ? "ugc/video" : "ugc/a1", []), 500, "{}"));
            Assert.InRange(_observer.Seen.Count, 0, 6);
        });

        Assert.Equal(200, _observer.Seen.First(difference => difference.Endpoint.StartsWith("GET", StringComparison.Ordinal)).Count);
    }

    [Fact]
    public void Of_purchases_laid_aside_the_latest_are_kept()
    {
        for (int n = 0; n < 1000; n++)
        {
            _observer.Observe(Came(new ApiRequest((RequestKind)0, "ugc/video", []), 202, Bench.Receipt));
        }

        Assert.InRange(_observer.Waiting, 1, 8);
    }

    [Theory]
    [InlineData("ratelimit-policy", "100;w=3600", "100;w=3600")]
    [InlineData("X-Rate-Limit-Reset", "2026-01-15T10:00:00Z", "2026-01-15T10:00:00Z")]
    [InlineData("Retry-After", "Thu, 15 Jan 2026 10:00:00 GMT", "Thu, 15 Jan 2026 10:00:00 GMT")]
    [InlineData("RateLimit", "\"reads\";r=1;pk=:c2VjcmV0:;t=3", "\"reads\";r=1;pk=…;t=3")]
    [InlineData("X-RateLimit-Scope", "Secret campaign of tom@example.com; 30 per minute", "… … … …@….…; 30 … minute")]
    [InlineData("X-RateLimit-Bucket", "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "…")]
    [InlineData("X-RateLimit-Note", "5\u001b[31m", "5\\…001…[31m")]
    public void A_header_of_limits_is_kept_with_its_value_and_without_its_owner(string name, string value, string kept)
    {
        ObservedAnswer answer = Came(new ApiRequest(RequestKind.Poll, "ugc/a1"), 200, PlayedService.Data(PlayedService.Job));
        answer.Headers.TryAddWithoutValidation(name, value);
        answer.Headers.TryAddWithoutValidation("X-Request-Id", "private");

        _observer.Observe(answer);

        Assert.Equal([(name, kept)], _observer.Headers);
    }

    private static ObservedAnswer Came(ApiRequest request, int status, string body)
    {
        using HttpResponseMessage response = new((HttpStatusCode)status) { Content = new StringContent("") };
        HttpContentHeaders content = response.Content.Headers;
        return new ObservedAnswer(request, status, response.Headers, content, Encoding.UTF8.GetBytes(body), null);
    }
}
