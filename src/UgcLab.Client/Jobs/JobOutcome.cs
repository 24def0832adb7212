namespace UgcLab.Jobs;

/// <summary>The outcome of a wait for one job.</summary>
/// <param name="Job">The job as last read.</param>
/// <param name="Failure">Null when it has its video.</param>
public sealed record JobOutcome(UgcJob Job, UgcLabException? Failure);

/// <summary>How many jobs of a poller have ended, and what comes next.</summary>
/// <param name="Open">Jobs that are still waited for.</param>
/// <param name="Ended">Jobs that have ended.</param>
/// <param name="NextRead">When the next job is read.</param>
/// <param name="Progress">The average progress of the open jobs, in percent.</param>
public sealed record JobPollerProgress(int Open, int Ended, DateTimeOffset? NextRead, double Progress);
