namespace UgcLab.Jobs;

/// <summary>One look at a job that is waited for, within the time that it has.</summary>
internal sealed class JobLook(JobsClient jobs, ClientSettings options, SteadyTime time, IProgress<UgcNotice>? notices)
{
    // How long a look may take past its job's deadline.
    public TimeSpan Patience => options.ReadTimeout;

    public static UgcLabException NoTurn() => new(UgcLabErrorKind.RateLimited, "There was no turn left to look at it.");

    /// <summary>Reads a job; what fails is noted on it. False when there was no turn for it in time.</summary>
    public async Task<bool> AtAsync(PollItem watched, CancellationToken stopping)
    {
        // A look may be held up by the hour's budget or by a pause the service asked for; its job's time runs all the same.
        TimeSpan left = watched.Deadline - time.Now;
        left = (left > TimeSpan.Zero ? left : TimeSpan.Zero) + Patience;
        using CancellationTokenSource deadline = new(left < TimeSpan.FromDays(30) ? left : Timeout.InfiniteTimeSpan, options.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stopping, deadline.Token);
        try
        {
            watched.Saw(await jobs.ReadAsync(watched.Job, RequestKind.Watch, notices, either.Token).ConfigureAwait(false), time.Now);
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
