namespace UgcLab.Purchasing;

/// <summary>What a paid request came to.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Answer">The answer; null when nothing was sent.</param>
/// <param name="IsNew">Whether this request created them; if not, an earlier one of the same row did.</param>
internal sealed record PurchaseResponse(IReadOnlyList<UgcJob> Jobs, ApiAnswer? Answer, bool IsNew);
