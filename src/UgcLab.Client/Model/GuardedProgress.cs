namespace UgcLab;

// A receiver of notices that may throw: what happens to a request or a job must not depend on who is notified.
internal sealed class GuardedProgress : IProgress<UgcNotice>
{
    private readonly IProgress<UgcNotice> _notices;

    private GuardedProgress(IProgress<UgcNotice> notices) => _notices = notices;

    public static GuardedProgress? Of(IProgress<UgcNotice>? notices) => notices is null ? null : new GuardedProgress(notices);

    public void Report(UgcNotice value)
    {
        try
        {
            _notices.Report(value);
        }
        catch (Exception)
        {
            // The receiver's own.
        }
    }
}
