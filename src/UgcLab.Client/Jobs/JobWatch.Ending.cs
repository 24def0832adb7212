namespace UgcLab.Jobs;

/// <content>When the jobs will probably have ended.</content>
public sealed partial class JobWatch
{
    // When the last job will probably have ended, if others are created until a given time; null when there is none to wait for.
    internal DateTimeOffset? EndsAt(DateTimeOffset? createsUntil)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_gate)
        {
            DateTimeOffset? last = createsUntil is DateTimeOffset until ? until + _lengths.Of(_open.Values.FirstOrDefault()?.Job) : null;
            foreach (UgcJob job in _open.Values.Select(watched => watched.Job))
            {
                DateTimeOffset end = (job.CreatedAt ?? now) + _lengths.Of(job);
                end = end > now ? end : now + (_lengths.Left(job, now - (job.CreatedAt ?? now)) ?? TimeSpan.Zero);
                last = last > end ? last : end;
            }

            return last;
        }
    }
}
