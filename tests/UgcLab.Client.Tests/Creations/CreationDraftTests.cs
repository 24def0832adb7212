namespace UgcLab.Client.Tests.Creations;

public sealed class CreationDraftTests
{
    [Fact]
    public void A_copy_is_changed_without_its_original()
    {
        CreationDraft draft = new() { Prompt = "A fox" };

        _ = draft with { Prompt = "A hare" };

        Assert.Equal("A fox", draft.Prompt);
    }
}
