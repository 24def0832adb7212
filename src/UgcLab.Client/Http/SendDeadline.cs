namespace UgcLab.Http;

/// <summary>
/// Until when a request may begin to be sent, by real time and including the time that the computer sleeps: timestamps don't count
/// sleep on Linux and macOS, and the system's clock may be set back, so the later of the two counts.
/// </summary>
/// <param name="length">How long from now.</param>
internal sealed class SendDeadline(TimeSpan length)
{
    private readonly long _stamp = TimeProvider.System.GetTimestamp();
    private readonly DateTimeOffset _time = TimeProvider.System.GetUtcNow();

    // How long it is, from the time of the record.
    internal TimeSpan Length => length;

    /// <summary>Whether it is too late.</summary>
    public bool HasPassed =>
        TimeProvider.System.GetElapsedTime(_stamp) > length || (TimeProvider.System.GetUtcNow() - _time).Duration() > length;
}
