using UgcLab.Catalog;

namespace UgcLab;

/// <summary>The rules of <c>POST /ugc/talking-actor</c> (docs/talking-actor).</summary>
public static class TalkingActorRules
{
    /// <summary>Characters of a script at most.</summary>
    public const int LongestScript = 3000;

    /// <summary>Checks a draft and reports every fault at once.</summary>
    /// <param name="draft">The video as somebody wrote it.</param>
    /// <param name="skipValidation">Whether values are sent as typed; see <see cref="CreationKind.Check"/>.</param>
    public static CreationCheck Check(CreationDraft draft, bool skipValidation = false) =>
        ActorRules.Check(UgcKind.TalkingActor, LongestScript, draft, skipValidation);
}
