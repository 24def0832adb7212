namespace UgcLab.PowerShell.Pipeline;

/// <summary>Saves the videos and images of a cmdlet's jobs, several at a time, and writes each file when it is complete.</summary>
internal sealed class JobSaver(
    AsyncCmdlet cmdlet, UgcLabClient client, int throttleLimit, Action<string> saved, CancellationToken stopToken)
{
    private readonly List<(Task<UgcSavedVideo> Task, UgcJob Job)> _running = [];
    private readonly DownloadDisplay _display = new(cmdlet);
    private int _saved;

    // What to print when the command is stopped.
    public StopNote? StopNote => _saved + _running.Count == 0 ? null
        : new(_saved == 1 ? "1 file was saved."
            : string.Create(CultureInfo.InvariantCulture, $"{_saved:#,0} files were saved."), StopNote.SaveRest);

    public async Task BeginAsync(UgcJob job, SaveTarget target, CancellationToken cancellationToken)
    {
        while (_running.Count >= throttleLimit)
        {
            await WriteNextAsync(cancellationToken);
        }

        _running.Add((client.Downloads.SaveAsync(job, target, _display, stopToken), job));
    }

    public async Task WriteCompletedAsync(CancellationToken cancellationToken)
    {
        while (_running.Any(save => save.Task.IsCompleted))
        {
            await WriteNextAsync(cancellationToken);
        }
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        while (_running.Count > 0)
        {
            await WriteNextAsync(cancellationToken);
        }

        _display.Close();
    }

    private async Task WriteNextAsync(CancellationToken cancellationToken)
    {
        _display.Show();
        await _display.WhileAsync(Task.WhenAny(_running.Select(save => save.Task)), cancellationToken);
        int index = _running.FindIndex(save => save.Task.IsCompleted);
        (Task<UgcSavedVideo> task, UgcJob job) = _running[index];
        _running.RemoveAt(index);
        if (task.Exception?.InnerException is UgcLabException failure)
        {
            cmdlet.WriteFailure(failure, job);
            return;
        }

        saved(job.UgcId);
        _saved++;
        UgcSavedVideo video = await task;
        if (video.Warning is string warning)
        {
            cmdlet.WriteWarning(warning);
        }

        cmdlet.WriteObject(video);
    }
}
