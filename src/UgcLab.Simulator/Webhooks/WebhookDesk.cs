using System.Buffers;
using System.Text.Json;

namespace UgcLab.Simulator;

/// <summary>
/// Tells when jobs have come to their end. It keeps a list of its own and never looks into the service's book, so
/// nothing that happens here can hold the service up.
/// </summary>
internal sealed class WebhookDesk : IDisposable
{
    // A timer takes no wait of months, and a slow clock would stretch it to that.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly PriorityQueue<SimulatedJob, DateTimeOffset> _waiting = new();
    private readonly Func<SimulatedJob, bool> _isLost;
    private readonly TimeProvider _clock;
    private readonly WebhookPost _post;
    private readonly ITimer _timer;
    private bool _hasEnded;

    public WebhookDesk(Uri address, Func<SimulatedJob, bool> isLost, TimeProvider clock)
    {
        (_isLost, _clock, _post) = (isLost, clock, new WebhookPost(address, clock));
        _timer = clock.CreateTimer(static desk => ((WebhookDesk)desk!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Watch(IReadOnlyCollection<SimulatedJob> jobs)
    {
        lock (_gate)
        {
            if (_hasEnded || jobs.Count == 0)
            {
                return;
            }

            _waiting.EnqueueRange(jobs.Where(job => !_isLost(job)).Select(job => (job, JobTimeline.EndOf(job))));
            SetTimer();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            // Several clients may share a service, and each may end it.
            if (_hasEnded)
            {
                return;
            }

            _hasEnded = true;
        }

        _timer.Dispose();
        _post.Dispose();
    }

    private void Ring()
    {
        List<SimulatedJob> ended = [];
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            while (_waiting.TryPeek(out _, out DateTimeOffset end) && end <= _clock.GetUtcNow())
            {
                ended.Add(_waiting.Dequeue());
            }

            SetTimer();
        }

        foreach (SimulatedJob job in ended)
        {
            _ = _post.SendAsync(Event(job));
        }
    }

    // A timer may be early, so whoever it wakes looks at the clock. It is never set to no time at all: some clocks ring
    // at once then, inside of the lock.
    private void SetTimer()
    {
        if (!_waiting.TryPeek(out _, out DateTimeOffset end))
        {
            return;
        }

        double wait = Math.Ceiling((end - _clock.GetUtcNow()).TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(wait, 1, Longest.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private static byte[] Event(SimulatedJob job)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event", job.Fails ? "ugc.failed" : "ugc.completed");
            json.WriteString("timestamp", Envelope.Instant(JobTimeline.EndOf(job)));
            json.WriteStartObject("data");
            json.WriteString("ugcId", job.Id);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
