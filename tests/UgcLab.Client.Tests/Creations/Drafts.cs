namespace UgcLab.Client.Tests.Creations;

/// <summary>A sound draft for each model, for tests to spoil in one place.</summary>
internal static class Drafts
{
    public static CreationDraft Sora { get; } = new()
    {
        Prompt = "A fox runs over fresh snow.",
        ProjectId = "clx0project",
        Model = "sora-2-pro",
        Duration = "10",
        AspectRatio = "portrait",
        Tier = "pro",
    };

    public static CreationDraft Veo { get; } = Sora with { Model = "veo-3.1", Duration = "8", AspectRatio = "16:9", Tier = null };

    public static CreationDraft Kling { get; } = Veo with { Model = "kling-2.6", Duration = "5", AspectRatio = "1:1" };

    public static CreationDraft Talking { get; } = new()
    {
        Script = "Hi there, here is a quick look.",
        Actions = "Smiles and leans in",
        ProjectId = "clx0project",
        ActorId = "clx0actor1",
        Duration = "15s",
    };

    public static CreationDraft Product { get; } = Talking with { ProductImageUrl = "https://example.com/jar.jpg" };

    public static CreationDraft Motion { get; } = new()
    {
        ProjectId = "clx0project",
        ActorId = "clx0actor1",
        ReferenceVideoUrl = "https://example.com/dance.mp4",
        Duration = "15",
    };

    /// <summary>The one fault that the rules of a kind find.</summary>
    public static UgcFault OnlyFault(UgcKind kind, CreationDraft draft, bool skipValidation = false)
    {
        CreationCheck check = CreationDescriptor.Of(kind).Check(draft, skipValidation);
        Assert.Null(check.Request);
        return Assert.Single(check.Faults);
    }

    /// <summary>What would be sent, as it goes over the wire; the rules of a kind find nothing wrong.</summary>
    public static System.Text.Json.Nodes.JsonObject Body(UgcKind kind, CreationDraft draft, bool skipValidation = false)
    {
        CreationCheck check = CreationDescriptor.Of(kind).Check(draft, skipValidation);
        Assert.Empty(check.Faults);
        return System.Text.Json.Nodes.JsonNode.Parse(check.Request!.ToJson())!.AsObject();
    }

    /// <summary>The one fault that the rules find.</summary>
    public static UgcFault OnlyFault(CreationDraft draft, bool skipValidation = false)
    {
        CreationCheck check = CreationDescriptor.Video.Check(draft, skipValidation);
        Assert.Null(check.Request);
        return Assert.Single(check.Faults);
    }

    /// <summary>What would be sent; the rules find nothing wrong.</summary>
    public static VideoRequest Request(CreationDraft draft, bool skipValidation = false)
    {
        CreationCheck check = CreationDescriptor.Video.Check(draft, skipValidation);
        Assert.Empty(check.Faults);
        return Assert.IsType<VideoRequest>(check.Request);
    }

    public static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
