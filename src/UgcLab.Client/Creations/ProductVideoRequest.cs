using System.Text.Json;

namespace UgcLab;

/// <summary>What <c>POST /ugc/product-in-hand</c> takes (docs/product-in-hand). The script may have 500 characters.</summary>
public sealed record ProductVideoRequest : ActorRequest
{
    /// <summary>A public https address of the picture of the product.</summary>
    public string? ProductImageUrl { get; init; }

    internal override string Endpoint => "ugc/product-in-hand";

    private protected override UgcKind Kind => UgcKind.ProductVideo;

    /// <inheritdoc/>
    public override UgcJob Describe(string ugcId) => base.Describe(ugcId) with { ImageUrl = ProductImageUrl };

    private protected override void WriteOwn(Utf8JsonWriter json) => Optional(json, "productImageUrl", ProductImageUrl);
}
