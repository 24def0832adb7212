namespace UgcLab.PowerShell.Creation;

/// <summary>Shows what is being created, so that no credits are spent without any output on the screen.</summary>
internal sealed class CreationDisplay(AsyncCmdlet cmdlet)
{
    // A bar drawn for each of a thousand quick rows would cost more than the rows.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly ProgressBar _bar = new(cmdlet, 4714, "Buying");
    private long _drawn;
    private int _requests;
    private int _videos;
    private decimal _credits;

    public bool IsAnyCreated => _requests > 0;

    public void Buying(string row)
    {
        if (_bar.IsShown && ProgressBar.Clock.GetElapsedTime(_drawn) < Beat)
        {
            return;
        }

        _drawn = ProgressBar.Clock.GetTimestamp();
        _bar.Show(string.Create(
            CultureInfo.InvariantCulture,
            $"{row}; so far {_videos} videos for {_credits} credits. Ctrl+C stops after the current request."));
    }

    public IReadOnlyList<UgcJob> Bought(IReadOnlyList<UgcJob> jobs)
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
