namespace UgcLab;

/// <summary>What a notice is about.</summary>
public enum UgcNoticeKind
{
    /// <summary>A request was answered. Detailed output.</summary>
    Request,

    /// <summary>A wait begins; it ends at <see cref="UgcNotice.Until"/>.</summary>
    Waiting,

    /// <summary>A warning; the operation continues.</summary>
    Warning,

    /// <summary>How a value was read. Detailed output.</summary>
    Detail,
}

/// <summary>A notice of the client during an operation. It holds no key and no signed link.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">A sentence.</param>
public sealed record UgcNotice(UgcNoticeKind Kind, string Text)
{
    /// <summary>When the wait ends.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How long the wait is.</summary>
    public TimeSpan Length { get; init; }
}

internal static class NoticeReceiver
{
    public static void Warn(this IProgress<UgcNotice>? notices, string text) => notices?.Report(new UgcNotice(UgcNoticeKind.Warning, text));
}

// A receiver of notices that may throw: what happens to a request or a job must not depend on who is notified.
internal sealed class GuardedProgress(IProgress<UgcNotice>? notices) : IProgress<UgcNotice>
{
    public void Report(UgcNotice value)
    {
        try
        {
            notices?.Report(value);
        }
        catch (Exception)
        {
            // The receiver's own.
        }
    }
}
