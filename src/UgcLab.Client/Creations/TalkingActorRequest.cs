using System.Text.Json;
using UgcLab.Catalog;

namespace UgcLab;

/// <summary>What <c>POST /ugc/talking-actor</c> takes (docs/talking-actor). The script may have 3000 characters.</summary>
public sealed record TalkingActorRequest : ActorRequest
{
    /// <summary>Two or three scenes of a storyboard, for 25s alone; objects whose form is not documented, sent as they are.</summary>
    public IReadOnlyList<JsonElement> StoryboardScenes { get; init; } = [];

    internal override CreationRequest Identity => StoryboardScenes.Count == 0 ? base.Identity
        : (TalkingActorRequest)base.Identity with { StoryboardScenes = [.. StoryboardScenes.Select(FreeObjects.Canonical)] };

    internal override string Endpoint => "ugc/talking-actor";

    private protected override UgcKind Kind => UgcKind.TalkingActor;

    private protected override void WriteOwn(Utf8JsonWriter json) => Optional(json, "storyboardScenes", StoryboardScenes);
}
