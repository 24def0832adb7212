namespace UgcLab.Simulator.Endpoints;

/// <summary><c>POST /ugc/talking-actor</c> and <c>POST /ugc/product-in-hand</c> (the pages of these names), in both workflows.</summary>
internal static class ActorCreations
{
    public const string TalkingActor = "talking-actor";
    public const string ProductInHand = "product-in-hand";

    private const string First = "ugcl-1.0";
    private const string Second = "ugcl-2.0";
    private const string Longest = "25s";
    private const int MostActors = 20;

    public static CreationInput Read(CreationBody body, string endpoint, int longestScript)
    {
        string project = body.Text("projectId");
        string? workflow = body.Choice("workflowType", [Second, First], required: true);
        if (workflow is not Second)
        {
            // Without the workflow, what it requires is unknown.
            return workflow is null ? new CreationInput("") : FirstWorkflow(body, endpoint, project);
        }

        string script = body.Text("script", 10, longestScript);
        _ = body.Text("actions", 10, 1000);
        string? duration = body.Choice("duration", ["10s", "15s", Longest], required: true);
        string tier = body.Choice("tier", ["standard", "pro"]) ?? "standard";
        if (endpoint == TalkingActor)
        {
            CheckStoryboard(body, duration);
        }

        return new CreationInput($"{endpoint}/{duration}/{tier}")
        {
            Job = new()
            {
                ProjectId = project,
                Prompt = script,
                ServiceModel = $"{endpoint}-{tier}-{duration}ec", // Of 15s the documented example of such a name makes 15sec.
                RefinesScript = body.Flag("refineScript", otherwise: true),
                RefinesActions = body.Flag("refineActions", otherwise: true),
            },
            Players = SecondPlayers(body),
            Variants = body.Variants(),
            Image = endpoint == ProductInHand ? body.PublicAddress("productImageUrl", required: true) : null,
        };
    }

    /// <summary>The actors of ugcl-1.0 and of motion control.</summary>
    public static IReadOnlyList<Player> FirstPlayers(CreationBody body)
    {
        IReadOnlyList<Player>? players = body.Actors("ugclabActorIds", ActorList.First, required: true);
        if (players is { Count: 0 or > MostActors })
        {
            body.Fault($"ugclabActorIds must name 1 to {MostActors} actors, and names {players.Count}");
        }

        return players ?? [];
    }

    // The documentation shows a few fields of this body and no rule, so nothing else in it is checked.
    private static CreationInput FirstWorkflow(CreationBody body, string endpoint, string project) => new($"{endpoint}/{First}")
    {
        Job = new()
        {
            ProjectId = project,
            Prompt = body.Member("script") is { ValueKind: JsonValueKind.String } script ? script.GetString()! : "",
            ServiceModel = $"{endpoint}-{First}",
            RefinesScript = true,
            RefinesActions = true,
        },
        Players = FirstPlayers(body),
        Variants = CreationBody.VariantsOf(body.Member("variants")) ?? 1,
    };

    // From the list, or made up for the request.
    private static Player[] SecondPlayers(CreationBody body)
    {
        IReadOnlyList<Player>? listed = body.Actors("actorIds", ActorList.Second);
        IReadOnlyList<JsonElement>? custom = body.Objects("customActors");
        IEnumerable<JsonElement> described = custom?.Where(each => each.ValueKind is JsonValueKind.Object) ?? [];
        foreach (JsonProperty text in described.SelectMany(each => each.EnumerateObject())
            .Where(each => each.Name is "characterDescription" or "environment" && each.Value.ValueKind is not JsonValueKind.String))
        {
            body.Fault($"{text.Name} in customActors must be a string, and is '{CreationBody.Short(text.Value)}'");
        }

        // A value that isn't a list is already reported as an error, so its missing actors aren't.
        Player[] all = [.. listed ?? [], .. custom?.Select(_ => new Player(null, IsCustom: true)) ?? []];
        if (all.Length == 0 && (listed is not null || body.Member("actorIds") is null)
            && (custom is not null || body.Member("customActors") is null))
        {
            body.Fault($"actorIds or customActors is required, with at least one actor");
        }

        if (all.Length > MostActors)
        {
            body.Fault($"actorIds and customActors may name {MostActors} actors together, and name {all.Length}");
        }

        return all;
    }

    private static void CheckStoryboard(CreationBody body, string? duration)
    {
        if (body.Member("storyboardScenes") is { ValueKind: JsonValueKind.Null } || body.Objects("storyboardScenes") is not { } scenes)
        {
            return;
        }

        if (scenes.Count is not (2 or 3))
        {
            body.Fault($"storyboardScenes must hold 2 or 3 scenes, and holds {scenes.Count}");
        }

        if (duration is not (Longest or null))
        {
            body.Fault($"storyboardScenes belong to a duration of {Longest}, and it is '{duration}'");
        }
    }
}
