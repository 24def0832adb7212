using System.Threading.Channels;

namespace UgcLab.Batch;

/// <summary>Takes jobs as they end and brings their videos to the disk, a few side by side, while rows are still being sent.</summary>
internal sealed class BatchSaving(UgcLabClient client, BatchRunOptions options, JobWatch watch, BatchTally tally, ChannelWriter<BatchEvent> events) : IDisposable
{
    private readonly SemaphoreSlim _lanes = new(options.Downloads, options.Downloads);

    /// <summary>Runs until the watch has handed over its last job and the last video is saved.</summary>
    /// <exception cref="UgcLabException">What ends every job's wait: a key that is refused, an address that is not the service.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        List<Task> saves = [];
        try
        {
            await foreach (JobOutcome outcome in watch.Outcomes.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (outcome.Failure is not null)
                {
                    tally.Fail(canBeSaved: outcome.Failure.Kind is not UgcLabErrorKind.JobFailed);
                    events.TryWrite(new BatchEvent(outcome.Failure) { Job = outcome.Job });
                    continue;
                }

                await _lanes.WaitAsync(cancellationToken).ConfigureAwait(false);
                saves.RemoveAll(save => save.IsCompletedSuccessfully);
                saves.Add(SaveAsync(outcome.Job, cancellationToken));
            }
        }
        finally
        {
            // Those that are at work end first, well or not: what has come of them is kept.
            await Task.WhenAll(saves).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => _lanes.Dispose();

    private async Task SaveAsync(UgcJob job, CancellationToken cancellationToken)
    {
        try
        {
            UgcSavedVideo video = await client.Downloads.SaveAsync(job, options.Target(job), null, cancellationToken).ConfigureAwait(false);
            tally.Save();
            events.TryWrite(new BatchEvent(null) { Job = video.Job, Video = video });
        }
        catch (UgcLabException failure)
        {
            tally.Fail(canBeSaved: true);
            events.TryWrite(new BatchEvent(failure) { Job = job });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What has come lies in NAME.part; the next run goes on there.
        }
        finally
        {
            _lanes.Release();
        }
    }
}
