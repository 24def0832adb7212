using System.Text.Json;

namespace UgcLab.Client.Tests.Contract;

public sealed class ContractRunTests
{
    private const string Page = "projects?limit=1";

    [Fact]
    public async Task A_service_as_documented_differs_in_nothing()
    {
        using PlayedService service = new();

        UgcContractReport report = await RunAsync(service);

        Assert.DoesNotContain(report.Findings, finding => finding.Verdict is UgcContractVerdict.Differs);
        Assert.Equal(["Wait after a 429", "Purchases"], report.Findings.Where(finding => finding.Verdict is UgcContractVerdict.NotTested).Select(finding => finding.Topic));
        Assert.Equal("On 12 of 12 answers; X-RateLimit-Limit: 1000; X-RateLimit-Remaining: 999 … 988", Finding(report, "Rate-limit headers").Found);
        Assert.Equal((12, "api.ugclab.app"), (report.RequestsSent, report.Host));
    }

    [Fact]
    public async Task Nothing_is_sent_but_reads_each_once()
    {
        using PlayedService service = new();

        await RunAsync(service);

        Assert.Equal(12, service.Sent.Count);
        Assert.All(service.Sent, sent => Assert.Equal("GET", sent.Method));
        Assert.Equal(12, service.Sent.Select(sent => (sent.Path, sent.Authorization)).Distinct().Count());
    }

    [Fact]
    public async Task The_key_has_no_part_in_the_read_with_nobodys()
    {
        using PlayedService service = new();

        await RunAsync(service);

        Assert.Equal($"Bearer {Probe.InvalidKey}", service.Sent[^1].Authorization);
        Assert.All(service.Sent.SkipLast(1), sent => Assert.Equal($"Bearer {Bench.Key}", sent.Authorization));
        Assert.True(UgcLabClientOptions.LooksLikeKey(Probe.InvalidKey));
    }

    [Fact]
    public async Task It_keeps_the_pace_of_every_other_read()
    {
        using PlayedService service = new();
        using Bench bench = new(service, options => options with { Limits = new UgcLimits(5, 0, 0) });
        DateTimeOffset began = bench.Clock.GetUtcNow();

        await bench.Clock.RunAsync(bench.Client.TestContractAsync());

        // Three minutes hold fifteen requests, and two only ten.
        Assert.InRange((bench.Clock.GetUtcNow() - began).TotalMinutes, 2, 3);
        Assert.Equal(12, (await bench.Client.GetLimitAsync()).ReadsUsed);
    }

    [Theory]
    [InlineData(Page, 200, """{"items":[],"pagination":{"hasMore":false,"nextCursor":null,"limit":50}}""", "Page size 1", UgcContractVerdict.Differs, "200, 0 items, limit 50, no more")]
    [InlineData(Page, 200, """{"items":[{"id":"a"},{"id":"b"}],"pagination":{"hasMore":false,"nextCursor":null,"limit":1}}""", "Page size 1", UgcContractVerdict.Differs, "200, 2 items, limit 1, no more")]
    [InlineData("projects?limit=0", 200, """{"items":[],"pagination":{"hasMore":false,"nextCursor":null,"limit":50}}""", "Page size 0", UgcContractVerdict.Learned, "200, 0 items, limit 50, no more")]
    [InlineData("projects?limit=abc", 500, "", "Page size abc", UgcContractVerdict.Differs, "500 VALIDATION_ERROR")]
    [InlineData("projects?limit=101", 422, "", "Page size 101", UgcContractVerdict.Learned, "422 VALIDATION_ERROR")]
    [InlineData("actors?limit=1", 404, "", "Actors (2.0)", UgcContractVerdict.Differs, "404 VALIDATION_ERROR")]
    [InlineData("actors?limit=1", 200, """{"items":[],"pagination":{"hasMore":false,"nextCursor":null,"limit":1}}""", "Actors (2.0)", UgcContractVerdict.NotTested, "200, 0 items, limit 1, no more: nothing to compare")]
    [InlineData("actors?limit=1&gender=female", 200, """{"items":[{"id":"a","gender":"male"}]}""", "Actors by gender", UgcContractVerdict.Differs, "1 of 1 items are not as asked")]
    [InlineData("nobody", 403, "", "Unknown key", UgcContractVerdict.Differs, "403 VALIDATION_ERROR")]
    [InlineData("nobody", 200, "{}", "Unknown key", UgcContractVerdict.Differs, "200")]
    public async Task A_service_that_answers_otherwise_is_reported_as_it_is(string path, int status, string data, string topic, UgcContractVerdict verdict, string found)
    {
        using PlayedService service = new() { Instead = asked => asked == path ? (status, data.Length == 0 ? PlayedService.Error("VALIDATION_ERROR") : PlayedService.Data(data)) : null };

        UgcContractFinding finding = Finding(await RunAsync(service), topic);

        Assert.Equal((verdict, found, (int?)status), (finding.Verdict, finding.Found, finding.StatusCode));
    }

