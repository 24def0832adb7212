using UgcLab.Catalog;

namespace UgcLab;

/// <summary>
/// Says what is wrong with a draft before anything is sent: a request that the service refuses counts against the
/// hour's hundred. Only what fails by every reading of the documentation is refused (docs/video).
/// </summary>
public static class VideoRules
{
    /// <summary>Checks a draft and reports every fault at once.</summary>
    /// <param name="draft">The video as somebody wrote it.</param>
    /// <param name="skipValidation">
    /// Sends values as typed, for models and settings newer than <see cref="VideoCatalog"/>. What no request can be
    /// without, the number of takes, the address's scheme and secrets are looked at all the same.
    /// </param>
    public static VideoCheck Check(VideoDraft draft, bool skipValidation = false)
    {
        Findings findings = new();
        FieldReader read = new(findings, skipValidation);
        PromptRules.Check(draft.Prompt, skipValidation, findings);

        string? projectId = read.Field(
            nameof(draft.ProjectId), draft.ProjectId, "ProjectIdInvalid",
            text => OrderRules.ProjectId(text, skipValidation, findings));
        string? modelName = read.Field(
            nameof(draft.Model), draft.Model, "ModelUnknown",
            text => skipValidation && text is not null ? text : SettingRules.Model(text, findings));
        VideoModel? model = VideoCatalog.Find(modelName);
        string? duration = read.Field(
            nameof(draft.Duration), draft.Duration, "DurationNotAllowed",
            text => skipValidation && text is not null ? text : SettingRules.Duration(text, model, findings));
        string? ratio = read.Field(
            nameof(draft.AspectRatio), draft.AspectRatio, "AspectRatioNotAllowed",
            text => skipValidation ? text : AspectRatioRules.Check(text, model, findings));
        string? tier = read.Field(
            nameof(draft.Tier), draft.Tier, "TierNotAllowed",
            text => skipValidation ? text : SettingRules.Tier(text, model, findings));
        string? imageUrl = read.Field(
            nameof(draft.ImageUrl), draft.ImageUrl, "ImageUrlInvalid",
            text => ImageUrlRules.Check(text, skipValidation, findings));
        int variants = read.Field(
            nameof(draft.Variants), draft.Variants, "VariantsRange",
            text => OrderRules.Variants(text, findings));

        // It is not sent, but it names files and stands in the local record.
        _ = read.Field(nameof(draft.Reference), draft.Reference, "ReferenceInvalid", text => text);
        OrderRules.AdditionalProperties(draft.AdditionalProperties, findings);

        VideoRequest? request = findings.Faults.Count > 0 ? null : new()
        {
            ProjectId = projectId!,
            Prompt = draft.Prompt!,
            Model = modelName!,
            Duration = duration!,
            AspectRatio = ratio,
            Tier = tier,
            ImageUrl = imageUrl,
            Variants = variants,
            AdditionalProperties = draft.AdditionalProperties,
        };
        return new(request, findings.Faults, findings.Warnings);
    }
}
