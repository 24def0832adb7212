namespace UgcLab.PowerShell.Creation;

/// <content>Hands over jobs that end while a row waits for its slot.</content>
public abstract partial class CreationCmdlet
{
    private static readonly TimeSpan HandoverInterval = TimeSpan.FromSeconds(1);

    private readonly PipelineTurn _turn = new();

    // Jobs that end while the row waits are handed over. If that ends the pipeline, a request in flight is still waited for.
    private async Task<IReadOnlyList<UgcJob>> CreateAsync(RowToCreate row, CancellationToken cancellationToken)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<IReadOnlyList<UgcJob>> jobs = _purchases.CreateAsync(row, Notices, ending.Token);
        try
        {
            while ((_turn.IsTaken || _created is not null)
                && await Task.WhenAny(jobs, Task.Delay(HandoverInterval, ProgressBar.Clock, CancellationToken.None)) != jobs)
            {
                if (_turn.IsTaken)
                {
                    WriteObject(_turn);
                }

                await (_created?.WriteFinishedAsync() ?? Task.CompletedTask);
            }

            return await jobs;
        }
        finally
        {
            if (!jobs.IsCompleted)
            {
                await ending.CancelAsync();
                await ((Task)jobs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }
}
