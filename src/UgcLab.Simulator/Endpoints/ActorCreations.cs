namespace UgcLab.Simulator.Endpoints;

/// <summary><c>POST /ugc/talking-actor</c> and <c>POST /ugc/product-in-hand</c> (the pages of these names), in both workflows.</summary>
internal static class ActorCreations
{
    public const string TalkingActor = "talking-actor";
    public const string ProductInHand = "product-in-hand";

    private const string First = "ugcl-1.0";
    private const string Second = "ugcl-2.0";
    private const string Longest = "25s";

    public static CreationInput Read(CreationBody body, string endpoint, int longestScript)
    {
        string project = body.Project();
        string? workflow = body.Choice("workflowType", [Second, First], required: true);
        if (workflow is not Second)
        {
            // Without the workflow, what it requires is unknown.
            return workflow is null ? new CreationInput() : FirstWorkflow(body, endpoint, project);
        }

        string script = body.Text("script", 10, longestScript, required: true);
        _ = body.Text("actions", 10, 1000, required: true);
        string duration = body.Choice("duration", ["10s", "15s", Longest], required: true) ?? "";
        string tier = body.Choice("tier", ["standard", "pro"], required: false) ?? "standard";
        CreationInput order = new()
        {
            ProjectId = project,
            Prompt = script,
            PriceKey = $"{endpoint}/{duration}/{tier}",

            // Of 15s the documented example of such a name makes 15sec.
            ServiceModel = $"{endpoint}-{tier}-{duration}ec",
            Players = ActorSelection.OneOrMore(body),
            Variants = body.Variants(),
            RefinesScript = body.Flag("refineScript", otherwise: true),
            RefinesActions = body.Flag("refineActions", otherwise: true),
            Image = endpoint == ProductInHand ? body.PublicAddress("productImageUrl", required: true) : null,
        };
        if (endpoint == TalkingActor)
        {
            CheckStoryboard(body, duration);
        }

        return order;
    }

    // The documentation shows a few fields of this body and no rule, so nothing else in it is checked.
    private static CreationInput FirstWorkflow(CreationBody body, string endpoint, string project) => new()
    {
        ProjectId = project,
        Prompt = body.TextIfAny("script"),
        PriceKey = $"{endpoint}/{First}",
        ServiceModel = $"{endpoint}-{First}",
        Players = ActorSelection.OfFirstWorkflow(body),
        Variants = body.VariantsIfAny(),
        RefinesScript = true,
        RefinesActions = true,
    };

    private static void CheckStoryboard(CreationBody body, string duration)
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

/// <summary>The actors: 1 to 20, from the first list, from the second list, or made up for the request.</summary>
internal static class ActorSelection
{
    private const int Most = 20;

    public static IReadOnlyList<Player> OneOrMore(CreationBody body)
    {
        IReadOnlyList<Player>? listed = body.Actors("actorIds", ActorList.Second, required: false);
        IReadOnlyList<Player>? custom = Custom(body);

        // A value that isn't a list is already reported as an error, so its missing actors aren't.
        bool isReadable = (listed is not null || !body.Has("actorIds")) && (custom is not null || !body.Has("customActors"));
        Player[] all = [.. listed ?? [], .. custom ?? []];
        if (all.Length == 0 && isReadable)
        {
            body.Fault($"actorIds or customActors is required, with at least one actor");
        }

        if (all.Length > Most)
        {
            body.Fault($"actorIds and customActors may name {Most} actors together, and name {all.Length}");
        }

        return all;
    }

    public static IReadOnlyList<Player> OfFirstWorkflow(CreationBody body)
    {
        IReadOnlyList<Player>? players = body.Actors("ugclabActorIds", ActorList.First, required: true);
        if (players is { Count: 0 or > Most })
        {
            body.Fault($"ugclabActorIds must name 1 to {Most} actors, and names {players.Count}");
        }

        return players ?? [];
    }

    private static Player[]? Custom(CreationBody body)
    {
        IReadOnlyList<JsonElement>? customs = body.Objects("customActors");
        foreach (JsonElement custom in customs?.Where(custom => custom.ValueKind is JsonValueKind.Object) ?? [])
        {
            foreach (string field in new[] { "characterDescription", "environment" })
            {
                if (custom.TryGetProperty(field, out JsonElement text) && text.ValueKind is not JsonValueKind.String)
                {
                    body.Fault($"{field} in customActors must be a string, and is '{CreationBody.Short(text)}'");
                }
            }
        }

        return customs is null ? null : [.. customs.Select(_ => new Player(null, IsCustom: true))];
    }
}
