namespace UgcLab.Simulator;

/// <summary><c>POST /ugc/talking-actor</c> and <c>POST /ugc/product-in-hand</c> (the pages of these names), in both workflows.</summary>
internal static class ActorOrders
{
    private const string First = "ugcl-1.0";
    private const string Second = "ugcl-2.0";
    private const string Longest = "25s";

    public static Order TalkingActor(OrderBody body)
    {
        Order order = Read(body, "talking-actor", longestScript: 3000, out string? duration);
        if (duration is not null)
        {
            CheckStoryboard(body, duration);
        }

        return order;
    }

    public static Order ProductInHand(OrderBody body)
    {
        Order order = Read(body, "product-in-hand", longestScript: 500, out string? duration);
        return duration is null ? order : order with { Image = body.PublicAddress("productImageUrl", required: true) };
    }

    // The duration stays null unless the body is one of the second workflow, whose rules alone are documented in full.
    private static Order Read(OrderBody body, string endpoint, int longestScript, out string? duration)
    {
        string project = body.Project();
        string? workflow = body.Choice("workflowType", [Second, First], required: true);
        duration = null;
        if (workflow is null)
        {
            // What a workflow wants cannot be told before the workflow is.
            return new Order();
        }

        if (workflow == First)
        {
            return FirstWorkflow(body, endpoint, project);
        }

        string script = body.Text("script", 10, longestScript, required: true);
        _ = body.Text("actions", 10, 1000, required: true);
        duration = body.Choice("duration", ["10s", "15s", Longest], required: true) ?? "";
        string tier = body.Choice("tier", ["standard", "pro"], required: false) ?? "standard";

        // Of 15s the documented example of such a name makes 15sec.
        return new Order
        {
            ProjectId = project,
            Prompt = script,
            PriceKey = $"{endpoint}/{duration}/{tier}",
            ServiceModel = $"{endpoint}-{tier}-{duration}ec",
            Players = Casting.OneOrMore(body),
            Variants = body.Variants(),
            RefinesScript = body.Flag("refineScript", otherwise: true),
            RefinesActions = body.Flag("refineActions", otherwise: true),
        };
    }

    // Of this body the documentation shows a few fields and no rule, so nothing else in it is judged.
    private static Order FirstWorkflow(OrderBody body, string endpoint, string project) => new()
    {
        ProjectId = project,
        Prompt = body.TextIfAny("script"),
        PriceKey = $"{endpoint}/{First}",
        ServiceModel = $"{endpoint}-{First}",
        Players = Casting.OfFirstWorkflow(body),
        Variants = body.VariantsIfAny(),
        RefinesScript = true,
        RefinesActions = true,
    };

    private static void CheckStoryboard(OrderBody body, string duration)
    {
        if (body.IsNull("storyboardScenes") || body.Objects("storyboardScenes") is not { } scenes)
        {
            return;
        }

        if (scenes.Count is not (2 or 3))
        {
            body.Fault($"storyboardScenes must hold 2 or 3 scenes, and holds {scenes.Count}");
        }

        if (duration is not (Longest or ""))
        {
            body.Fault($"storyboardScenes belong to a duration of {Longest}, and it is '{duration}'");
        }
    }
}
