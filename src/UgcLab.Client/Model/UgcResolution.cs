namespace UgcLab;

/// <summary>What became of an unconfirmed purchase.</summary>
public enum UgcResolution
{
    /// <summary>It was created, and these are its jobs.</summary>
    Adopted,

    /// <summary>It was not charged, and may be sent again.</summary>
    NotCharged,

    /// <summary>It is given up, charged or not: it isn't sent again unless a person resolves it otherwise later.</summary>
    Abandoned,
}
