namespace UgcLab;

/// <summary>Where a row of a batch stands.</summary>
public enum UgcRowState
{
    /// <summary>It has not gone out, or it is proved that nothing came of it. The next run sends it.</summary>
    NotSent,

    /// <summary>It is being sent at this moment.</summary>
    Sending,

    /// <summary>The service said no. Nothing was bought.</summary>
    Refused,

    /// <summary>It was sent and its outcome is unknown. It is not sent again until a person resolves it: Resolve-UgcBatchRow.</summary>
    Unconfirmed,

    /// <summary>It was unconfirmed, and a person gave it up.</summary>
    Abandoned,

    /// <summary>It was bought, and its videos are being made.</summary>
    Running,

    /// <summary>Its videos are made, and not all of them saved.</summary>
    Finished,

    /// <summary>It was bought, and at least one of its videos was not made.</summary>
    Failed,

    /// <summary>All of its videos are on the disk.</summary>
    Saved,
}
