namespace UgcLab.Tests.Catalog;

public sealed class CreationDraftTests
{
    [Fact]
    public void Two_that_say_the_same_are_equal_and_each_difference_tells()
    {
        CreationDraft draft = new() { Script = "Good morning, all", ActorId = "a1" };

        Assert.Equal(new CreationDraft { Script = "Good morning, all", ActorId = "a1" }, draft);
        Assert.Equal(new CreationDraft { Script = "Good morning, all", ActorId = "a1" }.GetHashCode(), draft.GetHashCode());
        Assert.NotEqual(draft, draft with { Tier = "pro" });
        Assert.NotEqual(draft, draft with { ActorWorkflow = "ugcl-1.0" });
        Assert.NotEqual(draft, draft with { ImageJob = new UgcJob { UgcId = "j1" } });
        Assert.NotEqual(draft, draft with { AdditionalProperties = new Dictionary<string, object?> { ["seed"] = 7 } });
    }

    [Fact]
    public void A_copy_is_changed_without_its_original()
    {
        CreationDraft draft = new() { Prompt = "A fox" };

        _ = draft with { Prompt = "A hare" };

        Assert.Equal("A fox", draft.Prompt);
    }
}
