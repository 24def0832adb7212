namespace UgcLab.Http;

/// <summary>Says each wait once, and again when it has become another.</summary>
internal sealed class PaceNotices(TimeProvider clock, IProgress<UgcNotice>? notices)
{
    private DateTimeOffset _until;
    private string? _reason;
    private bool _laneIsTold;

    public void Wait(TimeSpan length, string reason)
    {
        DateTimeOffset until = clock.GetUtcNow() + length;
        if (reason != _reason || (until - _until).Duration() > TimeSpan.FromMinutes(1))
        {
            (_until, _reason) = (until, reason);
            notices?.Report(new UgcNotice(UgcNoticeKind.Waiting, reason) { Until = until, Length = length });
        }
    }

    public void Lane()
    {
        if (!_laneIsTold)
        {
            _laneIsTold = true;
            notices?.Report(new UgcNotice(UgcNoticeKind.Waiting, "Another process is buying with this key, one at a time."));
        }
    }
}
