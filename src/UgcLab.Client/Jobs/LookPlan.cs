namespace UgcLab.Jobs;

/// <summary>When a job is likely to be done, and so worth a poll. Pure; the scheduler applies the rate limit of reads.</summary>
internal static class LookPlan
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(45);

    /// <summary>
    /// The wait before the first poll: until half of the jobs of its kind are done, from its creation. None when that is past.
    /// </summary>
    public static TimeSpan First(UgcJob job, TimeSpan median, DateTimeOffset now) =>
        Age(job, now) < median ? median - Age(job, now) : TimeSpan.Zero;

    /// <summary>The best wait before the next poll of the job.</summary>
    public static TimeSpan Next(UgcJob job, int looks, JobDurationStats lengths, DateTimeOffset now)
    {
        TimeSpan wanted = job.Status is UgcJobStatus.Saving ? TimeSpan.FromSeconds(10)
            : Extrapolated(job, now) ?? lengths.Left(job, Age(job, now)) ?? Grown(looks);
        return wanted < Soonest ? Soonest : wanted > Latest ? Latest : wanted;
    }

    // By the local clock if the purchase was made here. The service's clock may differ: a job created in the future is treated as new.
    private static TimeSpan Age(UgcJob job, DateTimeOffset now) => (job.SentAt ?? job.CreatedAt) is DateTimeOffset made && made < now
        ? now - made : TimeSpan.Zero;

    // 5 s growing by half: 5, 7.5, 11 … as in the long-running operations of Google's API clients.
    private static TimeSpan Grown(int looks) => Soonest * Math.Pow(1.5, Math.Min(looks - 1, 8));

    // Half-way after two minutes means two minutes more.
    private static TimeSpan? Extrapolated(UgcJob job, DateTimeOffset now) =>
        job.Progress is > 5 and < 100 && Age(job, now) is { Ticks: > 0 } age && age < TimeSpan.FromDays(1)
            ? age * ((100 - job.Progress.Value) / job.Progress.Value)
            : null;
}
