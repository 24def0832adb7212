namespace UgcLab.Engines.Sql;

internal enum TransactionKind
{
    Read,
    Write,

    /// <summary>It changes only the rate events of an account.</summary>
    Count,

    /// <summary>It lets a paid request go out. It needs room on the disk for the outcome.</summary>
    Begin,

    /// <summary>Records the outcome of a paid request, and may use that reserved space.</summary>
    Outcome,
}
