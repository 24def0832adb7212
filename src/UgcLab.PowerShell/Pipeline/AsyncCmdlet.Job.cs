namespace UgcLab.PowerShell.Pipeline;

/// <content>Continues in the background as a job.</content>
public abstract partial class AsyncCmdlet
{
    private Func<CancellationToken, Task>? _background;

    // Ends the cmdlet, writes a job instead of its output, and continues with a step in the background. The job's name says what it does.
    private protected void ContinueAsJob(string name, Func<CancellationToken, Task> step)
    {
        BeforeJob();
        UgcCommandJob job = new(MyInvocation.Line.Trim(), name, Stop);
        JobRepository.Add(job);
        WriteObject(job);
        (Job, _background) = (job, step);
    }

    // Keeps what belongs to the runspace, which the job can't ask.
    private protected virtual void BeforeJob()
    {
    }

    // Begins when the pipeline has ended, so that the two don't write at the same time.
    private bool BeginJob()
    {
        Func<CancellationToken, Task>? step = Interlocked.Exchange(ref _background, null);
        if (step is not null)
        {
            RunningCmdlets.Detach(this);
            Job!.Start(() => RunJob(step));
        }

        return step is not null;
    }

    private void RunJob(Func<CancellationToken, Task> step)
    {
        try
        {
            Run(step, endsAll: true);
        }
        catch (PipelineStoppedException)
        {
            // It was stopped, or what ended it was written.
        }
        catch (Exception error)
        {
            // An exception that leaves a thread ends the process.
            Job!.HasFailed = true;
            Job.Error.Add(ErrorRecords.Unexpected(error));
        }
        finally
        {
            Dispose(disposing: true);
            Job!.End(_isStopped);
        }
    }

    private void EndWith(ErrorRecord record)
    {
        if (Job is null)
        {
            Outside(() => ThrowTerminatingError(record));
        }

        Job!.HasFailed = true;
        Job.Error.Add(record);
        throw new PipelineStoppedException();
    }
}
