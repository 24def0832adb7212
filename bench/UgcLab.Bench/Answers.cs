using System.Globalization;
using System.Net;
using System.Text;

namespace UgcLab.Bench;

/// <summary>What the service says, as documented.</summary>
internal static class Answers
{
    /// <summary>A purchase (docs/video), with an id of its own.</summary>
    public static byte[] Accepted()
    {
        string id = Guid.NewGuid().ToString("N");
        return Text(string.Create(CultureInfo.InvariantCulture, $$$"""{"data":{"jobs":[{"ugcId":"cl{{{id}}}","variantIndex":0,"status":"PENDING","creditsCharged":150}],"totalCreditsCharged":150,"remainingCredits":4850},"meta":{"requestId":"req_{{{id.AsSpan(0, 12)}}}","timestamp":"2025-01-15T10:30:00.000Z"}}"""));
    }

    /// <summary>A job that is done (docs/job-status).</summary>
    public static byte[] Completed(string id) =>
        Text($$$"""{"data":{"id":"{{{id}}}","status":"COMPLETED","progress":100,"videoUrl":"https://1.1.1.1/{{{id}}}.mp4","creditsCharged":150,"createdAt":"2025-01-15T10:30:00.000Z","updatedAt":"2025-01-15T10:30:01.000Z"},"meta":{"requestId":"req_1"}}""");

    /// <summary>No projects.</summary>
    public static byte[] NoProjects() => Text("""{"data":[],"meta":{"requestId":"req_1"}}""");

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>The service within this process: every job is done when it is first looked at, and every video is a few bytes.</summary>
internal sealed class InstantService : HttpMessageHandler
{
    private static readonly byte[] Video = [0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8];
    private int _orders;

    public int Orders => _orders;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.AbsolutePath;
        if (request.Method == HttpMethod.Post)
        {
            // What is never read never went out, as far as the client can tell.
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref _orders);
            return Made(HttpStatusCode.Accepted, Answers.Accepted(), "application/json", request);
        }

        return path.EndsWith(".mp4", StringComparison.Ordinal) ? Made(HttpStatusCode.OK, Video, "video/mp4", request)
            : path.Contains("/ugc/", StringComparison.Ordinal) ? Made(HttpStatusCode.OK, Answers.Completed(path[(path.LastIndexOf('/') + 1)..]), "application/json", request)
            : Made(HttpStatusCode.OK, Answers.NoProjects(), "application/json", request);
    }

    private static HttpResponseMessage Made(HttpStatusCode status, byte[] bytes, string type, HttpRequestMessage request) => new(status)
    {
        Content = new ByteArrayContent(bytes) { Headers = { ContentType = new(type) } },
        RequestMessage = request,
    };
}