    [Theory]
    [InlineData(100, UgcContractVerdict.Learned)]
    [InlineData(101, UgcContractVerdict.Differs)]
    public async Task A_page_longer_than_any_documented_one_is_no_answer_to_a_question(int items, UgcContractVerdict verdict)
    {
        string page = $$$"""{"items":[{{{string.Join(',', Enumerable.Repeat("{}", items))}}}],"pagination":{"hasMore":true,"limit":{{{items}}}}}""";
        using PlayedService service = new() { Instead = path => path == "projects?limit=101" ? (200, PlayedService.Data(page)) : null };

        UgcContractFinding finding = Finding(await RunAsync(service), "Page size 101");

        Assert.Equal((verdict, $"200, {items} items, limit {items}, more to come"), (finding.Verdict, finding.Found));
    }

    [Theory]
    [InlineData("\"ugcCount\":3", "\"ugcCount\":\"3\"", UgcContractVerdict.Differs, "data.items[].ugcCount is a text, not a number")]
    [InlineData("\"ugcCount\":3,", "", UgcContractVerdict.Differs, "data.items[].ugcCount is not there")]
    [InlineData("\"ugcCount\":3", "\"ugcCount\":3,\"owner\":{\"name\":\"Secret owner\"}", UgcContractVerdict.Learned, "data.items[].owner (an object) is not documented")]
    [InlineData("\"name\":\"Secret campaign\"", "\"name\":null", UgcContractVerdict.Differs, "data.items[].name is null")]
    [InlineData("2026-01-15T10:00:00.000Z\",\"updated", "15.1.2026\",\"updated", UgcContractVerdict.Differs, "data.items[].createdAt is a text, and no time of ISO 8601")]
    [InlineData("clzz0000000000000project1", "4711", UgcContractVerdict.Agrees, "All members and types are as documented")]
    public async Task A_project_of_another_shape_is_named_by_its_member(string from, string to, UgcContractVerdict verdict, string found)
    {
        using PlayedService service = new() { Instead = path => path == Page ? (200, PlayedService.Page(PlayedService.Project.Replace(from, to, StringComparison.Ordinal))) : null };

        UgcContractFinding finding = Finding(await RunAsync(service), "Shape of projects");

        Assert.Equal((verdict, found), (finding.Verdict, finding.Found));
    }

    [Theory]
    [InlineData("""{"error":"so it is"}""", UgcContractVerdict.Differs, "error is a text, not an object; meta is not there")]
    [InlineData("""{"error":{"code":"X","message":"m","details":[]},"meta":{"requestId":"r","timestamp":"2026-01-15T10:00:00Z"}}""", UgcContractVerdict.Learned, "error.details (a list) is not documented")]
    [InlineData("<html>Secret</html>", UgcContractVerdict.Differs, "the body isn't JSON (text/html)")]
    public async Task Errors_of_another_form_are_reported_together(string body, UgcContractVerdict verdict, string found)
    {
        using PlayedService service = new() { Instead = path => path == "projects?limit=0" ? (400, body) : null };

        UgcContractFinding finding = Finding(await RunAsync(service), "Error envelope");

        Assert.Equal((verdict, found), (finding.Verdict, finding.Found));
    }

    [Fact]
    public async Task Answers_without_headers_of_limits_are_not_as_documented()
    {
        using PlayedService service = new() { Headers = _ => [] };

        UgcContractFinding finding = Finding(await RunAsync(service), "Rate-limit headers");

        Assert.Equal((UgcContractVerdict.Differs, "On 0 of 12 answers"), (finding.Verdict, finding.Found));
    }

    [Fact]
    public async Task Ids_of_another_form_are_counted_and_not_shown()
    {
        using PlayedService service = new() { Instead = path => path == Page ? (200, PlayedService.Page(PlayedService.Project.Replace("clzz0000000000000project1", "4711", StringComparison.Ordinal))) : null };

        Assert.Equal("3 of 4 are; they have 4 to 25 characters", Finding(await RunAsync(service), "Form of ids").Found);
    }

    [Fact]
    public async Task A_service_that_asks_to_be_left_unchanged_is()
    {
        using PlayedService service = new()
        {
            Instead = path => path == "projects?limit=0" ? (429, PlayedService.Error("RATE_LIMIT_EXCEEDED")) : null,
            Headers = number => number == 3 ? [("Retry-After", "1800")] : [],
        };

        UgcContractReport report = await RunAsync(service);

        Assert.Equal(3, service.Sent.Count);
        Assert.Equal("429 RATE_LIMIT_EXCEEDED, Retry-After: 1800", Finding(report, "Wait after a 429").Found);
        Assert.Equal(UgcContractVerdict.NotTested, Finding(report, "Unknown key").Verdict);
    }

    [Theory]
    [InlineData(401, UgcLabErrorKind.KeyRefused)]
    [InlineData(403, UgcLabErrorKind.AccessDenied)]
    [InlineData(404, UgcLabErrorKind.NotTheService)]
    [InlineData(302, UgcLabErrorKind.NotTheService)]
    public async Task A_first_read_that_fails_for_good_is_the_end_of_it(int status, UgcLabErrorKind kind)
    {
        using PlayedService service = new() { Instead = _ => (status, PlayedService.Error("NO")) };

        Assert.Equal(kind, (await Assert.ThrowsAsync<UgcLabException>(() => RunAsync(service))).Kind);
        Assert.Single(service.Sent);
    }

