namespace UgcLab;

/// <summary>What to do with rows whose outcome is unconfirmed.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public enum UgcOnUnconfirmed
{
    /// <summary>Skip the row and report it.</summary>
    Skip,

    /// <summary>Show the evidence and ask. In a non-interactive session this is Skip.</summary>
    Ask,
}
