namespace UgcLab.Simulator.Endpoints;

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
