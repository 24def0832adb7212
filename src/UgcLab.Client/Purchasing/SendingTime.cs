namespace UgcLab.Purchasing;

// How long the limits make sending take, by playing it through: as many in each window as are allowed, one after another.
internal static class SendingTime
{
    // When the last of some requests goes out, from now; answers are taken to come at once. Used is how long ago requests of the last hour
    // went out, oldest first.
    public static TimeSpan Of(int requests, UgcLimits limits, IEnumerable<TimeSpan> used)
    {
        Window all = new(limits.Requests);
        Window creations = new(limits.Creations);
        foreach (TimeSpan ago in used)
        {
            all.Add(-ago);
            creations.Add(-ago);
        }

        TimeSpan now = TimeSpan.Zero;
        for (int sent = 0; sent < requests; sent++)
        {
            now = Later(now, Later(all.Free, creations.Free));
            all.Add(now);
            creations.Add(now);
        }

        return now;
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    // The last few times; 0 means no limit.
    private sealed class Window(UgcRateLimit limit)
    {
        private readonly Queue<TimeSpan> _times = new();

        public TimeSpan Free => limit.Count > 0 && _times.Count >= limit.Count ? _times.Peek() + limit.Window : TimeSpan.Zero;

        public void Add(TimeSpan time)
        {
            _times.Enqueue(time);
            while (_times.Count > Math.Max(1, limit.Count))
            {
                _times.Dequeue();
            }
        }
    }
}
