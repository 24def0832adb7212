using System.Globalization;
using System.Management.Automation;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Shows what is being bought: nobody should spend money before a blank screen.</summary>
internal sealed class BuyDisplay(AsyncCmdlet cmdlet)
{
    private const int Activity = 4714;

    // A bar drawn for each of a thousand quick rows would cost more than the rows.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private long? _drawn;
    private int _videos;
    private decimal _credits;

    public void Buying(string row)
    {
        if (_drawn is long last && TimeProvider.System.GetElapsedTime(last) < Beat)
        {
            return;
        }

        _drawn = TimeProvider.System.GetTimestamp();
        string text = string.Create(CultureInfo.InvariantCulture, $"{row}; so far {_videos} videos for {_credits} credits. Ctrl+C sees the one that is out through, and stops.");
        cmdlet.WriteProgress(new ProgressRecord(Activity, "Buying", text));
    }

    public IReadOnlyList<UgcJob> Bought(IReadOnlyList<UgcJob> jobs)
    {
        _videos += jobs.Count;
        _credits += jobs[0].TotalCreditsCharged ?? 0;
        return jobs;
    }

    public void Close()
    {
        if (_drawn is not null)
        {
            cmdlet.WriteProgress(new ProgressRecord(Activity, "Buying", " ") { RecordType = ProgressRecordType.Completed });
        }
    }
}
