namespace UgcLab.Creations;

// The rules of each kind (docs/video and the other pages). Each field is read where its member is set, so errors come in the
// order of the members; when there are any, the request is not used.
internal static class CreationRules
{
    private const int LongestReferenceVideo = 30;

    // The length that is made of scenes.
    private const string Storyboard = "25s";

    public static CreationRequest Video(FieldRules rules) => new VideoRequest
    {
        Prompt = rules.Text(CreationField.Prompt, 10, 3000)!,
        ProjectId = rules.ProjectId()!,
        Model = rules.Model()!,
        Duration = rules.Duration()!,
        AspectRatio = rules.AspectRatio(),
        Tier = rules.Tier(),
        ImageUrl = rules.Address(CreationField.ImageUrl, isRequired: false),
        ImageJob = rules.Draft.ImageJob,
        Variants = rules.Variants(),
    };

    public static CreationRequest Image(FieldRules rules) => new ImageRequest
    {
        Prompt = rules.Text(CreationField.Prompt, 10, 3000)!,
        ProjectId = rules.ProjectId()!,
        Model = rules.Model()!,
        Tier = rules.Tier(),
        AspectRatio = rules.AspectRatio(),
        Variants = rules.Variants(),
    };

    public static CreationRequest TalkingActor(FieldRules rules)
    {
        TalkingActorRequest request = (TalkingActorRequest)Acted(rules, new TalkingActorRequest { ProjectId = "" }, 3000) with
        {
            StoryboardScenes = rules.Objects(CreationField.StoryboardScene, 2, 3),
        };
        if (request is { StoryboardScenes.Count: > 0, Duration: not null and not Storyboard } && !rules.IsLenient)
        {
            rules.Fault<int>(
                "StoryboardSceneNotAllowed", CreationField.StoryboardScene, null,
                $"is allowed only with a Duration of {Storyboard}, and the Duration is {request.Duration}.",
                $"Remove it, or set Duration to {Storyboard}.");
        }

        return request with { Variants = rules.Variants() };
    }

    // Its script is far shorter than a talking actor's.
    public static CreationRequest ProductVideo(FieldRules rules) =>
        (ProductVideoRequest)Acted(rules, new ProductVideoRequest { ProjectId = "" }, 500) with
        {
            ProductImageUrl = rules.Address(CreationField.ProductImageUrl, isRequired: !rules.IsUndocumented),
            Variants = rules.Variants(),
        };

    public static CreationRequest MotionVideo(FieldRules rules) => new MotionVideoRequest
    {
        Prompt = rules.Text(CreationField.Prompt, 0, 1000),
        ProjectId = rules.ProjectId()!,
        ActorIds = rules.Has(CreationField.ActorId) ? rules.Actors(ActorRequest.Undocumented)
            : rules.Fault<string[]>(
                "ActorIdMissing", CreationField.ActorId, null, "is missing: a request names 1 to 20 actors.",
                "Get-UgcActor -Workflow ugcl-1.0 lists them.") ?? [],
        ReferenceVideoUrl = rules.Address(CreationField.ReferenceVideoUrl, isRequired: true)!,
        VideoDuration = rules.Seconds(1, LongestReferenceVideo),
        ProductImageUrl = rules.Address(CreationField.ProductImageUrl, isRequired: false),
        Quality = rules.Tier(CreationField.Quality),
        Variants = rules.Variants(),
    };

    // Of the undocumented workflow, only a project is required, and only a value that can't be sent, a secret, or more than twenty actors
    // are refused.
    private static ActorRequest Acted(FieldRules rules, ActorRequest request, int longestScript)
    {
        int shortest = rules.IsUndocumented ? 0 : 10;
        request = request with
        {
            Script = rules.Text(CreationField.Script, shortest, longestScript),
            Actions = rules.Text(CreationField.Actions, shortest, 1000),
            ProjectId = rules.ProjectId()!,
            WorkflowType = rules.Model(CreationField.WorkflowType, ActorRequest.Documented)!,
            ActorIds = rules.Actors(rules.IsUndocumented ? ActorRequest.Undocumented : ActorRequest.Documented),
            CustomActors = rules.Objects(CreationField.CustomActor, 1, ActorRules.MostActors),
        };
        if (!rules.IsUndocumented && !rules.Has(CreationField.ActorId) && !rules.Has(CreationField.CustomActor))
        {
            rules.Fault<int>(
                "ActorIdMissing", CreationField.ActorId, null,
                "is missing: a request names 1 to 20 actors, or describes some with CustomActor.", "Get-UgcActor lists them.");
        }

        return request with
        {
            Duration = rules.IsUndocumented ? rules.Free(CreationField.Duration) : rules.Duration(),
            Tier = rules.Tier(),
            RefineScript = rules.Flag(CreationField.RefineScript),
            RefineActions = rules.Flag(CreationField.RefineActions),
        };
    }
}

internal sealed record CreationCheck(
    CreationRequest? Request, IReadOnlyList<UgcFault> Faults, IReadOnlyList<string> Warnings, IReadOnlyList<string> Notes);

// Collects what the rules find. Values are made safe here, so that no rule can forget to.
internal sealed class ValidationResultBuilder
{
    // Long enough for an address to be copied out of a hint.
    private const int LongestHint = 300;

    public List<UgcFault> Faults { get; } = [];
    public List<string> Warnings { get; } = [];

    // Values that were converted to the spelling of the service.
    public List<string> Notes { get; } = [];

    // Returns the value that was meant, and notes it if more than the case differs.
    public string ReadAs(CreationField field, string text, string meant)
    {
        if (!string.Equals(text, meant, StringComparison.OrdinalIgnoreCase))
        {
            Notes.Add($"{field} '{Redaction.Show(text)}' is read as {meant}.");
        }

        return meant;
    }

    // Adds an error and returns null. The message begins with field and value, such as "Duration '7'".
    public string? Fault(string code, string field, string? value, string what, string? hint = null)
    {
        Faults.Add(new UgcFault(
            code,
            field,
            value is null ? null : Redaction.Show(value),
            value is null ? $"{field} {what}" : $"{field} '{Redaction.Show(value)}' {what}",
            hint is null ? null : Redaction.Show(hint, LongestHint)));
        return null;
    }

    public string? Fault(string code, CreationField field, string? value, string what, string? hint = null) =>
        Fault(code, field.ToString(), value, what, hint);

    public void Warn(CreationField field, string what) => Warnings.Add($"{field} {Redaction.Show(what, LongestHint)}");

    public static string? DidYouMean(string? near) => near is null ? null : $"Did you mean {near}?";
}
