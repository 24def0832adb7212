namespace UgcLab.Creations;

/// <summary>
/// What the two kinds of videos have in common in which an actor speaks a script (docs/talking-actor, docs/product-in-hand).
/// Of workflow ugcl-1.0 little is documented: what is set is sent, and nothing but the project has to be.
/// </summary>
public abstract record ActorRequest : CreationRequest
{
    // The workflow whose form is documented whole.
    internal const string Documented = "ugcl-2.0";

    // The workflow whose form is not.
    internal const string Undocumented = "ugcl-1.0";

    /// <summary><c>ugcl-2.0</c>, or <c>ugcl-1.0</c> for longer videos.</summary>
    public string WorkflowType { get; init; } = Documented;

    /// <summary>Ids of actors, 20 at most: of <c>GET /actors</c>, or for ugcl-1.0 of <c>GET /ugclab-actors</c>.</summary>
    public IReadOnlyList<string> ActorIds { get; init; } = [];

    /// <summary>
    /// Actors that are described, 20 at most: objects with at least characterDescription and environment, sent as they are.
    /// </summary>
    public IReadOnlyList<JsonElement> CustomActors { get; init; } = [];

    /// <summary>What the actor says: 10 characters at least.</summary>
    public string? Script { get; init; }

    /// <summary>What the actor does: 10 to 1000 characters.</summary>
    public string? Actions { get; init; }

    /// <summary>The length in seconds, with its unit: <c>10s</c>, <c>15s</c> or <c>25s</c> (a storyboard).</summary>
    public string? Duration { get; init; }

    /// <summary><c>standard</c> or <c>pro</c>; null for the service's default (standard).</summary>
    public string? Tier { get; init; }

    /// <summary>Whether the service may improve the script; null for the service's default (yes).</summary>
    public bool? RefineScript { get; init; }

    /// <summary>Whether the service may improve the actions; null for the service's default (yes).</summary>
    public bool? RefineActions { get; init; }

    /// <inheritdoc/>
    public override int Outputs => Variants * Math.Max(1, ActorIds.Count + CustomActors.Count);

    internal override CreationRequest Identity =>
        CustomActors.Count == 0 ? this : this with { CustomActors = [.. CustomActors.Select(UntypedJson.Canonical)] };

    internal override bool IsPriceUnknown => base.IsPriceUnknown || WorkflowType != Documented;

    private protected override (string Name, object? Value)[] Members =>
    [
        ("projectId", ProjectId), ("workflowType", WorkflowType),
        (WorkflowType == Undocumented ? "ugclabActorIds" : "actorIds", ActorIds), ("customActors", CustomActors), Own,
        ("script", Script), ("actions", Actions), ("duration", Duration), ("tier", Tier),
        ("variants", WorkflowType == Undocumented && Variants <= 1 ? null : Variants), ("refineScript", RefineScript),
        ("refineActions", RefineActions),
    ];

    // The member that the other kind doesn't have.
    private protected abstract (string, object?) Own { get; }
}

/// <summary>What <c>POST /ugc/talking-actor</c> takes (docs/talking-actor). The script may have 3000 characters.</summary>
public sealed record TalkingActorRequest : ActorRequest
{
    /// <summary>Two or three scenes of a storyboard, for 25s only; objects whose form is not documented, sent as they are.</summary>
    public IReadOnlyList<JsonElement> StoryboardScenes { get; init; } = [];

    internal override CreationRequest Identity => StoryboardScenes.Count == 0 ? base.Identity
        : (TalkingActorRequest)base.Identity with { StoryboardScenes = [.. StoryboardScenes.Select(UntypedJson.Canonical)] };

    internal override string Endpoint => "ugc/talking-actor";

    private protected override (string, object?) Own => ("storyboardScenes", StoryboardScenes);
}

/// <summary>What <c>POST /ugc/product-in-hand</c> takes (docs/product-in-hand). The script may have 500 characters.</summary>
public sealed record ProductVideoRequest : ActorRequest
{
    /// <summary>A public https address of the picture of the product.</summary>
    public string? ProductImageUrl { get; init; }

    internal override string Endpoint => "ugc/product-in-hand";

    private protected override (string, object?) Own => ("productImageUrl", ProductImageUrl);
}
