namespace UgcLab.Tests.Catalog;

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

    /// <summary>The one fault that the rules find.</summary>
    public static UgcFault OnlyFault(CreationDraft draft, bool skipValidation = false)
    {
        CreationCheck check = VideoRules.Check(draft, skipValidation);
        Assert.Null(check.Request);
        return Assert.Single(check.Faults);
    }

    /// <summary>What would be sent; the rules find nothing wrong.</summary>
    public static VideoRequest Request(CreationDraft draft, bool skipValidation = false)
    {
        CreationCheck check = VideoRules.Check(draft, skipValidation);
        Assert.Empty(check.Faults);
        return Assert.IsType<VideoRequest>(check.Request);
    }

    public static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
