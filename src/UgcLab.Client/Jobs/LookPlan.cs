namespace UgcLab.Jobs;

/// <summary>When to look at a job next. Pure: the budget of reads decides, not a timer a job.</summary>
internal static class LookPlan
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(45);

    /// <summary>The wait before the first look: until it is likely done, from when it was made.</summary>
    public static TimeSpan First(UgcJob job, TimeSpan expected, DateTimeOffset now)
    {
        // The service's clock need not agree with ours: a job from the future is as old as one from now.
        TimeSpan age = now - (job.CreatedAt ?? now);
        TimeSpan left = age > TimeSpan.Zero ? expected - age : expected;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The wait before the next look.</summary>
    /// <param name="job">The job as it is.</param>
    /// <param name="looks">How often it has been looked at.</param>
    /// <param name="open">How many jobs are being waited for.</param>
    /// <param name="readsPerHour">The budget for all of them; 0 is no limit.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan Next(UgcJob job, int looks, int open, int readsPerHour, DateTimeOffset now)
    {
        TimeSpan share = readsPerHour > 0 ? TimeSpan.FromHours(1) / readsPerHour * open : TimeSpan.Zero;
        TimeSpan wanted = job.Status is UgcJobStatus.Saving ? TimeSpan.FromSeconds(10) : Extrapolated(job, now) ?? Grown(looks);
        wanted = wanted < Soonest ? Soonest : wanted > Latest ? Latest : wanted;
        return wanted > share ? wanted : share;
    }

    // 5 s growing by half: 5, 7.5, 11 … as in the long-running operations of Google's API clients.
    private static TimeSpan Grown(int looks) => Soonest * Math.Pow(1.5, Math.Min(looks - 1, 8));

    // Half-way after two minutes means two minutes more.
    private static TimeSpan? Extrapolated(UgcJob job, DateTimeOffset now) =>
        job is { Progress: > 5 and < 100, CreatedAt: DateTimeOffset made } && now > made && now - made < TimeSpan.FromDays(1)
            ? (now - made) * ((100 - job.Progress.Value) / job.Progress.Value)
            : null;
}
