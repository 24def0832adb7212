namespace UgcLab.PowerShell.Pipeline;

/// <content>Writes to the pipeline, or to the job as which the cmdlet continues.</content>
public abstract partial class AsyncCmdlet
{
    private UgcCommandJob? _job;
    private Func<CancellationToken, Task>? _background;

    // The writes of the base class, each made outside the pump: see PipelinePump.Outside.
    internal new void WriteObject(object? item) =>
        Write(job => job.Output.Add(item is null ? null! : PSObject.AsPSObject(item)), () => base.WriteObject(item));

    internal void WriteObjects(IEnumerable<object?> items)
    {
        foreach (object? item in items)
        {
            WriteObject(item);
        }
    }

    internal new void WriteError(ErrorRecord record) => Write(job => job.Error.Add(record), () => base.WriteError(record));

    internal new void WriteWarning(string text) => Write(job => job.Warning.Add(new WarningRecord(text)), () => base.WriteWarning(text));

    internal new void WriteVerbose(string text) => Write(_ => { }, () => base.WriteVerbose(text));

    // To the host and to the information stream.
    internal void WriteLine(string text)
    {
        HostInformationMessage message = new() { Message = text };
        Write(
            job =>
            {
                InformationRecord record = new(message, MyInvocation.MyCommand.Name);
                record.Tags.Add("PSHOST");
                job.Information.Add(record);
            },
            () => base.WriteInformation(message, ["PSHOST"]));
    }

    internal new void WriteProgress(ProgressRecord record) => Write(job => job.Show(record), () => base.WriteProgress(record));

    // Ends the cmdlet, writes a job instead of its output, and continues with a step in the background. The job's name says what it does.
    private protected void ContinueAsJob(string name, Func<CancellationToken, Task> step)
    {
        BeforeJob();
        UgcCommandJob job = new(MyInvocation.Line.Trim(), name, Stop);
        JobRepository.Add(job);
        WriteObject(job);
        (_job, _background) = (job, step);
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
            _job!.Start(() => RunJob(step));
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
            _job!.HasFailed = true;
            _job.Error.Add(ErrorRecords.Unexpected(error));
        }
        finally
        {
            Dispose(disposing: true);
            _job!.End(_isStopped);
        }
    }

    private void EndWith(ErrorRecord record)
    {
        if (_job is null)
        {
            Outside(() => ThrowTerminatingError(record));
        }

        _job!.HasFailed = true;
        _job.Error.Add(record);
        throw new PipelineStoppedException();
    }

    private void Write(Action<UgcCommandJob> toJob, Action toPipeline)
    {
        if (_job is UgcCommandJob job)
        {
            toJob(job);
        }
        else
        {
            Outside(toPipeline);
        }
    }

    // Runs the script block of -OnCompleted with the result, which has been written. What it writes is shown and not returned, and what
    // fails in it neither ends the command nor loses the result.
    private protected void Complete(ScriptBlock? script, object? result)
    {
        if (script is not null)
        {
            CompletionScript.Run(this, script, result, isJob: _job is not null);
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

    private static void Outside(Action call) => PipelinePump.Outside(() =>
    {
        call();
        return true;
    });
}
