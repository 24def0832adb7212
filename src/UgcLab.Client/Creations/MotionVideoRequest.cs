using System.Globalization;
using System.Text.Json;

namespace UgcLab;

/// <summary>What <c>POST /ugc/motion-control</c> takes (docs/motion-control). Optional members that are null are not sent.</summary>
public sealed record MotionVideoRequest : CreationRequest
{
    /// <summary>Ids of 1 to 20 actors of <c>GET /ugclab-actors</c>.</summary>
    public required IReadOnlyList<string> ActorIds { get; init; }

    /// <summary>A public https address of the video whose motion is taken over: MP4 or WebM, at most 50 MB and 30 seconds.</summary>
    public required string ReferenceVideoUrl { get; init; }

    /// <summary>How long that video is: 1 to 30 seconds, each of them paid for.</summary>
    public required decimal VideoDuration { get; init; }

    /// <summary>A public https address of the picture of a product.</summary>
    public string? ProductImageUrl { get; init; }

    /// <summary>What is to be seen besides: 1000 characters at most.</summary>
    public string? Prompt { get; init; }

    /// <summary><c>std</c> or <c>pro</c>; null leaves it to the service (pro).</summary>
    public string? Quality { get; init; }

    private static UgcModel Model { get; } = Catalogue.Of(UgcKind.MotionVideo)[0];

    internal override string Endpoint => "ugc/motion-control";

    /// <inheritdoc/>
    public override int Outputs => Variants * ActorIds.Count;

    internal override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("projectId", ProjectId);
        Optional(json, "ugclabActorIds", ActorIds);
        json.WriteString("referenceVideoUrl", ReferenceVideoUrl);
        json.WriteNumber("videoDuration", VideoDuration);
        Optional(json, "productImageUrl", ProductImageUrl);
        Optional(json, "userPrompt", Prompt);
        Optional(json, "quality", Quality);
        json.WriteNumber("variants", Variants);
    }

    /// <inheritdoc/>
    public override UgcJob Describe(string ugcId) => new()
    {
        UgcId = ugcId,
        Kind = UgcKind.MotionVideo,
        Prompt = Prompt,
        Model = Model.Name,
        Duration = VideoDuration.ToString(CultureInfo.InvariantCulture),
        ActorId = ActorIds is [string only] ? only : null,
        Tier = Quality ?? Model.DefaultTier,
        ImageUrl = ProductImageUrl,
        ProjectId = ProjectId,
        VariantCount = Outputs,
    };
}
