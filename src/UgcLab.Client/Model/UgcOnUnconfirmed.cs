namespace UgcLab;

/// <summary>What to do with rows whose outcome is unconfirmed.</summary>
public enum UgcOnUnconfirmed
{
    /// <summary>Skip the row and report it.</summary>
    Skip,

    /// <summary>Show the evidence and ask. In a non-interactive session this is Skip.</summary>
    Ask,
}
