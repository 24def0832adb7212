using System.Threading.Channels;

namespace UgcLab.PowerShell.Pipeline;

// Saves the videos and images of a cmdlet's jobs, several at a time, and writes each file when it is complete.
internal sealed class JobSaver(UgcCmdlet cmdlet, int throttleLimit)
{
    private readonly Channel<(Task<UgcSavedVideo> Task, UgcJob Job)> _ended = Channel.CreateUnbounded<(Task<UgcSavedVideo>, UgcJob)>();
    private readonly Channel<(UgcJob Job, SaveTarget Target)> _waiting = Channel.CreateUnbounded<(UgcJob, SaveTarget)>();
    private readonly DownloadDisplay _display = new(cmdlet);
    private readonly UgcLabClient _client = cmdlet.Client;
    private int _workers;
    private int _running;
    private int _saved;

    public StopNote? StopNote => _saved + _running == 0 ? null
        : new($"{Format.Count(_saved, "file")} {(_saved == 1 ? "was" : "were")} saved.", StopNote.SaveRest);

    // Begins to save a job's file as soon as fewer than the limit are being saved. Never waits.
    public void Begin(UgcJob job, SaveTarget target)
    {
        _running++;
        _waiting.Writer.TryWrite((job, target));
        if (_workers < throttleLimit)
        {
            _workers++;
            _ = WorkAsync();
        }
    }

    public async Task WriteCompletedAsync()
    {
        while (_ended.Reader.TryRead(out (Task<UgcSavedVideo> Task, UgcJob Job) save))
        {
            _running--;
            if (save.Task.Exception?.InnerException is UgcLabException failure)
            {
                cmdlet.WriteFailure(failure, save.Job);
                continue;
            }

            cmdlet.UnsavedIds.Remove(save.Job.UgcId);
            _saved++;
            UgcSavedVideo video = await save.Task;
            cmdlet.WriteWarnings(video.Warning);
            cmdlet.WriteObject(video);
        }
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        while (_running > 0)
        {
            _display.Show();
            await _display.WhileAsync(_ended.Reader.WaitToReadAsync(cancellationToken), cancellationToken);
            await WriteCompletedAsync();
        }

        _display.Close();
    }

    private async Task WorkAsync()
    {
        await foreach ((UgcJob job, SaveTarget target) in _waiting.Reader.ReadAllAsync(cmdlet.StopToken).ConfigureAwait(false))
        {
            Task<UgcSavedVideo> save = _client.Downloads.SaveAsync(job, target, _display, cmdlet.StopToken);
            await ((Task)save).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _ended.Writer.TryWrite((save, job));
        }
    }
}
