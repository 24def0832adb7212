using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace UgcLab.Http;

/// <summary>
/// Keeps requests below the limits before the service has to say no. Sessions of one process that use one key at one
/// address share a pacer, so runspaces side by side do not add up to a refusal.
/// </summary>
internal sealed class Pacer(TimeProvider clock)
{
    private static readonly ConcurrentDictionary<(Uri, string, TimeProvider), Pacer> Shared = new();

    private readonly object _gate = new();
    private readonly Window _all = new(TimeSpan.FromMinutes(1));
    private readonly Window _creations = new(TimeSpan.FromHours(1));
    private readonly Window _reads = new(TimeSpan.FromHours(1));
    private DateTimeOffset _allHeldUntil;
    private DateTimeOffset _creationsHeldUntil;
    private DateTimeOffset _readsHeldUntil;

    /// <summary>
    /// One paid request at a time: the hour's quota leaves 36 s for each, so side by side would gain nothing and put more
    /// than one row in doubt when the line drops.
    /// </summary>
    public SemaphoreSlim Lane { get; } = new(1, 1);

    public static Pacer For(UgcLabClientOptions options)
    {
        if (options.Handler is not null)
        {
            return new(options.Clock);
        }

        string key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(options.ApiKey)));
        return Shared.GetOrAdd((options.BaseUri, key, options.Clock), static id => new(id.Item3));
    }

    /// <summary>Waits for the request's turn and takes it.</summary>
    public async Task WaitAsync(RequestKind kind, UgcLimits limits, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        while (Take(kind, limits) is (DateTimeOffset free, string reason))
        {
            DateTimeOffset now = clock.GetUtcNow();
            TimeSpan length = free - now;
            notices?.Report(new UgcNotice(UgcNoticeKind.Waiting, reason) { Until = free, Length = length });
            await clock.WaitAsync(length, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The service has sent us away: the address, or one of the hour's budgets.</summary>
    public void Hold(RequestKind kind, string? code, TimeSpan length)
    {
        DateTimeOffset until = clock.GetUtcNow() + length;
        lock (_gate)
        {
            switch (code, kind)
            {
                case ("RATE_LIMIT_EXCEEDED", RequestKind.Creation): _creationsHeldUntil = until; break;
                case ("RATE_LIMIT_EXCEEDED", _): _readsHeldUntil = until; break;
                default: _allHeldUntil = until; break;
            }
        }
    }

    private (DateTimeOffset Free, string Reason)? Take(RequestKind kind, UgcLimits limits)
    {
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            bool creation = kind is RequestKind.Creation;
            Window hour = creation ? _creations : _reads;
            int most = creation ? limits.CreationsPerHour : limits.ReadsPerHour;
            int mine = kind is RequestKind.Watch && most > 0 ? Math.Max(1, most * 9 / 10) : most;
            DateTimeOffset held = Later(_allHeldUntil, creation ? _creationsHeldUntil : _readsHeldUntil);
            DateTimeOffset hourFree = hour.FreeAt(now, mine);
            DateTimeOffset minuteFree = _all.FreeAt(now, limits.RequestsPerMinute);
            DateTimeOffset free = Later(held, Later(hourFree, minuteFree));
            if (free > now)
            {
                string what = creation ? "creations" : "reads";
                return (free, free == held ? "The service asked for a pause."
                    : free == hourFree ? string.Create(CultureInfo.InvariantCulture, $"{mine} {what} in the last hour: that is the limit.")
                    : string.Create(CultureInfo.InvariantCulture, $"{limits.RequestsPerMinute} requests in the last minute: that is the limit."));
            }

            hour.Add(now);
            _all.Add(now);
            return null;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <summary>The times of the requests of the last while.</summary>
    private sealed class Window(TimeSpan length)
    {
        private readonly Queue<DateTimeOffset> _times = new();

        public void Add(DateTimeOffset now) => _times.Enqueue(now);

        /// <summary>When another fits below a limit; 0 is no limit.</summary>
        public DateTimeOffset FreeAt(DateTimeOffset now, int most)
        {
            while (_times.TryPeek(out DateTimeOffset oldest) && oldest + length <= now)
            {
                _times.Dequeue();
            }

            return most > 0 && _times.Count >= most ? _times.ElementAt(_times.Count - most) + length : DateTimeOffset.MinValue;
        }
    }
}
