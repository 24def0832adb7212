namespace UgcLab.Jobs;

/// <summary>When a job is likely to be done, and so worth a look. Pure; what the budget of reads allows is the schedule's to say.</summary>
internal static class LookPlan
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(45);

    /// <summary>The wait before the first look: until half of its kind are done, from when it was made. None when that is past.</summary>
    public static TimeSpan First(UgcJob job, TimeSpan median, DateTimeOffset now) =>
        Age(job, now) < median ? median - Age(job, now) : TimeSpan.Zero;

    /// <summary>The wait before the next look that would suit the job.</summary>
    public static TimeSpan Next(UgcJob job, int looks, JobDurationStats lengths, DateTimeOffset now)
    {
        TimeSpan wanted = job.Status is UgcJobStatus.Saving ? TimeSpan.FromSeconds(10) : Extrapolated(job, now) ?? lengths.Left(job, Age(job, now)) ?? Grown(looks);
        return wanted < Soonest ? Soonest : wanted > Latest ? Latest : wanted;
    }

    // The service's clock need not agree with ours: a job from the future is as old as one from now.
    private static TimeSpan Age(UgcJob job, DateTimeOffset now) => job.CreatedAt < now ? now - job.CreatedAt.Value : TimeSpan.Zero;

    // 5 s growing by half: 5, 7.5, 11 … as in the long-running operations of Google's API clients.
    private static TimeSpan Grown(int looks) => Soonest * Math.Pow(1.5, Math.Min(looks - 1, 8));

    // Half-way after two minutes means two minutes more.
    private static TimeSpan? Extrapolated(UgcJob job, DateTimeOffset now) =>
        job is { Progress: > 5 and < 100, CreatedAt: DateTimeOffset made } && now > made && now - made < TimeSpan.FromDays(1)
            ? (now - made) * ((100 - job.Progress.Value) / job.Progress.Value)
            : null;
}
