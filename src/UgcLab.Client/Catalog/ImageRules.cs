using UgcLab.Catalog;

namespace UgcLab;

/// <summary>The rules of <c>POST /ugc/image</c> (docs/image).</summary>
public static class ImageRules
{
    /// <summary>Checks a draft and reports every fault at once.</summary>
    /// <param name="draft">The image as somebody wrote it.</param>
    /// <param name="skipValidation">Whether values are sent as typed; see <see cref="CreationKind.Check"/>.</param>
    public static CreationCheck Check(CreationDraft draft, bool skipValidation = false)
    {
        FieldRules rules = new(UgcKind.Image, draft, skipValidation);
        string? prompt = rules.Text(TextSize.Prompt);
        string? projectId = rules.ProjectId();
        string? model = rules.Model();
        string? tier = rules.Tier(model, isRequired: true);
        string? ratio = rules.AspectRatio(model);
        int variants = rules.Variants();
        return rules.Done(() => new ImageRequest
        {
            ProjectId = projectId!,
            Prompt = prompt!,
            Model = model!,
            Tier = tier,
            AspectRatio = ratio,
            Variants = variants,
        });
    }
}
