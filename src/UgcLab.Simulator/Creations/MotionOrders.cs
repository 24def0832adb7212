namespace UgcLab.Simulator;

/// <summary><c>POST /ugc/motion-control</c> (docs/motion-control), which is sold by the second.</summary>
internal static class MotionOrders
{
    public static Order Read(OrderBody body)
    {
        string project = body.Project();
        IReadOnlyList<Player> players = Casting.OfFirstWorkflow(body);
        Uri? footage = body.PublicAddress("referenceVideoUrl", required: true);
        decimal seconds = body.Number("videoDuration", 1, 30);
        Uri? product = body.PublicAddress("productImageUrl", required: false);
        string wishes = body.Text("userPrompt", 0, 1000, required: false);
        string quality = body.Choice("quality", ["std", "pro"], required: false) ?? "pro";
        return new Order
        {
            ProjectId = project,
            Prompt = wishes,
            PriceKey = $"motion-control/{quality}",
            Units = seconds,
            ServiceModel = $"motion-control-{quality}",
            Players = players,
            Image = product,
            Footage = footage,
            Variants = body.Variants(),
        };
    }
}
