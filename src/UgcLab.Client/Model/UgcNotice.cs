namespace UgcLab;

/// <summary>What a notice is about.</summary>
public enum UgcNoticeKind
{
    /// <summary>A request was answered. For those who watch closely.</summary>
    Request,

    /// <summary>A wait begins; <see cref="UgcNotice.Until"/> says when it ends.</summary>
    Waiting,

    /// <summary>Something the user should know, though the work goes on.</summary>
    Warning,

    /// <summary>How something was read. For those who watch closely.</summary>
    Detail,
}

/// <summary>What the client tells its caller while it works. It holds no key and no signed link.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">A sentence.</param>
public sealed record UgcNotice(UgcNoticeKind Kind, string Text)
{
    /// <summary>When the wait ends.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How long the wait is.</summary>
    public TimeSpan Length { get; init; }
}
