using UgcLab.Engines.Sqlite;
using UgcLab.Faults;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Creations;

/// <summary>Requests of any kind: reads as all reads, and all else through the door for money.</summary>
public sealed class RawRequestTests
{
    private const string Done = """{"data":{"id":"clzzproject9","name":"Nine"},"meta":{"requestId":"req_9"}}""";

    private static readonly Dictionary<string, object?> Boat = new()
    {
        ["projectId"] = "clzzproject1", ["prompt"] = "A paper boat sails", ["model"] = "veo-4", ["duration"] = "8", ["aspectRatio"] = "9:16", ["seed"] = 7,
    };

    public static TheoryData<string, string, string> NotUnconfirmed => new()
    {
        { "POST", "projects", Done },
        { "POST", "ugc/clzz1/cancel", """{"data":{"cancelled":true}}""" },
        { "POST", "ugc/clzz1/cancel", """{"data":{"ugcId":"clzz1","status":"CANCELLED"}}""" },
        { "PUT", "projects/p1", Done },
        { "PATCH", "ugc/clzz1", """{"data":{"ugcId":"clzz1","name":"new"}}""" },
        { "DELETE", "ugc/clzz1", "" },
        { "DELETE", "projects/p1", """{"data":{"deleted":[{"ugcId":"clzz1"},{"ugcId":"clzz2"}]}}""" },
        { "POST", "projects", "{}" },
        { "POST", "projects", "" },
    };

    public static TheoryData<string, string, string> Unconfirmed => new()
    {
        { "POST", "ugc/video", Done },
        { "POST", "ugc/video", "" },
        { "POST", "ugc/something-new", "{}" },
        { "POST", "UGC/video", "{}" },
        { "POST", "%75gc/video", "{}" },
        { "POST", "ugc/video?dry=true", """{"data":{"jobs":[]}}""" },
        { "POST", "projects", "<html>Welcome to the hotel</html>" },
        { "DELETE", "ugc/clzz1", """{"data":{"id":""" },
    };

    [Theory]
    [MemberData(nameof(NotUnconfirmed))]
    public async Task A_whole_answer_that_names_no_new_job_is_an_answer_where_none_has_to_be_named(string method, string path, string body)
    {
        using ScriptedHandler handler = new(Answer(200, body));
        using Bench bench = new(handler);

        UgcAnswer answer = await SendAsync(bench, method, path);

        Assert.Equal((200, body), (answer.Status, answer.Text));
        Assert.Empty(answer.Jobs);
        Assert.StartsWith($"{method} /api/v1/{path}", Assert.Single(handler.Sent), StringComparison.Ordinal);
        UgcHistoryEntry entry = Assert.Single(await bench.HistoryAsync());
        Assert.Equal((UgcPurchaseState.Answered, method == "POST" ? path : $"{method} {path}"), (entry.State, entry.Endpoint));
        Assert.NotNull(entry.AnsweredAt);
        Assert.Equal(body.Length == 0 ? null : body, entry.Answer);
    }

