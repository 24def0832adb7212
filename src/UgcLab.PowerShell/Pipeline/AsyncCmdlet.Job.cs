namespace UgcLab.PowerShell.Pipeline;

/// <content>Continues in the background as a job, and runs the script block of -OnCompleted.</content>
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

    // Runs the script block of -OnCompleted with the result, which has been written. What it writes is shown and not returned, and what
    // fails in it neither ends the command nor loses the result.
    private protected void Complete(ScriptBlock? script, object? result)
    {
        if (script is not null)
        {
            CompletionScript.Run(this, script, result, isJob: Job is not null);
        }
    }

    internal void WriteCompletionFailure(UgcLabException failure)
    {
        ErrorRecord record = ErrorRecords.From(failure, null, null);
        if (IsErrorActionStop)
        {
            WriteWarning(record.ToString());
        }
        else
        {
            WriteError(record);
        }
    }
}
