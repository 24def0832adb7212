namespace UgcLab.Simulator;

/// <summary><c>POST /ugc/video</c> (docs/video).</summary>
internal static class VideoOrders
{
    private const string Sora = "sora-2-pro";
    private const string Veo = "veo-3.1";

    public static Order Read(OrderBody body)
    {
        string project = body.Project();
        string prompt = body.Text("prompt", 10, 3000, required: true);
        string? model = body.Choice("model", [Sora, Veo, "kling-2.6"], required: true);

        // What a model allows cannot be told before the model is.
        string? duration = model is null ? body.Text("duration", required: true) : body.Choice("duration", Durations(model), required: true);
        string? ratio = model is null ? null : body.Choice("aspectRatio", AspectRatios(model), required: false);
        string? tier = model is null ? null : Tier(body, model);
        return new Order
        {
            ProjectId = project,
            Prompt = prompt,
            PriceKey = tier is null ? $"{model}/{duration}" : $"{model}/{duration}/{tier}",
            ServiceModel = string.Join('-', new[] { model?.Split('-')[0], "video", tier, duration + "sec" }.OfType<string>()),
            AspectRatio = ratio,
            Image = body.PublicAddress("imageUrl", required: false),
            Variants = body.Variants(),
        };
    }

    private static string[] Durations(string model) => model switch
    {
        Sora => ["10", "15"],
        Veo => ["8"],
        _ => ["5", "10"],
    };

    private static string[] AspectRatios(string model) => model switch
    {
        Sora => ["portrait", "landscape"],
        Veo => ["16:9", "9:16"],
        _ => ["9:16", "16:9", "1:1"],
    };

    private static string? Tier(OrderBody body, string model)
    {
        if (model == Sora)
        {
            return body.Choice("tier", ["standard", "pro"], required: true);
        }

        if (body.Has("tier"))
        {
            body.Fault($"tier '{body.Raw("tier")}' does not apply to {model}");
        }

        return null;
    }
}
