namespace UgcLab.Jobs;

/// <summary>One poll of a job, within the time allowed.</summary>
internal sealed class JobLook(JobsClient jobs, ClientSettings options, SteadyTime time, IProgress<UgcNotice>? notices)
{
    // How long a poll may take past its job's deadline.
    public TimeSpan Patience => options.ReadTimeout;

    public static UgcLabException NoTurn() =>
        new(UgcLabErrorKind.RateLimited, "The hourly limit of reads left no request to read the job.");

    /// <summary>Reads a job and records a failure on it. Returns false if the rate limit left no slot in time.</summary>
    public async Task<bool> AtAsync(PollItem watched, CancellationToken stopping)
    {
        // A poll may be delayed by the rate limit or a pause; the job's timeout includes that delay.
        TimeSpan left = watched.Deadline - time.Now;
        left = (left > TimeSpan.Zero ? left : TimeSpan.Zero) + Patience;
        using CancellationTokenSource deadline = new(left < TimeSpan.FromDays(30) ? left : Timeout.InfiniteTimeSpan, options.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stopping, deadline.Token);
        try
        {
            watched.Saw(await jobs.ReadAsync(watched.Job, RequestKind.Watch, notices, either.Token).ConfigureAwait(false));
            return true;
        }
        catch (UgcLabException error)
        {
            watched.Failed(error);
            return true;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            watched.Failed(NoTurn());
            return false;
        }
    }
}
