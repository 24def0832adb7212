namespace UgcLab.Store;

/// <summary>An API key at an address. The id is a hash from which the key can't be recovered.</summary>
/// <param name="Id">16 hexadecimal digits.</param>
/// <param name="BaseUri">The service's base address.</param>
internal sealed record StoreAccount(string Id, string BaseUri);

/// <summary>The meaning of a rate event. The numbers are stored; none is ever reused for another meaning.</summary>
internal enum RateEventKind
{
    /// <summary>A paid request.</summary>
    Creation = 0,

    /// <summary>Any other request.</summary>
    Read = 1,

    /// <summary>The service throttled creations.</summary>
    CreationPause = 2,

    /// <summary>The service throttled reads.</summary>
    ReadPause = 3,

    /// <summary>The service throttled this address.</summary>
    AddressPause = 4,

    /// <summary>The service throttled all requests and gave no reason.</summary>
    Pause = 5,
}

/// <summary>A request that costs nothing and needs a slot.</summary>
/// <param name="Account">The account.</param>
/// <param name="Limits">The limits of the session.</param>
/// <param name="Timeout">How long it may be in flight: until it is answered, the service may count it as late as that.</param>
/// <param name="IsBackground">Whether it leaves the last tenth of the hour's reads to people.</param>
internal sealed record SlotRequest(StoreAccount Account, UgcLimits Limits, TimeSpan Timeout, bool IsBackground);

/// <summary>How much of an account's limits is used.</summary>
internal sealed record LimitUsage
{
    /// <summary>Paid requests of the last hour.</summary>
    public int Creations { get; init; }

    /// <summary>Reads of the last hour.</summary>
    public int Reads { get; init; }

    /// <summary>All requests of the last minute.</summary>
    public int Requests { get; init; }

    /// <summary>How long until the next creation can be sent.</summary>
    public TimeSpan NextCreation { get; init; }

    /// <summary>How long until the next read can be sent.</summary>
    public TimeSpan NextRead { get; init; }

    /// <summary>How long the service's pause lasts; zero when there is none.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>What the pause is for.</summary>
    public string? PauseReason { get; init; }

    /// <summary>Credits spent since midnight, local time: charged less refunded, and unconfirmed requests at their known price.</summary>
    public decimal SpentToday { get; init; }

    /// <summary>The lowest daily limit of the sessions that are open with this account; null when there is none.</summary>
    public decimal? DailyLimit { get; init; }

    /// <summary>How long ago creations of the last hour were sent, the oldest first.</summary>
    public IReadOnlyList<TimeSpan> CreationAges { get; init; } = [];
}
