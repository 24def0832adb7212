namespace UgcLab.Purchasing;

// How long the limits make sending take, by playing it through: as many a minute and an hour as are allowed, one after another.
internal static class SendingTime
{
    // When the last of some requests goes out, from now; answers are taken to come at once. Used is how long ago requests of the last hour
    // went out, oldest first.
    public static TimeSpan Of(int requests, UgcLimits limits, IEnumerable<TimeSpan> used)
    {
        Window minute = new(limits.RequestsPerMinute, TimeSpan.FromMinutes(1));
        Window hour = new(limits.CreationsPerHour, TimeSpan.FromHours(1));
        foreach (TimeSpan ago in used)
        {
            minute.Add(-ago);
            hour.Add(-ago);
        }

        TimeSpan now = TimeSpan.Zero;
        for (int sent = 0; sent < requests; sent++)
        {
            now = Later(now, Later(minute.Free, hour.Free));
            minute.Add(now);
            hour.Add(now);
        }

        return now;
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    // The last few times; 0 means no limit.
    private sealed class Window(int most, TimeSpan length)
    {
        private readonly Queue<TimeSpan> _times = new();

        public TimeSpan Free => most > 0 && _times.Count >= most ? _times.Peek() + length : TimeSpan.Zero;

        public void Add(TimeSpan time)
        {
            _times.Enqueue(time);
            while (_times.Count > Math.Max(1, most))
            {
                _times.Dequeue();
            }
        }
    }
}
