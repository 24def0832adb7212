using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using UgcLab.Faults;

namespace UgcLab.Bench;

/// <summary>How long jobs of a campaign take, and how many times as fast the documented limits are; 0 without limits.</summary>
internal sealed record CampaignSetting(double Least, double Most, double Latency, double Scale)
{
    public const int Requests = 20;

    public TimeSpan Window => Scale > 0 ? TimeSpan.FromMinutes(1) / Scale : TimeSpan.Zero;

    /// <summary>How long a file of 2 MB takes, at 4 MB a second for each connection.</summary>
    public TimeSpan FileTime => TimeSpan.FromSeconds(0.5 / Math.Max(1, Scale));

    /// <summary>How many seconds a job takes: the same for each contender.</summary>
    public double Length(int number) => Least + ((Most - Least) * (number * 0.618 % 1));
}

/// <summary>A service whose jobs take their time, with files to download, and with a limit of requests in a window.</summary>
internal sealed class CampaignService : IDisposable
{
    private static readonly byte[] Video = [0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, .. new byte[2_000_000]];

    private readonly FaultServer _server;
    private readonly ConcurrentDictionary<string, (DateTimeOffset Made, DateTimeOffset Done)> _jobs = new();
    private readonly Queue<long> _window = new();
    private readonly CampaignSetting _setting;
    private readonly bool _isUpdatedByReads;
    private long _lastFile;
    private int _reads;
    private int _others;
    private int _throttled;
    private int _files;

    public CampaignService(CampaignSetting setting, bool isUpdatedByReads)
    {
        (_setting, _isUpdatedByReads) = (setting, isUpdatedByReads);
        _server = new FaultServer(Answer) { KeepsRequests = false };
    }

    public string Address => _server.BaseUri.AbsoluteUri;

    public int Jobs => _jobs.Count;

    public int Reads => _reads;

    /// <summary>Requests that are neither creations nor reads of jobs, such as pages of projects.</summary>
    public int Others => _others;

    public int Throttled => _throttled;

    public int Files => _files;

    /// <summary>How many seconds after the last job's end the last file was requested.</summary>
    public double LastFile => (new DateTimeOffset(_lastFile, TimeSpan.Zero) - _jobs.Values.Max(job => job.Done)).TotalSeconds;

    public void Dispose() => _server.Dispose();

    private Reply Answer(ReceivedRequest request)
    {
        string[] path = request.Path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path is [.., "files", _])
        {
            Interlocked.Increment(ref _files);
            Interlocked.Exchange(ref _lastFile, DateTimeOffset.UtcNow.Ticks);
            return new Reply { Headers = [("Content-Type", "video/mp4")], Body = Video, Delay = _setting.FileTime };
        }

        if (!IsAllowed())
        {
            Interlocked.Increment(ref _throttled);
            return Reply.Text(429, """{"error":{"code":"IP_RATE_LIMITED","message":"Too many requests."},"meta":{"requestId":"req_1"}}""");
        }

        return (request.Method, path) switch
        {
            ("POST", [.., "ugc", "video"]) => Create(request),
            ("GET", [.., "ugc", string id]) => Read(id),
            _ => Other(),
        };
    }

    private Reply Other()
    {
        Interlocked.Increment(ref _others);
        return Reply.Text(200, """{"data":[],"meta":{"requestId":"req_1"}}""");
    }

    private bool IsAllowed()
    {
        lock (_window)
        {
            while (_window.TryPeek(out long oldest) && Stopwatch.GetElapsedTime(oldest) > _setting.Window)
            {
                _window.Dequeue();
            }

            if (_setting.Scale > 0 && _window.Count >= CampaignSetting.Requests)
            {
                return false;
            }

            _window.Enqueue(Stopwatch.GetTimestamp());
            return true;
        }
    }

    private Reply Create(ReceivedRequest request)
    {
        Thread.Sleep(TimeSpan.FromSeconds(_setting.Latency));
        using JsonDocument body = JsonDocument.Parse(request.Body);
        int variants = body.RootElement.TryGetProperty("variants", out JsonElement count) ? count.GetInt32() : 1;
        DateTimeOffset now = DateTimeOffset.UtcNow;
        string[] jobs = [.. Enumerable.Range(0, variants).Select(variant =>
        {
            int number = _jobs.Count;
            string id = string.Create(CultureInfo.InvariantCulture, $"clzz{number:0000}");
            _jobs[id] = (now, now.AddSeconds(_setting.Length(number)));
            return string.Create(
                CultureInfo.InvariantCulture, $$"""{"ugcId":"{{id}}","variantIndex":{{variant}},"status":"PENDING","creditsCharged":10}""");
        })];
        return Reply.Text(202, $$$"""
            {"data":{"jobs":[{{{string.Join(',', jobs)}}}],"totalCreditsCharged":{{{10 * variants}}},"remainingCredits":4850},
            "meta":{"requestId":"req_1","timestamp":"{{{now:O}}}"}}
            """);
    }

    private Reply Read(string id)
    {
        Interlocked.Increment(ref _reads);
        (DateTimeOffset made, DateTimeOffset done) = _jobs[id];
        bool isDone = DateTimeOffset.UtcNow >= done;
        DateTimeOffset updated = _isUpdatedByReads ? DateTimeOffset.UtcNow : isDone ? done : made;
        string link = isDone ? $"\"{Address}files/{id}.mp4\"" : "null";
        return Reply.Text(200, $$$"""
            {"data":{"id":"{{{id}}}","status":"{{{(isDone ? "COMPLETED" : "PROCESSING")}}}","progress":0,"videoUrl":{{{link}}},
            "creditsCharged":10,"createdAt":"{{{made:O}}}","updatedAt":"{{{updated:O}}}"},"meta":{"requestId":"req_1"}}
            """);
    }
}
