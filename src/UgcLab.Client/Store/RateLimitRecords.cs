namespace UgcLab.Store;

// An API key at an address. The id is a hash of 16 hexadecimal digits, from which the key can't be recovered.
internal sealed record StoreAccount(string Id, string BaseUri);

// The numbers are stored; none is ever reused for another meaning. A pause is one that the service asked for.
internal enum RateEventKind
{
    Creation = 0,
    Read = 1,
    CreationPause = 2,
    ReadPause = 3,
    AddressPause = 4,
    Pause = 5,
}

// A request that costs nothing and needs a slot. Until it is answered, the service may count it as late as its timeout. One in the
// background leaves the last tenth of the hour's reads to people.
internal sealed record SlotRequest(StoreAccount Account, UgcLimits Limits, TimeSpan Timeout, bool IsBackground);
