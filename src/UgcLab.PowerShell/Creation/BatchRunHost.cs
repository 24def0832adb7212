namespace UgcLab.PowerShell.Creation;

/// <summary>Carries out a run of a batch for a cmdlet, and reports its progress on the pipeline's thread.</summary>
internal static class BatchRunHost
{
    // Runs to the end, and writes the result last.
    public static async Task<UgcBatchResult> RunAsync(
        AsyncCmdlet cmdlet, BatchRun run, BatchDisplay display, Func<IEnumerable<BatchInput>> rows, bool videos,
        CancellationToken cancellationToken)
    {
        display.Begin(run);
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<UgcBatchResult> running = run.RunAsync(rows, leaving.Token);
        try
        {
            while (await display.WaitToReadAsync(run.Events, cancellationToken))
            {
                while (run.Events.TryRead(out BatchEvent? happened))
                {
                    WriteEvent(cmdlet, happened, videos);
                }
            }
        }
        finally
        {
            // Select-Object -First leaves by what it throws: the run has to have ended before the store is closed.
            await leaving.CancelAsync();
            await Task.WhenAny(running);
            _ = running.Exception;
        }

        display.Close();
        UgcBatchResult result = await running;
        if (run.StoppedBy is UgcLabException stop)
        {
            cmdlet.WriteReport(stop, run.Batch.Name, $"Batch {run.Batch.Name} stopped");
        }

        cmdlet.WriteLine(BatchSummary.Of(result));
        cmdlet.WriteObject(result);
        return result;
    }

    private static void WriteEvent(AsyncCmdlet cmdlet, BatchEvent happened, bool videos)
    {
        if (happened.Failure is not null)
        {
            cmdlet.WriteReport(
                happened.Failure, (object?)happened.Job ?? happened.Purchase?.InputRow, happened.Row ?? ErrorRecords.Subject(happened.Job));
        }

        if (videos && happened.Video is not null)
        {
            cmdlet.WriteObject(happened.Video);
        }
    }
}
