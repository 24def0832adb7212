namespace UgcLab.Jobs;

/// <summary>The outcome of a wait for one job.</summary>
/// <param name="Job">The job as last read.</param>
/// <param name="Failure">Null when it has its video.</param>
public sealed record JobOutcome(UgcJob Job, UgcLabException? Failure);

/// <summary>How far a watch is.</summary>
/// <param name="Open">Jobs still waited for.</param>
/// <param name="Ended">Jobs that have ended.</param>
/// <param name="NextLook">When the next job is looked at.</param>
/// <param name="Progress">The mean progress of the open jobs, per cent.</param>
public sealed record WatchProgress(int Open, int Ended, DateTimeOffset? NextLook, double Progress);
