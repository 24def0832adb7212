using System.Text.Json;
using System.Text.Json.Nodes;

namespace UgcLab.Client.Tests.Creations;

/// <summary>The documented examples of what can be bought, and what somebody would have written down to get each.</summary>
internal static class DocumentedCreations
{
    /// <summary>Kind, request and answer of each.</summary>
    public static TheoryData<UgcKind, string, string> All => new()
    {
        { UgcKind.Video, "video.request.text-to-video", "video.created" },
        { UgcKind.Video, "video.request.image-to-video", "video.created" },
        { UgcKind.Video, "video.request.veo", "video.created" },
        { UgcKind.Image, "image.request", "image.created" },
        { UgcKind.TalkingActor, "talking-actor.request", "talking-actor.created" },
        { UgcKind.ProductVideo, "product-in-hand.request", "product-in-hand.created" },
        { UgcKind.ProductVideo, "product-in-hand.request.ugcl-1.0", "product-in-hand.created" },
        { UgcKind.MotionVideo, "motion-control.request", "motion-control.created" },
    };

    public static string Text(string sample) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", $"{sample}.json"));

    /// <summary>The body of an example on one line.</summary>
    public static string Body(string sample) => JsonNode.Parse(Text(sample))!.ToJsonString();

    /// <summary>An example as a row would say it: text in every field, ids in a list, yes and no in words.</summary>
    public static CreationDraft Draft(string sample)
    {
        Dictionary<CreationField, string> fields = JsonNode.Parse(Text(sample))!.AsObject().ToDictionary(member => FieldOf(member.Key), member => member.Value switch
        {
            JsonArray ids => string.Join(", ", ids.Select(id => id!.GetValue<string>())),
            JsonNode value => value.ToString(),
            _ => "",
        });
        return CreationDraft.Of(fields.GetValueOrDefault);
    }

    /// <summary>What the rules make of an example; they find nothing wrong.</summary>
    public static CreationRequest Request(UgcKind kind, string sample)
    {
        CreationCheck check = CreationDescriptor.Of(kind).Check(Draft(sample));
        Assert.Empty(check.Faults);
        Assert.NotNull(check.Request);
        return check.Request;
    }

    /// <summary>A body as it goes over the wire, without what white space there may be in it.</summary>
    public static string Sent(CreationRequest request) => JsonNode.Parse(request.ToJson())!.ToJsonString();

    public static JsonElement Json(CreationRequest request) => JsonDocument.Parse(request.ToJson()).RootElement;

    // Written out here: that the product knows the members by other names is what is to be shown.
    private static CreationField FieldOf(string member) => member switch
    {
        "projectId" => CreationField.ProjectId,
        "prompt" or "userPrompt" => CreationField.Prompt,
        "model" => CreationField.Model,
        "duration" or "videoDuration" => CreationField.Duration,
        "aspectRatio" => CreationField.AspectRatio,
        "imageUrl" => CreationField.ImageUrl,
        "tier" => CreationField.Tier,
        "variants" => CreationField.Variants,
        "workflowType" => CreationField.WorkflowType,
        "actorIds" or "ugclabActorIds" => CreationField.ActorId,
        "script" => CreationField.Script,
        "actions" => CreationField.Actions,
        "refineScript" => CreationField.RefineScript,
        "refineActions" => CreationField.RefineActions,
        "productImageUrl" => CreationField.ProductImageUrl,
        "referenceVideoUrl" => CreationField.ReferenceVideoUrl,
        "quality" => CreationField.Quality,
        _ => throw new ArgumentOutOfRangeException(nameof(member), member, "Nobody has said which field gives this member."),
    };
}