    [Theory]
    [MemberData(nameof(Unconfirmed))]
    public async Task An_answer_that_should_name_jobs_or_is_not_whole_leaves_it_unconfirmed(string method, string path, string body)
    {
        using ScriptedHandler handler = new(Answer(202, body));
        using Bench bench = new(handler);

        UgcLabException error = await FailToSendAsync(bench, method, path);

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, error.Kind);
        Assert.NotNull(error.Advice);
        Assert.Single(handler.Sent);
        Assert.Equal(UgcPurchaseState.Unconfirmed, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task A_cut_answer_is_unconfirmed_even_where_no_job_has_to_be_named()
    {
        using Bench bench = new(Cut(200, """{"data":{"things":["""));

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await FailToSendAsync(bench, "POST", "projects")).Kind);
    }

    [Fact]
    public async Task A_creation_with_a_new_field_gives_jobs_and_history_like_the_cmdlets_own()
    {
        using ScriptedHandler handler = new(Answer(202, Bench.Receipt));
        using Bench bench = new(handler);

        UgcAnswer answer = await SendAsync(bench, "post", "ugc/video", Boat, "sku-7");

        UgcJob job = Assert.Single(answer.Jobs);
        Assert.Equal(("clzzjob1", "sku-7", "veo-4", "8", "9:16", "A paper boat sails", "clzzproject1", UgcKind.Video), (job.UgcId, job.Reference, job.Model, job.Duration, job.AspectRatio, job.Prompt, job.ProjectId, job.Kind!.Value));
        Assert.Equal("""POST /api/v1/ugc/video {"aspectRatio":"9:16","duration":"8","model":"veo-4","projectId":"clzzproject1","prompt":"A paper boat sails","seed":7}""", Assert.Single(handler.Sent));
        Assert.Equal($"Bearer {Bench.Key}", Assert.Single(handler.Authorizations));
        UgcHistoryEntry entry = Assert.Single(await bench.HistoryAsync());
        Assert.Equal((UgcPurchaseState.Accepted, job.PurchaseId, UgcKind.Video, "veo-4", "8", "9:16", "A paper boat sails", 150m), (entry.State, entry.PurchaseId, entry.Kind!.Value, entry.Model, entry.Duration, entry.AspectRatio, entry.Prompt, entry.CreditsCharged));
        UgcJob known = (await bench.Client.History.FindJobAsync("clzzjob1"))!;
        Assert.Equal((job.Model, job.Prompt, job.PurchaseId, job.VariantCount, job.Reference), (known.Model, known.Prompt, known.PurchaseId, known.VariantCount, known.Reference));
        Assert.Empty(bench.Notices.Warnings);
    }

    [Theory]
    [InlineData("ugc/something-new", """{"data":{"result":{"deep":[{"ugcId":"n1"},{"ugcId":"n2"}]}}}""", "n1,n2")]
    [InlineData("ugc/clzz1/extend", """{"data":{"ugcId":"clzz1","jobs":[{"ugcId":"n1"}]}}""", "n1")]
    [InlineData("campaigns", """{"data":{"jobs":[{"ugcId":"n1"}]}}""", "n1")]
    [InlineData("ugc/video", """{"data":{"jobs":[{"ugcId":"n1"}""", "n1")]
    public async Task Jobs_are_kept_wherever_the_answer_names_them(string path, string body, string ids)
    {
        using Bench bench = new(Answer(201, body));

        UgcAnswer answer = await SendAsync(bench, "POST", path);

        Assert.Equal(ids.Split(','), answer.Jobs.Select(job => job.UgcId));
        Assert.Equal(ids.Split(','), (await bench.HistoryAsync()).SelectMany(entry => entry.Jobs).Select(job => job.UgcId));
    }

    [Fact]
    public async Task An_answer_that_names_jobs_of_before_takes_them_from_no_purchase()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(200, """{"data":{"jobs":[{"ugcId":"clzzjob1"},{"ugcId":"clzznew"}]}}"""));
        string first = (await bench.CreateAsync())[0].PurchaseId!;
        await bench.Clock.RunAsync(Task.Delay(TimeSpan.FromMinutes(1), bench.Clock));

        await SendAsync(bench, "POST", "projects/p1/copy");

        Assert.Equal(first, (await bench.Client.History.FindJobAsync("clzzjob1"))!.PurchaseId);
        Assert.Equal([1, 1], (await bench.HistoryAsync()).Select(entry => entry.Jobs.Count));
    }

    [Fact]
    public async Task A_lost_answer_is_unconfirmed_and_never_repeated()
    {
        foreach (string method in new[] { "POST", "PUT", "PATCH", "DELETE" })
        {
            using ScriptedHandler handler = new(Lost());
            using Bench bench = new(handler);

            Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await FailToSendAsync(bench, method, "projects/p1", body: method == "DELETE" ? null : Boat)).Kind);
            Assert.Single(handler.Sent);
            Assert.Equal(UgcPurchaseState.Unconfirmed, Assert.Single(await bench.HistoryAsync()).State);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_that_was_not_received_is_sent_again_with_a_body_or_without(bool hasBody)
    {
        using ScriptedHandler handler = new(Unreachable(), Unreachable(), Answer(200, Done));
        using Bench bench = new(handler);

        Assert.Equal(200, (await SendAsync(bench, "POST", "projects", hasBody ? Boat : null)).Status);
        Assert.Equal(3, handler.Sent.Count);
    }

    [Fact]
    public async Task Without_a_body_an_unknown_failure_proves_nothing()
    {
        using ScriptedHandler handler = new((_, _) => throw new HttpRequestException("Something else."));
        using Bench bench = new(handler);

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await FailToSendAsync(bench, "DELETE", "ugc/clzz1")).Kind);
        Assert.Single(handler.Sent);
    }

    [Fact]
    public async Task Too_many_requests_is_waited_out_and_a_refusal_is_final()
    {
        using ScriptedHandler handler = new(Answer(429, """{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"slow down"}}""", "60"), Answer(404, """{"error":{"code":"NOT_FOUND","message":"no such thing"}}"""));
        using Bench bench = new(handler);

        UgcLabException error = await FailToSendAsync(bench, "POST", "nowhere");

        Assert.Equal((UgcLabErrorKind.PathNotFound, 404), (error.Kind, (int?)error.StatusCode));
        Assert.Equal("The service knows nothing at this path. no such thing (HTTP 404)", error.Message);
        Assert.Equal(2, handler.Sent.Count);
        Assert.Equal(UgcPurchaseState.Refused, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task A_refusal_that_names_only_what_it_was_asked_about_is_a_refusal()
    {
        using Bench bench = new(Answer(409, """{"error":{"code":"BUSY","message":"later"},"ugcId":"clzz1"}"""), Answer(422, """{"error":{"message":"no"},"ugcId":"clzz1"}"""));

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await FailToSendAsync(bench, "POST", "ugc/clzz1/cancel")).Kind);
        bench.Clock.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(UgcLabErrorKind.RequestRefused, (await FailToSendAsync(bench, "DELETE", "ugc/clzz1")).Kind);
        Assert.Equal([UgcPurchaseState.Unconfirmed, UgcPurchaseState.Refused], (await bench.HistoryAsync()).Select(entry => entry.State));
    }

    [Fact]
    public async Task A_refusal_that_names_new_jobs_has_made_them()
    {
        using Bench bench = new(Answer(500, """{"error":{"message":"half done"},"data":{"jobs":[{"ugcId":"n1"}]}}"""));

        Assert.Equal("n1", Assert.Single((await SendAsync(bench, "POST", "ugc/video", Boat)).Jobs).UgcId);
        Assert.Contains("half done", Assert.Single(bench.Notices.Warnings, text => text.Contains("But the answer names", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_lets_one_request_of_unknown_price_through_and_no_second()
    {
        using ScriptedHandler handler = new(Answer(200, Done));
        using Bench bench = new(handler);
        SpendingLimit limit = (await bench.Client.LimitSpendingAsync(100, null))!;

        await SendAsync(bench, "POST", "projects", limit: limit);
        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => SendAsync(bench, "POST", "projects", limit: limit));

        Assert.Equal(UgcLabErrorKind.SpendingLimit, error.Kind);
        Assert.Single(handler.Sent);
    }

    [Fact]
    public async Task The_price_of_what_was_not_checked_is_learned_for_nothing_else()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(202, Bench.Receipt.Replace("job1", "job2", StringComparison.Ordinal)));
        await SendAsync(bench, "POST", "ugc/video", new Dictionary<string, object?> { ["projectId"] = "clzzproject1", ["prompt"] = "A paper boat sails", ["model"] = "veo-3.1", ["duration"] = "8" });

        SpendingLimit limit = (await bench.Client.LimitSpendingAsync(1, null))!;

        // A known price of 150 would have stopped it.
        Assert.Single((await bench.Clock.RunAsync(bench.Client.Purchases.SendAsync(new PurchaseRequest(Bench.Video), null, null, limit, bench.Notices, default))).Jobs);
    }

    [Fact]
    public async Task It_is_no_row_of_a_batch()
    {
        using ScriptedHandler handler = new();
        using Bench bench = new(handler);
        await using OpenBatch batch = await bench.Client.OpenBatchAsync("raw");
        PurchaseRequest order = new(Make(bench, "POST", "ugc/video", Boat));

        BatchRow row = await batch.FindAsync(order);

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => batch.CreateAsync(row));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
        Assert.Empty(handler.Sent);
    }

    public static TheoryData<string> NoBodies =>
    [
        "", "no json", "{\"a\":1", "\"text\"", "5", "null", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":[{\"c\":1,\"c\":2}]}}", "{\"a\":1} x", "{\"a\":\"\\ud83d\"}",
        $"{{\"a\":\"{Bench.Key}\"}}", $"{{\"a\":[\"Bearer \\u0075gc_{Bench.Key[4..]}\"]}}", $"{{\"{Bench.Key}\":1}}", new string('[', 40) + new string(']', 40),
    ];

    [Theory]
    [MemberData(nameof(NoBodies))]
    public void A_body_that_is_no_clear_JSON_or_holds_a_key_is_refused_and_not_repeated(string body)
    {
        using Bench bench = new();

        UgcLabException error = Assert.Throws<UgcLabException>(() => Make(bench, "POST", "ugc/video", body));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
        Assert.DoesNotContain(Bench.Key[4..], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("TRACE")]
    [InlineData("CONNECT")]
    [InlineData("POST\r\nX: y")]
    public void Only_methods_that_change_something_are_purchases(string method)
    {
        using Bench bench = new();

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, Assert.Throws<UgcLabException>(() => Make(bench, method, "projects", null)).Kind);
    }

    [Fact]
    public async Task JSON_text_is_sent_with_its_values_as_they_are_and_stored_on_one_line()
    {
        using ScriptedHandler handler = new(Answer(200, Done), Answer(200, Done));
        using Bench bench = new(handler);

        await SendAsync(bench, "POST", "projects", "{\n \"name\": \"Grün\u2028\",\n \"n\": 1.50,\n \"image\": \"https://cdn.example/a?signature=SECRET\" }");
        await SendAsync(bench, "POST", "lists", "[ 1, {\"u\":\"https://cdn.example/a?signature=SECRET\"} ]");

        Assert.Equal("""POST /api/v1/projects {"name":"Gr\u00FCn\u2028","n":1.50,"image":"https://cdn.example/a?signature=SECRET"}""", handler.Sent[0]);
        Assert.DoesNotContain("SECRET", bench.StoreText, StringComparison.Ordinal);
        Assert.Equal([UgcPurchaseState.Answered, UgcPurchaseState.Answered], (await bench.HistoryAsync()).Select(entry => entry.State));
    }

    [Fact]
    public async Task The_key_is_in_no_answer_and_not_in_the_store_though_the_service_quotes_it()
    {
        using Bench bench = new(Answer(200, $$$"""{"data":{"you":"Bearer {{{Bench.Key}}}"}}"""), Answer(200, $$$"""{"data":{"you":"{{{Bench.Key}}}"}}"""));

        UgcAnswer sent = await SendAsync(bench, "POST", "echo");
        UgcAnswer read = Assert.Single(await bench.Clock.RunAsync(bench.Client.Requests.ReadAsync(bench.Client.Requests.At("echo"), all: false).ToListAsync()));

        Assert.DoesNotContain(Bench.Key, sent.Text + read.Text + bench.StoreText, StringComparison.Ordinal);
        Assert.Contains("Bearer ugc_…", sent.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webhooks", 201)]
    [InlineData("ugc/something-new", 202)]
    public async Task A_secret_that_is_made_or_sent_is_shown_and_not_stored(string path, int status)
    {
        using Bench bench = new(Answer(status, """{"data":{"id":"w1","signingSecret":"SECRET-1","more":[{"access_token":"SECRET-2"}]}}"""));

        Exception? unconfirmed = await Record.ExceptionAsync(async () =>
            Assert.Contains("SECRET-1", (await SendAsync(bench, "POST", path, new Dictionary<string, object?> { ["url"] = "x", ["auth"] = new Dictionary<string, object?> { ["password"] = "SECRET-3" }, ["secret"] = "SECRET-4" })).Text, StringComparison.Ordinal));

        Assert.Equal(status == 202, unconfirmed is UgcLabException { Kind: UgcLabErrorKind.OutcomeUnconfirmed });
        Assert.DoesNotContain("SECRET", bench.StoreText, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"w1\"", Assert.Single(await bench.HistoryAsync()).Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_is_repeated_after_a_fault_and_leaves_no_purchase()
    {
        using ScriptedHandler handler = new(Answer(503, ""), Answer(200, Done));
        using Bench bench = new(handler);

        UgcAnswer answer = Assert.Single(await bench.Clock.RunAsync(bench.Client.Requests.ReadAsync(bench.Client.Requests.At("projects/p1"), all: true, bench.Notices).ToListAsync()));

        Assert.Equal("Nine", Assert.Single(answer.Items()).GetProperty("name").GetString());
        Assert.Equal(["GET /api/v1/projects/p1", "GET /api/v1/projects/p1"], handler.Sent);
        Assert.Empty(await bench.HistoryAsync());
    }

    [Theory]
    [InlineData("""{"data":{"items":[1,2],"pagination":{}}}""", "1|2")]
    [InlineData("""{"data":[1,2]}""", "1|2")]
    [InlineData("""{"data":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"data":null}""", "")]
    [InlineData("""{"data":5}""", "5")]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("[1,2]", "1|2")]
    [InlineData("", "")]
    [InlineData("null", "")]
    public async Task What_an_answer_is_about_comes_out_whatever_its_form(string body, string items)
    {
        using Bench bench = new(Answer(200, body));

        UgcAnswer answer = Assert.Single(await bench.Client.Requests.ReadAsync(bench.Client.Requests.At("x"), all: false).ToListAsync());

        Assert.Equal(items, string.Join('|', answer.Items().Select(item => item.GetRawText())));
    }

    [Fact]
    public async Task A_page_that_is_no_JSON_is_reported_to_be_none_and_is_there_as_text()
    {
        using Bench bench = new(Answer(200, "<html>Hello</html>"));

        UgcAnswer answer = Assert.Single(await bench.Client.Requests.ReadAsync(bench.Client.Requests.At("x"), all: true).ToListAsync());

        Assert.Equal("<html>Hello</html>", answer.Text);
        Assert.Equal(UgcLabErrorKind.ProtocolError, Assert.Throws<UgcLabException>(() => answer.Items().Count()).Kind);
    }

    [Fact]
    public async Task A_list_that_goes_in_a_circle_is_left()
    {
        string page = """{"data":{"items":[1],"pagination":{"hasMore":true,"nextCursor":"c"}}}""";
        using ScriptedHandler handler = new(Answer(200, page), Answer(200, page));
        using Bench bench = new(handler);

        await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Requests.ReadAsync(bench.Client.Requests.At("projects?limit=1"), all: true).ToListAsync());

        Assert.Equal(["GET /api/v1/projects?limit=1", "GET /api/v1/projects?limit=1&cursor=c"], handler.Sent);
    }

    [Fact]
    public async Task The_framework_does_not_resend_a_request_without_a_body_over_a_closed_connection()
    {
        using TestFolder folder = new();
        using SqliteStore store = new(new StoreSettings(folder.Path));
        using FaultServer server = new(request => request.Path.EndsWith('1') ? Reply.Text(200, Done) : new Reply { CutAt = 0 });
        using UgcLabClient client = new(new UgcLabClientOptions(Bench.Key) { BaseUri = server.BaseUri, Limits = UgcLimits.None, Store = store });

        // The second goes over the connection of the first, where the framework would take silence for a stale connection.
        await client.Requests.SendAsync(client.Requests.Make("DELETE", client.Requests.At("things/1")));
        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => client.Requests.SendAsync(client.Requests.Make("DELETE", client.Requests.At("things/2"))));

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, error.Kind);
        Assert.Equal([("DELETE", "/things/1", 1), ("DELETE", "/things/2", 1)], server.Requests.Select(request => (request.Method, request.Path, request.Connection)));
        Assert.All(server.Requests, request => Assert.Null(request.Header("Content-Type")));
    }

    private static RawRequest Make(Bench bench, string method, string path, object? body) => bench.Client.Requests.Make(method, bench.Client.Requests.At(path), body);

    private static Task<UgcAnswer> SendAsync(Bench bench, string method, string path, object? body = null, string? reference = null, SpendingLimit? limit = null) =>
        bench.Clock.RunAsync(bench.Client.Requests.SendAsync(Make(bench, method, path, body), reference, limit, notices: bench.Notices));

    private static async Task<UgcLabException> FailToSendAsync(Bench bench, string method, string path, object? body = null) =>
        await Assert.ThrowsAsync<UgcLabException>(() => SendAsync(bench, method, path, body));
}
