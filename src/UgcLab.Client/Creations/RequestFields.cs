using System.Globalization;
using System.Text.Json;
using UgcLab.Json;

namespace UgcLab.Creations;

/// <summary>What a request on record says of itself, whatever its kind: the same that <see cref="CreationRequest.Describe"/> says of one in hand.</summary>
internal sealed record RequestFields
{
    // In the order in which they are looked for: no kind has two of one line.
    private static readonly string[] Models = ["model", "workflowType"];
    private static readonly string[] Texts = ["prompt", "script", "userPrompt"];
    private static readonly string[] Tiers = ["tier", "quality"];
    private static readonly string[] Images = ["imageUrl", "productImageUrl"];
    private static readonly string[] Actors = ["actorIds", "customActors", "ugclabActorIds"];

    public UgcKind? Kind { get; private init; }

    public string? Model { get; private init; }

    public string? Duration { get; private init; }

    public string? Tier { get; private init; }

    public string? AspectRatio { get; private init; }

    public string? Prompt { get; private init; }

    public string? ImageUrl { get; private init; }

    public string? ProjectId { get; private init; }

    /// <summary>The one actor of the service's who is asked for; null where there are several, or others.</summary>
    public string? ActorId { get; private init; }

    /// <summary>How many jobs it makes.</summary>
    public int Outputs { get; private init; }

    /// <summary>Whether a member is what somebody wrote for people to see or hear, which the record keeps to the letter.</summary>
    public static bool IsText(string member) => Texts.Contains(member) || member is "actions";

    public static RequestFields Of(string? endpoint, JsonElement request)
    {
        UgcKind? kind = CreationKind.At(endpoint)?.Kind;

        // A kind of one model has no need to name it.
        string? model = First(request, Models) ?? (kind is UgcKind made && Catalogue.Of(made) is [UgcModel only] ? only.Name : null);
        int actors = Actors.Sum(name => request.Items(name).Count());
        return new RequestFields
        {
            Kind = kind,
            Model = model,
            Duration = request.Text("duration") ?? request.Amount("videoDuration")?.ToString(CultureInfo.InvariantCulture),
            Tier = First(request, Tiers) ?? (kind is UgcKind its ? Catalogue.Find(model, its)?.DefaultTier : null),
            AspectRatio = request.Text("aspectRatio"),
            Prompt = First(request, Texts),
            ImageUrl = First(request, Images),
            ProjectId = request.Text("projectId"),
            Outputs = (request.Whole("variants") ?? 1) * Math.Max(1, actors),
            ActorId = actors == 1 ? Actors.SelectMany(name => request.TextItems(name)).FirstOrDefault() : null,
        };
    }

    private static string? First(JsonElement request, string[] members) => members.Select(member => request.Text(member)).FirstOrDefault(text => text is not null);
}
