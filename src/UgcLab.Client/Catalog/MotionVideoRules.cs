using UgcLab.Catalog;

namespace UgcLab;

/// <summary>The rules of <c>POST /ugc/motion-control</c> (docs/motion-control).</summary>
public static class MotionVideoRules
{
    /// <summary>Seconds of a reference video at most.</summary>
    public const int LongestVideo = 30;

    /// <summary>Checks a draft and reports every fault at once.</summary>
    /// <param name="draft">The video as somebody wrote it.</param>
    /// <param name="skipValidation">Whether values are sent as typed; see <see cref="CreationKind.Check"/>.</param>
    public static CreationCheck Check(CreationDraft draft, bool skipValidation = false)
    {
        FieldRules rules = new(UgcKind.MotionVideo, draft, skipValidation);
        string? prompt = rules.Text(new(CreationField.Prompt, 0, 1000));
        string? projectId = rules.ProjectId();
        IReadOnlyList<string> actors = rules.Actors(skipValidation ? null : ActorRequest.Free);
        if (string.IsNullOrWhiteSpace(draft.ActorId))
        {
            rules.Fault<int>("ActorIdMissing", CreationField.ActorId, null, "is missing: a request names 1 to 20 actors.", "Get-UgcActor -Workflow ugcl-1.0 lists them.");
        }

        string? video = rules.Address(CreationField.ReferenceVideoUrl, isRequired: true);
        decimal seconds = rules.Seconds(1, LongestVideo);
        string? product = rules.Address(CreationField.ProductImageUrl, isRequired: false);
        string? quality = rules.Tier(Catalogue.Of(UgcKind.MotionVideo)[0].Name, isRequired: false, CreationField.Quality);
        int variants = rules.Variants();
        return rules.Done(() => new MotionVideoRequest
        {
            ProjectId = projectId!,
            ActorIds = actors,
            ReferenceVideoUrl = video!,
            VideoDuration = seconds,
            ProductImageUrl = product,
            Prompt = prompt,
            Quality = quality,
            Variants = variants,
        });
    }
}
