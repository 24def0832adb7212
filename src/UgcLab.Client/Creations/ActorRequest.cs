using System.Text.Json;
using UgcLab.Catalog;

namespace UgcLab;

/// <summary>
/// What the two kinds of videos have in common in which an actor speaks a script (docs/talking-actor, docs/product-in-hand).
/// Of workflow ugcl-1.0 little is documented: what is set is sent, and nothing but the project has to be.
/// </summary>
public abstract record ActorRequest : CreationRequest
{
    /// <summary>The workflow whose form is documented whole.</summary>
    public const string Documented = "ugcl-2.0";

    /// <summary>The workflow whose form is not.</summary>
    public const string Free = "ugcl-1.0";

    /// <summary><c>ugcl-2.0</c> or <c>ugcl-1.0</c>.</summary>
    public string WorkflowType { get; init; } = Documented;

    /// <summary>Ids of actors, 20 at most: of <c>GET /actors</c>, or for ugcl-1.0 of <c>GET /ugclab-actors</c>.</summary>
    public IReadOnlyList<string> ActorIds { get; init; } = [];

    /// <summary>Actors that are described, 20 at most: objects with at least characterDescription and environment, sent as they are.</summary>
    public IReadOnlyList<JsonElement> CustomActors { get; init; } = [];

    /// <summary>What the actor says: 10 characters at least.</summary>
    public string? Script { get; init; }

    /// <summary>What the actor does: 10 to 1000 characters.</summary>
    public string? Actions { get; init; }

    /// <summary>The length in seconds, with its unit: <c>10s</c>, <c>15s</c> or <c>25s</c> (a storyboard).</summary>
    public string? Duration { get; init; }

    /// <summary><c>standard</c> or <c>pro</c>; null leaves it to the service (standard).</summary>
    public string? Tier { get; init; }

    /// <summary>Whether the service may improve the script; null leaves it to the service (yes).</summary>
    public bool? RefineScript { get; init; }

    /// <summary>Whether the service may improve the actions; null leaves it to the service (yes).</summary>
    public bool? RefineActions { get; init; }

    /// <inheritdoc/>
    public override int Outputs => Variants * Math.Max(1, ActorIds.Count + CustomActors.Count);

    internal override CreationRequest Identity => CustomActors.Count == 0 ? this : this with { CustomActors = [.. CustomActors.Select(FreeObjects.Canonical)] };

    internal override bool HasMore => base.HasMore || WorkflowType != Documented;

    /// <summary>The kind that the endpoint makes.</summary>
    private protected abstract UgcKind Kind { get; }

    internal override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("projectId", ProjectId);
        json.WriteString("workflowType", WorkflowType);
        Optional(json, WorkflowType == Free ? "ugclabActorIds" : "actorIds", ActorIds);
        Optional(json, "customActors", CustomActors);
        WriteOwn(json);
        Optional(json, "script", Script);
        Optional(json, "actions", Actions);
        Optional(json, "duration", Duration);
        Optional(json, "tier", Tier);
        if (WorkflowType != Free || Variants > 1)
        {
            json.WriteNumber("variants", Variants);
        }

        Optional(json, "refineScript", RefineScript);
        Optional(json, "refineActions", RefineActions);
    }

    /// <inheritdoc/>
    public override UgcJob Describe(string ugcId) => new()
    {
        UgcId = ugcId,
        Kind = Kind,
        Prompt = Script,
        Model = WorkflowType,
        Duration = Duration,
        ActorId = ActorIds is [string only] && CustomActors.Count == 0 ? only : null,
        Tier = Tier ?? Catalogue.Find(WorkflowType, Kind)?.DefaultTier,
        ProjectId = ProjectId,
        VariantCount = Outputs,
    };

    /// <summary>Writes what the other kind does not have.</summary>
    private protected abstract void WriteOwn(Utf8JsonWriter json);
}