    [Fact]
    public async Task A_later_read_that_fails_is_a_finding()
    {
        using PlayedService service = new() { Instead = path => path == "actors?limit=1" ? throw new HttpRequestException(HttpRequestError.ConnectionError) : null };

        UgcContractReport report = await RunAsync(service);

        UgcContractFinding finding = Finding(report, "Actors (2.0)");
        Assert.Equal((UgcContractVerdict.NotTested, "No whole answer came (NetworkError)", null), (finding.Verdict, finding.Found, finding.StatusCode));
        Assert.Equal(UgcContractVerdict.Agrees, Finding(report, "Actors (1.0)").Verdict);
    }

    [Fact]
    public async Task The_report_holds_no_key_no_id_no_name_and_no_value_of_the_answers()
    {
        // A service that puts secrets into every place that is shown.
        using PlayedService service = new()
        {
            Instead = path => path switch
            {
                "projects?limit=100" => (200, PlayedService.Page(PlayedService.Project.Replace("\"ugcCount\"", "\"Secret owner\":1,\"clzz0000000000000private\":2,\"ugcCount\"", StringComparison.Ordinal), 100)),
                "actors?limit=101" => (400, PlayedService.Error($"Secret {Bench.Key}")),
                "projects?limit=0" => (400, PlayedService.Error(Bench.Key)),
                "ugclab-actors?limit=1" => (200, PlayedService.Page(PlayedService.OldActor.Replace("\"female\"", "\"Secret gender\"", StringComparison.Ordinal))),
                _ => null,
            },
            Headers = _ => [("RateLimit", "\"default\";r=50;t=30;pk=:c2VjcmV0:"), ($"X-RateLimit-{Bench.Key}", "1"), ("X-RateLimit-Owner", Bench.Key), ("X-RateLimit-Scope", "clzz0000000000000private"), ("X-RateLimit-Name", "Secret workspace")],
        };

        UgcContractReport report = await RunAsync(service);
        string json = ContractReportFile.ToJson(report);

        foreach (string secret in new[] { Bench.Key[4..], "clzz", "secret", "c2VjcmV0", "req_private", "deadbeef", "example.com" })
        {
            Assert.DoesNotContain(secret, json, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret, string.Join('\n', report.Findings.Select(finding => finding.ToString()).Concat(report.Seen.Select(difference => difference.ToString()))), StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("data.items[].(withheld) (a number) is not documented", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_is_the_same_each_time_and_takes_the_place_of_no_other_unasked()
    {
        using PlayedService service = new();
        using Bench bench = new(service);
        UgcContractReport report = await bench.Client.TestContractAsync();
        string path = Path.Combine(bench.Folder, "new folder", "contract.json");

        ContractReportFile.Write(report, path);
        byte[] first = File.ReadAllBytes(path);

        Assert.Equal(UgcLabErrorKind.FileExists, Assert.Throws<UgcLabException>(() => ContractReportFile.Write(report, path)).Kind);
        ContractReportFile.Write(report, path, overwrite: true);
        Assert.Equal(first, File.ReadAllBytes(path));
        Assert.Equal(UgcLabErrorKind.FileUnwritable, Assert.Throws<UgcLabException>(() => ContractReportFile.Write(report, bench.Folder, overwrite: true)).Kind);
        Assert.Equal(UgcLabErrorKind.FileUnwritable, Assert.Throws<UgcLabException>(() => ContractReportFile.Write(report, Path.Combine(path, "below.json"))).Kind);
        using JsonDocument json = JsonDocument.Parse(first);
        Assert.Equal(report.Findings.Count, json.RootElement.GetProperty("findings").GetArrayLength());
        Assert.Equal(report.Findings.Count, json.RootElement.GetProperty("counts").EnumerateObject().Sum(count => count.Value.GetInt32()));
        Assert.Equal(report.Findings.Select(finding => $"{finding.Topic} {finding.Verdict} {finding.Found}"), json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => $"{finding.GetProperty("topic")} {finding.GetProperty("verdict")} {finding.GetProperty("found")}"));
        Assert.NotEmpty(report.Seen);
        Assert.Equal(report.Seen.Select(seen => $"{seen.Endpoint} {seen.What} {seen.Count}"), json.RootElement.GetProperty("seen").EnumerateArray().Select(seen => $"{seen.GetProperty("endpoint")} {seen.GetProperty("what")} {seen.GetProperty("count")}"));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    private static async Task<UgcContractReport> RunAsync(PlayedService service)
    {
        using Bench bench = new(service);
        return await bench.Client.TestContractAsync(bench.Notices);
    }

    private static UgcContractFinding Finding(UgcContractReport report, string topic) => Assert.Single(report.Findings, finding => finding.Topic == topic);
}
