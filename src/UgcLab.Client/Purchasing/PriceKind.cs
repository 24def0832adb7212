namespace UgcLab.Purchasing;

// What a price depends on, as far as can be known from outside: not the prompt, and not the shape. Its price is never known when it has
// members of a later version of the service, because any of them may cost.
internal sealed record PriceKind(string Endpoint, string? Model, string? Duration, string? Tier, bool FromImage, bool HasMore)
{
    public static PriceKind Of(CreationRequest request) => Of(request.PriceKey, request.HasMore);

    public static PriceKind Of(PriceKey key, bool hasMore = false) =>
        new(key.Endpoint, key.Model, key.Duration, key.Tier, key.HasImage, hasMore);

    public PriceKey Key => new(Endpoint, Model, Duration, Tier, FromImage);

    public override string ToString() => string.Join(", ", Parts().Where(part => part is not null));

    private string?[] Parts()
    {
        UgcKind? kind = CreationDescriptor.At(Endpoint)?.Kind;
        return
        [
            kind is UgcKind.Video or UgcKind.Image ? Model ?? Endpoint
                : $"{Endpoint[(Endpoint.LastIndexOf('/') + 1)..]}{(Model is ActorRequest.Free ? $" {Model}" : "")}",
            Duration is null || Duration.EndsWith('s') ? Duration : $"{Duration} s",
            Tier,
            FromImage && kind is UgcKind.Video ? "from an image" : null,
            HasMore && Model is not ActorRequest.Free ? "with additional properties" : null,
        ];
    }
}
