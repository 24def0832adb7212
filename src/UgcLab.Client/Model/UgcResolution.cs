namespace UgcLab;

/// <summary>The outcome of an unconfirmed purchase.</summary>
public enum UgcResolution
{
    /// <summary>It was created, and these are its jobs.</summary>
    Adopted,

    /// <summary>It was not charged, and may be sent again.</summary>
    NotCharged,

    /// <summary>It is abandoned, charged or not: it isn't sent again unless a person resolves it differently later.</summary>
    Abandoned,
}
