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
    private readonly long _began = clock.GetTimestamp();
    private TimeSpan _allHeldUntil;
    private TimeSpan _creationsHeldUntil;
    private TimeSpan _readsHeldUntil;

    /// <summary>
    /// One paid request at a time: the hour's quota leaves 36 s for each, so side by side would gain nothing and put more
    /// than one row in doubt when the line drops.
    /// </summary>
    public SemaphoreSlim Lane { get; } = new(1, 1);

    // By the stopwatch: a clock on the wall that is set back would make an hour a day.
    private TimeSpan Now => clock.GetElapsedTime(_began);

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
        while (Take(kind, limits) is (TimeSpan length, string reason))
        {
            notices?.Report(new UgcNotice(UgcNoticeKind.Waiting, reason) { Until = clock.GetUtcNow() + length, Length = length });
            await clock.WaitAsync(length, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives back a turn that reached nobody.</summary>
    public void GiveBack(RequestKind kind)
    {
        lock (_gate)
        {
            _all.RemoveNewest();
            (kind is RequestKind.Creation ? _creations : _reads).RemoveNewest();
        }
    }

    /// <summary>The service has sent us away: the address, or one of the hour's budgets.</summary>
    public void Hold(RequestKind kind, string? code, TimeSpan length)
    {
        lock (_gate)
        {
            TimeSpan until = Now + length;
            switch (code, kind)
            {
                case ("RATE_LIMIT_EXCEEDED", RequestKind.Creation): _creationsHeldUntil = Later(_creationsHeldUntil, until); break;
                case ("RATE_LIMIT_EXCEEDED", _): _readsHeldUntil = Later(_readsHeldUntil, until); break;
                default: _allHeldUntil = Later(_allHeldUntil, until); break;
            }
        }
    }

    private (TimeSpan Length, string Reason)? Take(RequestKind kind, UgcLimits limits)
    {
        lock (_gate)
        {
            TimeSpan now = Now;
            bool creation = kind is RequestKind.Creation;
            Window hour = creation ? _creations : _reads;
            int most = creation ? limits.CreationsPerHour : limits.ReadsPerHour;
            int mine = kind is RequestKind.Watch && most > 0 ? Math.Max(1, (int)(most * 9L / 10)) : most;
            TimeSpan held = Later(_allHeldUntil, creation ? _creationsHeldUntil : _readsHeldUntil);
            TimeSpan hourFree = hour.FreeAt(now, mine);
            TimeSpan free = Later(held, Later(hourFree, _all.FreeAt(now, limits.RequestsPerMinute)));
            if (free > now)
            {
                return (free - now, free == held ? "The service asked for a pause."
                    : free == hourFree ? string.Create(CultureInfo.InvariantCulture, $"{mine} {(creation ? "creations" : "reads")} in the last hour: that is the limit.")
                    : string.Create(CultureInfo.InvariantCulture, $"{limits.RequestsPerMinute} requests in the last minute: that is the limit."));
            }

            hour.Add(now);
            _all.Add(now);
            return null;
        }
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>The times of the requests of the last while.</summary>
    private sealed class Window(TimeSpan length)
    {
        private readonly LinkedList<TimeSpan> _times = new();

        public void Add(TimeSpan now) => _times.AddLast(now);

        public void RemoveNewest()
        {
            if (_times.Count > 0)
            {
                _times.RemoveLast();
            }
        }

        /// <summary>When another fits below a limit; 0 is no limit.</summary>
        public TimeSpan FreeAt(TimeSpan now, int most)
        {
            while (_times.First is { } oldest && oldest.Value + length <= now)
            {
                _times.RemoveFirst();
            }

            return most > 0 && _times.Count >= most ? _times.ElementAt(_times.Count - most) + length : TimeSpan.Zero;
        }
    }
}
