namespace UgcLab.Simulator;

/// <summary><c>POST /ugc/image</c> (docs/image).</summary>
internal static class ImageOrders
{
    public static Order Read(OrderBody body)
    {
        string project = body.Project();
        string prompt = body.Text("prompt", 10, 3000, required: true);
        string? model = body.Choice("model", ["nano-banana-pro", "seedream-4.5"], required: true);
        string? tier = body.Choice("tier", ["standard", "pro"], required: true);
        return new Order
        {
            ProjectId = project,
            Prompt = prompt,
            PriceKey = $"{model}/{tier}",
            ServiceModel = $"{model?.Split('-')[0]}-image-{tier}",
            AspectRatio = body.Choice("aspectRatio", ["9:16", "1:1", "16:9"], required: false) ?? "9:16",
            Variants = body.Variants(),
        };
    }
}
