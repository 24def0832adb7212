namespace UgcLab.Client.Tests.Creations;

public class ModelCatalogTests
{
    [Fact]
    public void Every_combination_of_the_catalog_passes_the_rules()
    {
        int combinations = 0;
        foreach (UgcModel model in ModelCatalog.Of(UgcKind.Video))
        {
            foreach (string duration in model.Durations)
            {
                foreach (string ratio in model.AspectRatios)
                {
                    foreach (string? tier in model.Tiers.DefaultIfEmpty(null!))
                    {
                        VideoRequest request = Drafts.Request(Drafts.Veo with { Model = model.Name, Duration = duration, AspectRatio = ratio, Tier = tier });
                        Assert.Equal((model.Name, duration, ratio, tier), (request.Model, request.Duration, request.AspectRatio, request.Tier));
                        combinations++;
                    }
                }
            }
        }

        Assert.Equal((2 * 2 * 2) + 2 + (2 * 3), combinations);
    }

    [Fact]
    public void Only_a_model_of_one_length_has_a_default()
    {
        Assert.Equal("8", ModelCatalog.Find("veo-3.1")!.DefaultDuration);
        Assert.Null(ModelCatalog.Find("sora-2-pro")!.DefaultDuration);
        Assert.Null(ModelCatalog.Find("kling-2.6")!.DefaultDuration);
    }

    [Theory]
    [InlineData(" VEO-3.1 ", true)]
    [InlineData("veo", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_model_is_found_by_its_whole_name(string? name, bool found) => Assert.Equal(found, ModelCatalog.Find(name) is not null);

    [Fact]
    public void The_model_that_may_be_gone_says_so_and_the_others_say_nothing()
    {
        Assert.Contains("24 September 2026", ModelCatalog.Find("sora-2-pro")!.Notice, StringComparison.Ordinal);
        Assert.All(ModelCatalog.Models.Where(model => model.Name is not ("sora-2-pro" or "ugcl-1.0")), model => Assert.Null(model.Notice));
    }

    [Fact]
    public void Every_model_says_when_it_was_read_and_where() =>
        Assert.All(ModelCatalog.Models, model =>
        {
            Assert.StartsWith($"ugclab.app/{model.Kind switch
            {
                UgcKind.Video => "docs/video",
                UgcKind.Image => "docs/image",
                UgcKind.TalkingActor => "docs/talking-actor",
                UgcKind.ProductVideo => "docs/product-in-hand",
                _ => "docs/motion-control",
            }}", model.Source, StringComparison.Ordinal);
            Assert.InRange(model.DocumentedOn, new DateOnly(2026, 1, 1), new DateOnly(2100, 1, 1));
        });
}
