namespace UgcLab.Creations;

/// <summary>What <c>POST /ugc/product-in-hand</c> takes (docs/product-in-hand). The script may have 500 characters.</summary>
public sealed record ProductVideoRequest : ActorRequest
{
    /// <summary>A public https address of the picture of the product.</summary>
    public string? ProductImageUrl { get; init; }

    internal override string Endpoint => "ugc/product-in-hand";

    private protected override (string, object?) Own => ("productImageUrl", ProductImageUrl);
}
