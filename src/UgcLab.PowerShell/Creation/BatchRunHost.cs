namespace UgcLab.PowerShell.Creation;

// Carries out a run of a batch for a cmdlet, and shows on the pipeline's thread how it goes: a bar for its videos, and one below it for
// downloads. Each is drawn at most once a second.
internal sealed class BatchRunHost(AsyncCmdlet cmdlet, string name)
{
    private const int Bar = 4715;

    // A log of the night is read in the morning.
    private readonly ProgressBar _bar = new(cmdlet, Bar, $"Batch {name}", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    public DownloadDisplay Downloads { get; } = new(cmdlet, Bar);

    public async Task<UgcBatchResult> RunAsync(
        BatchRun run, Func<IEnumerable<BatchInput>> rows, bool videos, CancellationToken cancellationToken)
    {
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<UgcBatchResult> running = run.RunAsync(rows, leaving.Token);
        try
        {
            // The run ends its events itself when it is stopped, after requests in flight are completed.
            while (await _bar.WhileAsync(run.Events.WaitToReadAsync(CancellationToken.None), () => Show(run), cancellationToken))
            {
                while (run.Events.TryRead(out BatchEvent? happened))
                {
                    WriteEvent(happened, videos);
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

        Downloads.Close();
        _bar.Close();
        UgcBatchResult result = await running;
        if (run.StoppedBy is UgcLabException stop)
        {
            cmdlet.WriteReport(stop, name, $"Batch {name} stopped");
        }

        cmdlet.WriteLine(BatchSummary.Of(result));
        return result;
    }

    private void WriteEvent(BatchEvent happened, bool videos)
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

    private void Show(BatchRun run)
    {
        BatchProgress now = run.Progress;
        _bar.ShowOrWrite(
            now.Text(Time, _bar.Room), $"Batch {name}: {now.Text(Time)}", now.Percent, now.Sent < now.ToSend ? now.Row : null);
        Downloads.Show();

        string Time(DateTimeOffset time) => ProgressBar.Local(run.Services.Clock, time, "HH:mm", "ddd HH:mm");
    }
}

// The invalid rows of a batch. The first ten are shown; if there are more, all errors are written to errors.csv, because hundreds of them
// are hard to read at a prompt.
internal sealed class InvalidRows(AsyncCmdlet cmdlet, Action<BatchInput, UgcLabException> write, Func<ErrorSheet?> open) : IDisposable
{
    private const int Most = 10;

    private readonly List<(BatchInput Row, UgcLabException Why)> _first = [];
    private ErrorSheet? _sheet;
    private bool _isShown;

    public int Count { get; private set; }

    public void Add(BatchInput row, UgcLabException why)
    {
        if (++Count > Most)
        {
            if (Count == Most + 1 && (_sheet = open()) is ErrorSheet sheet)
            {
                _first.ForEach(each => sheet.Add(each.Row, each.Why));
            }

            _sheet?.Add(row, why);
        }
        else if (_isShown)
        {
            write(row, why);
        }
        else
        {
            _first.Add((row, why));
        }
    }

    // The file is written before the first error is shown, because -ErrorAction Stop ends the command there.
    public void Show()
    {
        List<string> warnings = [];
        string? path = Count > Most ? _sheet?.Publish(warnings) : null;
        _isShown = true;
        cmdlet.WriteWarnings(warnings);
        foreach ((BatchInput row, UgcLabException why) in _first)
        {
            write(row, why);
        }

        if (Count > Most)
        {
            string where = path is not null ? $" All errors are in {path}."
                : cmdlet.IsWhatIf ? " Without -WhatIf, all errors are written to errors.csv." : "";
            cmdlet.WriteWarning(string.Create(
                CultureInfo.InvariantCulture, $"{Count:#,0} rows are invalid; the first {Most} are shown.{where}"));
        }
    }

    public void Dispose() => _sheet?.Dispose();
}
