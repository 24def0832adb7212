using System.Globalization;
using System.Text.Json;
using UgcLab.Json;

namespace UgcLab.Creations;

/// <summary>Describes the jobs of a request by its body, so that one from the store says the same as one to be sent.</summary>
internal static class RequestDescription
{
    // In order of lookup: no kind has two of one line.
    private static readonly string[] Models = ["model", "workflowType"];
    private static readonly string[] Texts = ["prompt", "script", "userPrompt"];
    private static readonly string[] Tiers = ["tier", "quality"];
    private static readonly string[] Images = ["imageUrl", "productImageUrl"];
    private static readonly string[] Actors = ["actorIds", "customActors", "ugclabActorIds"];

    /// <summary>Whether a member is what a person wrote for people to see or hear, which is recorded to the letter.</summary>
    public static bool IsText(string member) => Texts.Contains(member) || member is "actions";

    /// <summary>A job of the request, without an id; <see cref="UgcJob.VariantCount"/> is how many it makes.</summary>
    public static UgcJob Of(string? endpoint, JsonElement request)
    {
        UgcKind? kind = CreationKind.At(endpoint)?.Kind;

        // A kind of one model has no need to name it.
        string? model = First(request, Models) ?? (kind is UgcKind made && Catalogue.Of(made) is [UgcModel only] ? only.Name : null);
        int actors = Actors.Sum(name => request.Items(name).Count());
        return new UgcJob
        {
            UgcId = "",
            Kind = kind,
            Model = model,
            Duration = request.Text("duration") ?? request.Amount("videoDuration")?.ToString(CultureInfo.InvariantCulture),
            Tier = First(request, Tiers) ?? (kind is UgcKind its ? Catalogue.Find(model, its)?.DefaultTier : null),
            AspectRatio = request.Text("aspectRatio"),
            Prompt = First(request, Texts),
            ImageUrl = First(request, Images),
            ProjectId = request.Text("projectId"),
            VariantCount = (request.Whole("variants") ?? 1) * Math.Max(1, actors),

            // Of several actors, or of one who was described, no one is known to be the job's.
            ActorId = actors == 1 ? Actors.SelectMany(name => request.TextItems(name)).FirstOrDefault() : null,
        };
    }

    private static string? First(JsonElement request, string[] members) => members.Select(member => request.Text(member)).FirstOrDefault(text => text is not null);
}
