using System.Text.Json;
using UgcLab.Catalog;

namespace UgcLab;

/// <summary>
/// What the rules of talking actors and of products in hand have in common: workflow ugcl-2.0 is documented whole and checked
/// whole; ugcl-1.0 is not, so of it nothing but a project is required, and nothing refused but what cannot be sent, is a secret,
/// or would pay for more than twenty actors at once.
/// </summary>
internal static class ActorRules
{
    // The length that is made of scenes.
    private const string Storyboard = "25s";

    public static CreationCheck Check(UgcKind kind, int longestScript, CreationDraft draft, bool skipValidation)
    {
        bool isFree = string.Equals(draft.WorkflowType?.Trim(), ActorRequest.Free, StringComparison.OrdinalIgnoreCase);
        string? asked = isFree ? ActorRequest.Free : string.IsNullOrWhiteSpace(draft.WorkflowType) ? ActorRequest.Documented : draft.WorkflowType;
        FieldRules rules = new(kind, draft with { WorkflowType = asked }, skipValidation || isFree);
        string? script = rules.Text(new(CreationField.Script, isFree ? 0 : 10, longestScript));
        string? actions = rules.Text(new(CreationField.Actions, isFree ? 0 : 10, 1000));
        string? projectId = rules.ProjectId();
        string? workflow = rules.Model(CreationField.WorkflowType);
        IReadOnlyList<string> actors = rules.Actors(skipValidation ? null : isFree ? ActorRequest.Free : ActorRequest.Documented);
        IReadOnlyList<JsonElement> customActors = rules.Objects(CreationField.CustomActor, 1, FieldRules.MostActors);
        if (!isFree && string.IsNullOrWhiteSpace(draft.ActorId) && string.IsNullOrWhiteSpace(draft.CustomActor))
        {
            rules.Fault<int>("ActorIdMissing", CreationField.ActorId, null, "is missing: a request names 1 to 20 actors, or describes some with CustomActor.", "Get-UgcActor lists them.");
        }

        string? duration = isFree ? rules.Free(CreationField.Duration) : rules.Duration(workflow);
        string? tier = rules.Tier(workflow, isRequired: false);
        bool? refineScript = rules.Flag(CreationField.RefineScript);
        bool? refineActions = rules.Flag(CreationField.RefineActions);
        bool isProduct = kind is UgcKind.ProductVideo;
        string? product = isProduct ? rules.Address(CreationField.ProductImageUrl, isRequired: !isFree) : null;
        IReadOnlyList<JsonElement> scenes = isProduct ? [] : rules.Objects(CreationField.StoryboardScene, 2, 3);
        if (scenes.Count > 0 && !isFree && !skipValidation && duration is not null and not Storyboard)
        {
            rules.Fault<int>("StoryboardSceneNotAllowed", CreationField.StoryboardScene, null, $"goes with a Duration of {Storyboard} alone, and this is {duration}.", $"Leave it out, or make Duration {Storyboard}.");
        }

        int variants = rules.Variants();
        return rules.Done(() =>
        {
            ActorRequest request = isProduct
                ? new ProductVideoRequest { ProjectId = projectId!, ProductImageUrl = product }
                : new TalkingActorRequest { ProjectId = projectId!, StoryboardScenes = scenes };
            return request with
            {
                WorkflowType = workflow!,
                ActorIds = actors,
                CustomActors = customActors,
                Script = script,
                Actions = actions,
                Duration = duration,
                Tier = tier,
                RefineScript = refineScript,
                RefineActions = refineActions,
                Variants = variants,
            };
        });
    }
}
