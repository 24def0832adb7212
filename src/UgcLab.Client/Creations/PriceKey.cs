namespace UgcLab.Creations;

/// <summary>What a price depends on.</summary>
/// <param name="Endpoint">The path below the base address.</param>
/// <param name="Model">The model or workflow.</param>
/// <param name="Duration">The duration as it was asked for.</param>
/// <param name="Tier">The quality.</param>
/// <param name="HasImage">Whether it starts from an image.</param>
internal sealed record PriceKey(string Endpoint, string? Model, string? Duration, string? Tier, bool HasImage);
