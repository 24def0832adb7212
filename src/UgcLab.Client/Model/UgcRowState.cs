namespace UgcLab;

/// <summary>The state of a row of a batch.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public enum UgcRowState
{
    /// <summary>It has not gone out, or it is proved that nothing came of it. The next run sends it.</summary>
    NotSent,

    /// <summary>It is being sent at this moment.</summary>
    Sending,

    /// <summary>The service refused it. Nothing was created.</summary>
    Refused,

    /// <summary>It was sent and its outcome is unknown. It is not sent again until a person resolves it: Resolve-UgcBatchRow.</summary>
    Unconfirmed,

    /// <summary>It was unconfirmed, and a person abandoned it.</summary>
    Abandoned,

    /// <summary>It was sent, and its videos are being created.</summary>
    Running,

    /// <summary>Its videos are made, and not all of them saved.</summary>
    Finished,

    /// <summary>It was sent, and at least one of its videos failed.</summary>
    Failed,

    /// <summary>All of its videos are on the disk.</summary>
    Saved,
}
