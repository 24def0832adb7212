namespace UgcLab.Purchasing;

// What a price depends on, as far as can be known from outside: not the prompt, and not the shape. Its price is never known when it has
// members of a later version of the service, because any of them may cost.
internal sealed record PricedSettings(PriceKey Key, bool HasMore = false)
{
    public static PricedSettings Of(CreationRequest request) => new(request.PriceKey, request.HasMore);

    public override string ToString() => string.Join(", ", Parts().Where(part => part is not null));

    private string?[] Parts()
    {
        (string endpoint, string? model, string? duration, string? tier, bool hasImage) = Key;
        UgcKind? kind = CreationDescriptor.At(endpoint)?.Kind;
        return
        [
            kind is UgcKind.Video or UgcKind.Image ? model ?? endpoint
                : $"{endpoint[(endpoint.LastIndexOf('/') + 1)..]}{(model is ActorRequest.Undocumented ? $" {model}" : "")}",
            duration is null || duration.EndsWith('s') ? duration : $"{duration} s",
            tier,
            hasImage && kind is UgcKind.Video ? "from an image" : null,
            HasMore && model is not ActorRequest.Undocumented ? "with additional properties" : null,
        ];
    }
}
