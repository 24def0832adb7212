namespace UgcLab.Http;

/// <summary>What a mark stands for. The numbers are those of the file; none is ever used again for something else.</summary>
internal enum MarkKind
{
    /// <summary>A paid request.</summary>
    Creation = 0,

    /// <summary>Any other request.</summary>
    Read = 1,

    /// <summary>The service wants no creations for a while.</summary>
    CreationPause = 2,

    /// <summary>The service wants no reads for a while.</summary>
    ReadPause = 3,

    /// <summary>The service wants nothing from this address for a while.</summary>
    AddressPause = 4,

    /// <summary>The service wants nothing for a while, and did not say why.</summary>
    Pause = 5,
}

/// <summary>A request or a pause, by the stopwatch of whoever looks at it.</summary>
/// <param name="Number">Its number among those of one pacer.</param>
/// <param name="Kind">What it is.</param>
/// <param name="At">When it began, or when the request was answered.</param>
/// <param name="Length">How long the pause is; of a request that is out, how long it may be out yet.</param>
internal readonly record struct Mark(long Number, MarkKind Kind, TimeSpan At, TimeSpan Length)
{
    /// <summary>A clock of the service's may run a little slower than ours, and an answer can be quick.</summary>
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1);

    /// <summary>The other window.</summary>
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>How long the pace stays halved after an address was sent away.</summary>
    public static readonly TimeSpan Careful = TimeSpan.FromMinutes(10);

    /// <summary>The end of a pause; of a request, the latest moment at which the service can have counted it.</summary>
    public TimeSpan Latest => At + Length;

    public bool IsRequest => Kind is MarkKind.Creation or MarkKind.Read;

    /// <summary>Whether it has no bearing on anything any more.</summary>
    public bool IsOver(TimeSpan now) => Latest + (IsRequest ? Hour : Careful) <= now;
}
