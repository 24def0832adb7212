namespace UgcLab.Engines;

/// <summary>What a transaction is for.</summary>
internal enum TransactionKind
{
    /// <summary>It changes nothing.</summary>
    Read,

    /// <summary>It changes something.</summary>
    Write,

    /// <summary>It lets a paid request go out. It needs room on the disk for the outcome.</summary>
    Begin,

    /// <summary>It records what became of a paid request, and may use that room.</summary>
    Outcome,
}
