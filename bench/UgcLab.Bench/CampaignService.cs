using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using UgcLab.Faults;

namespace UgcLab.Bench;

/// <summary>A service whose jobs take their time, with files to download, and with a limit of requests in a minute if one is given.</summary>
internal sealed class CampaignService : IDisposable
{
    public static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    private static readonly byte[] Video = [0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, .. new byte[2_000_000]];

    private readonly FaultServer _server;
    private readonly ConcurrentDictionary<string, (DateTimeOffset Made, DateTimeOffset Done)> _jobs = new();
    private readonly Queue<long> _minute = new();
    private readonly (int Least, int Most) _seconds;
    private readonly int _perMinute;
    private int _reads;
    private int _refused;
    private int _files;

    public CampaignService((int Least, int Most) seconds, int perMinute)
    {
        (_seconds, _perMinute) = (seconds, perMinute);
        _server = new FaultServer(Answer) { KeepsRequests = false };
    }

    public string Address => _server.BaseUri.AbsoluteUri;

    public int Jobs => _jobs.Count;

    public int Reads => _reads;

    public int Refused => _refused;

    public int Files => _files;

    public void Dispose() => _server.Dispose();

    private Reply Answer(ReceivedRequest request)
    {
        string[] path = request.Path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path is [.., "files", _])
        {
            Interlocked.Increment(ref _files);
            return new Reply { Headers = [("Content-Type", "video/mp4")], Body = Video };
        }

        if (!IsAllowed())
        {
            Interlocked.Increment(ref _refused);
            return Reply.Text(429, """{"error":{"code":"IP_RATE_LIMITED","message":"Too many requests."},"meta":{"requestId":"req_1"}}""");
        }

        return (request.Method, path) switch
        {
            ("POST", [.., "ugc", "video"]) => Create(request),
            ("GET", [.., "ugc", string id]) => Read(id),
            _ => Reply.Text(200, """{"data":[],"meta":{"requestId":"req_1"}}"""),
        };
    }

    private bool IsAllowed()
    {
        lock (_minute)
        {
            while (_minute.TryPeek(out long oldest) && Stopwatch.GetElapsedTime(oldest) > TimeSpan.FromMinutes(1))
            {
                _minute.Dequeue();
            }

            if (_perMinute > 0 && _minute.Count >= _perMinute)
            {
                return false;
            }

            _minute.Enqueue(Stopwatch.GetTimestamp());
            return true;
        }
    }

    private Reply Create(ReceivedRequest request)
    {
        Thread.Sleep(Latency);
        using JsonDocument body = JsonDocument.Parse(request.Body);
        int variants = body.RootElement.TryGetProperty("variants", out JsonElement count) ? count.GetInt32() : 1;
        DateTimeOffset now = DateTimeOffset.UtcNow;
        string[] jobs = [.. Enumerable.Range(0, variants).Select(variant =>
        {
            // The lengths are the same for each contender.
            int number = _jobs.Count;
            string id = string.Create(CultureInfo.InvariantCulture, $"clzz{number:0000}");
            _jobs[id] = (now, now.AddSeconds(Length(number)));
            return string.Create(CultureInfo.InvariantCulture, $$"""{"ugcId":"{{id}}","variantIndex":{{variant}},"status":"PENDING","creditsCharged":10}""");
        })];
        return Reply.Text(202, $$$"""{"data":{"jobs":[{{{string.Join(',', jobs)}}}],"totalCreditsCharged":{{{10 * variants}}},"remainingCredits":4850},"meta":{"requestId":"req_1","timestamp":"{{{now:O}}}"}}""");
    }

    /// <summary>How many seconds a job takes.</summary>
    public double Length(int number) => _seconds.Least + ((_seconds.Most - _seconds.Least) * (number * 0.618 % 1));

    private Reply Read(string id)
    {
        Interlocked.Increment(ref _reads);
        (DateTimeOffset made, DateTimeOffset done) = _jobs[id];
        bool isDone = DateTimeOffset.UtcNow >= done;
        string link = isDone ? $"\"{Address}files/{id}.mp4\"" : "null";
        return Reply.Text(200, $$$"""
            {"data":{"id":"{{{id}}}","status":"{{{(isDone ? "COMPLETED" : "PROCESSING")}}}","progress":0,"videoUrl":{{{link}}},"creditsCharged":10,
            "createdAt":"{{{made:O}}}","updatedAt":"{{{(isDone ? done : made):O}}}"},"meta":{"requestId":"req_1"}}
            """);
    }
}
