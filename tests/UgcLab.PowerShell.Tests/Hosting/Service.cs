using System.Globalization;
using System.Text;
using System.Text.Json;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Hosting;

/// <summary>The documented service over real HTTP on this machine, as far as the cmdlets need it; it keeps every request.</summary>
internal sealed class Service : IDisposable
{
    public const string Project = "clzz0000000000000project1";

    private static int _made;

    private readonly FaultServer _server;
    private readonly SemaphoreSlim _came = new(0);

    public Service() => _server = new FaultServer(Answer);

    /// <summary>What a video's file holds.</summary>
    public static byte[] Video { get; } = [0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, .. Enumerable.Range(0, 4000).Select(n => (byte)n)];

    public Uri BaseUri => _server.BaseUri;

    /// <summary>Another answer than the documented one, or null.</summary>
    public Func<ReceivedRequest, Reply?> Instead { get; set; } = _ => null;

    public IReadOnlyList<ReceivedRequest> Requests => _server.Requests;

    /// <summary>The bodies of all purchases that came over the wire.</summary>
    public IReadOnlyList<JsonElement> Orders =>
        [.. Requests.Where(IsOrder).Select(request => JsonDocument.Parse(request.Body).RootElement)];

    public IReadOnlyList<string> Prompts => [.. Orders.Select(order => order.GetProperty("prompt").GetString()!)];

    public static bool IsOrder(ReceivedRequest request) => request.Method == "POST";

    /// <summary>An error in the documented form.</summary>
    public static Reply Error(int status, string code, string message = "So it is.") =>
        Reply.Text(status, $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"},"meta":{"requestId":"req_of_error"}}""");

    /// <summary>Ends when this many requests have come.</summary>
    public void Await(int requests)
    {
        while (Requests.Count < requests)
        {
            Assert.True(_came.Wait(Shell.Deadline), $"{Requests.Count} of {requests} requests came.");
        }
    }

    public void Dispose()
    {
        _server.Dispose();
        _came.Dispose();
    }

    private Reply Answer(ReceivedRequest request)
    {
        _came.Release();
        return Instead(request) ?? (request.Method, request.Path.Split('?')[0].Split('/')) switch
        {
            ("POST", ["", "ugc", "video" or "image" or "talking-actor" or "product-in-hand" or "motion-control"]) => CreationAnswer(request),
            ("GET", ["", "ugc", string id]) => Job(id, "COMPLETED"),
            ("GET", ["", "projects"]) => Projects(request.Path),
            ("GET", ["", "files", _]) => new Reply { Headers = [("Content-Type", "video/mp4")], Body = Video },
            _ => Error(404, "NOT_FOUND"),
        };
    }

    /// <summary>What the service says of a job.</summary>
    public Reply Job(string id, string status)
    {
        string link = status == "COMPLETED" ? $"\"{BaseUri}files/{id}.mp4?signature=canary-of-the-link\"" : "null";
        return Reply.Text(200, $$$"""
            {"data":{"id":"{{{id}}}","status":"{{{status}}}","progress":50,"videoUrl":{{{link}}},"processingSteps":{},"model":"their-name",
            "creditsCharged":10,"creditsRefunded":0,"errorMessage":null,"createdAt":"2025-01-15T10:30:00.000Z","updatedAt":"2025-01-15T10:32:00.000Z"},
            "meta":{"requestId":"req_of_job"}}
            """);
    }

    private static Reply CreationAnswer(ReceivedRequest request)
    {
        JsonElement order = JsonDocument.Parse(request.Body).RootElement;
        int takes = order.TryGetProperty("variants", out JsonElement variants) ? variants.GetInt32() : 1;
        takes *= Math.Max(1, new[] { "actorIds", "ugclabActorIds", "customActors" }.Sum(name => order.TryGetProperty(name, out JsonElement actors) ? actors.GetArrayLength() : 0));
        IEnumerable<string> jobs = Enumerable.Range(0, takes).Select(take => string.Create(CultureInfo.InvariantCulture,
            $$"""{"ugcId":"clzz{{Interlocked.Increment(ref _made):000000000000000000}}job","variantIndex":{{take}},"status":"PENDING","creditsCharged":10}"""));
        return Reply.Text(202, string.Create(CultureInfo.InvariantCulture,
            $$$"""{"data":{"jobs":[{{{string.Join(',', jobs)}}}],"totalCreditsCharged":{{{takes * 10}}},"remainingCredits":990},"meta":{"requestId":"req_of_order"}}"""));
    }

    // Three pages of two projects each.
    private static Reply Projects(string path)
    {
        int page = path.Contains("cursor=", StringComparison.Ordinal) ? int.Parse(path[(path.IndexOf("cursor=", StringComparison.Ordinal) + 7)..], CultureInfo.InvariantCulture) : 1;
        StringBuilder json = new("""{"data":{"items":[""");
        json.AppendJoin(',', Enumerable.Range((page * 2) - 1, 2).Select(n => string.Create(CultureInfo.InvariantCulture,
            $$"""{"id":"clzz0000000000000project{{n}}","name":"Project {{n}}","folder":null,"ugcCount":0,"createdAt":"2025-01-15T10:30:00.000Z","updatedAt":"2025-01-15T10:30:00.000Z"}""")));
        json.Append(CultureInfo.InvariantCulture,
            $$$"""],"pagination":{"hasMore":{{{(page < 3 ? "true" : "false")}}},"nextCursor":{{{(page < 3 ? $"\"{page + 1}\"" : "null")}}},"limit":2}},"meta":{"requestId":"req_of_projects"}}""");
        return Reply.Text(200, json.ToString());
    }
}
