namespace UgcLab.PowerShell.Creation;

/// <summary>Shows what is being created, so that no credits are spent without any output on the screen.</summary>
internal sealed class CreationDisplay(AsyncCmdlet cmdlet)
{
    // A bar drawn for each of a thousand quick rows would cost more than the rows.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly ProgressBar _bar = new(cmdlet, 4714, "Buying");
    private long _lastDrawn;
    private int _requests;
    private int _videos;
    private decimal _credits;

    public bool IsAnyCreated => _requests > 0;

    public void Creating(string row)
    {
        if (_bar.IsShown && ProgressBar.Clock.GetElapsedTime(_lastDrawn) < Interval)
        {
            return;
        }

        _lastDrawn = ProgressBar.Clock.GetTimestamp();
        _bar.Show(string.Create(
            CultureInfo.InvariantCulture,
            $"{row}; so far {_videos} videos for {_credits} credits. Ctrl+C stops after the current request."));
    }

    public IReadOnlyList<UgcJob> Created(IReadOnlyList<UgcJob> jobs)
    {
        _requests++;
        _videos += jobs.Count;
        _credits += jobs[0].TotalCreditsCharged ?? 0;
        return jobs;
    }

    public override string ToString() => !IsAnyCreated ? "Nothing was created." : string.Create(
        CultureInfo.InvariantCulture,
        $"{Format.Count(_requests, "request")} created {Format.Count(_videos, "video")} for {Format.Amount(_credits)} credits.");

    public void Close() => _bar.Close();
}
