namespace UgcLab.PowerShell.Pipeline;

/// <summary>What a person has answered for all questions that are still to come.</summary>
internal sealed class ConfirmState
{
    public bool YesToAll;
    public bool NoToAll;
}
