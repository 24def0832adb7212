using System.Net;
using System.Text;

namespace UgcLab.Client.Tests.Contract;

/// <summary>The service as its pages describe it, each answer of which a test may replace. Every name and id in it is one nobody else should see.</summary>
internal sealed class PlayedService : HttpMessageHandler
{
    public const string Meta = """{"requestId":"req_privateid42","timestamp":"2026-01-15T10:00:00.000Z"}""";

    public const string Project = """{"id":"clzz0000000000000project1","name":"Secret campaign","folder":{"id":"clzz00000000000000folder1","name":"Secret folder"},"ugcCount":3,"createdAt":"2026-01-15T10:00:00.000Z","updatedAt":"2026-01-15T10:00:00.000Z"}""";

    public const string Actor = """{"id":"clzz000000000000000actor1","name":"Secret Sarah","username":"secret_sarah","videoPreviewUrl":"https://example.com/secret.mp4","age":"25-34","color":"#FF5733","gender":"female","tags":["secret-tag"],"isPro":true}""";

    public const string OldActor = """{"id":"clzz000000000000000actor2","name":"Secret Emma","gender":"female","imageUrl":"https://example.com/secret.jpg"}""";

    public const string Job = """{"id":"clzzjob1","status":"PROCESSING","progress":45,"videoUrl":null,"processingSteps":{"videoGeneration":"pending"},"actor":null,"isCustomActor":false,"model":"kling","creditsCharged":125,"creditsRefunded":0,"errorMessage":null,"createdAt":"2026-01-15T10:00:00.000Z","updatedAt":"2026-01-15T10:00:00.000Z"}""";

    /// <summary>Another answer to a path with its query, or null. Asked first.</summary>
    public Func<string, (int Status, string Body)?> Instead { get; init; } = _ => null;

    /// <summary>Headers of each answer, by the number of the request.</summary>
    public Func<int, (string Name, string Value)[]> Headers { get; init; } = number => [("X-RateLimit-Limit", "1000"), ("X-RateLimit-Remaining", $"{1000 - number}")];

    public List<(string Method, string Path, string? Authorization)> Sent { get; } = [];

    public static string Data(string data) => $$$"""{"data":{{{data}}},"meta":{{{Meta}}}}""";

    public static string Page(string item, int limit = 1) => Data($$$"""{"items":[{{{item}}}],"pagination":{"hasMore":false,"nextCursor":null,"limit":{{{limit}}}}}""");

    public static string Error(string code) => $$$"""{"error":{"code":"{{{code}}}","message":"Not for Secret workspace, {{{Bench.Key}}}"},"meta":{{{Meta}}}}""";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.PathAndQuery["/api/v1/".Length..];
        string? authorization = request.Headers.Authorization?.ToString();
        Sent.Add((request.Method.Method, path, authorization));
        (int status, string body) = Instead(authorization == $"Bearer {Probe.InvalidKey}" ? "nobody" : path) ?? Answer(path, authorization);
        HttpResponseMessage response = new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, body.StartsWith('{') ? "application/json" : "text/html") };
        foreach ((string name, string value) in Headers(Sent.Count))
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return Task.FromResult(response);
    }

    private static (int Status, string Body) Answer(string path, string? authorization) =>
        authorization == $"Bearer {Probe.InvalidKey}" ? (401, Error("UNAUTHORIZED")) : path switch
        {
            "projects?limit=100" => (200, Page(Project, 100)),
            "projects?limit=1" or "projects" => (200, Page(Project)),
            "actors?limit=1" or "actors?limit=1&gender=female" => (200, Page(Actor)),
            "ugclab-actors?limit=1" => (200, Page(OldActor)),
            "ugc/clzzjob1" => (200, Data(Job)),
            _ when path.StartsWith("ugc/", StringComparison.Ordinal) => (404, Error("UGC_NOT_FOUND")),
            _ => (400, Error("VALIDATION_ERROR")),
        };
}
