using UgcLab.Catalog;

namespace UgcLab;

/// <summary>The rules of <c>POST /ugc/video</c> (docs/video).</summary>
public static class VideoRules
{
    /// <summary>Checks a draft and reports every fault at once.</summary>
    /// <param name="draft">The video as somebody wrote it.</param>
    /// <param name="skipValidation">Whether values are sent as typed; see <see cref="CreationKind.Check"/>.</param>
    public static CreationCheck Check(CreationDraft draft, bool skipValidation = false)
    {
        FieldRules rules = new(UgcKind.Video, draft, skipValidation);
        string? prompt = rules.Text(TextSize.Prompt);
        string? projectId = rules.ProjectId();
        string? model = rules.Model();
        string? duration = rules.Duration(model);
        string? ratio = rules.AspectRatio(model);
        string? tier = rules.Tier(model, isRequired: true);
        string? imageUrl = rules.Address(CreationField.ImageUrl, isRequired: false);
        int variants = rules.Variants();
        return rules.Done(() => new VideoRequest
        {
            ProjectId = projectId!,
            Prompt = prompt!,
            Model = model!,
            Duration = duration!,
            AspectRatio = ratio,
            Tier = tier,
            ImageUrl = imageUrl,
            ImageJob = draft.ImageJob,
            Variants = variants,
        });
    }
}
