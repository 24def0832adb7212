namespace UgcLab.Creations;

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
