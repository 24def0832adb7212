namespace UgcLab.Engines;

/// <summary>What a transaction is for.</summary>
internal enum TransactionKind
{
    /// <summary>It changes nothing.</summary>
    Read,

    /// <summary>It changes something.</summary>
    Write,

    /// <summary>It changes only the rate events of an account.</summary>
    Count,

    /// <summary>It lets a paid request go out. It needs room on the disk for the outcome.</summary>
    Begin,

    /// <summary>Records the outcome of a paid request, and may use that reserved space.</summary>
    Outcome,
}
