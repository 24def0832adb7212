namespace UgcLab;

/// <summary>What the rules make of a draft.</summary>
/// <param name="Request">What can be sent; null when there are faults.</param>
/// <param name="Faults">All that is wrong, in the order of the parameters.</param>
/// <param name="Warnings">What will be sent though it may not be meant.</param>
public sealed record CreationCheck(CreationRequest? Request, IReadOnlyList<UgcFault> Faults, IReadOnlyList<string> Warnings);
