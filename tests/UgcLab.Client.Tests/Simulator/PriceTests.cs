using System.Text.Json.Nodes;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

public sealed class PriceTests
{
    public static TheoryData<string> Keys => [.. new SimulatorOptions().Prices.Keys];

    [Theory]
    [InlineData("10s", "standard", 63)]
    [InlineData("10s", "pro", 88)]
    [InlineData("15s", "standard", 75)]
    [InlineData("15s", "pro", 125)]
    [InlineData("25s", "standard", 113)]
    [InlineData("25s", "pro", 113)]
    public async Task Actors_cost_what_the_documentation_says(string duration, string tier, int credits)
    {
        using Stage stage = new();
        foreach (string endpoint in new[] { "talking-actor", "product-in-hand" })
        {
            JsonObject body = JsonNode.Parse(Sample.Request($"{endpoint}.request.json"))!.AsObject();
            (body["duration"], body["tier"]) = (duration, tier);
            await stage.CreateAsync(body.ToJsonString(), $"ugc/{endpoint}");
        }

        Assert.All(stage.Simulator.Jobs, job => Assert.Equal(credits, job.Credits));
    }

    [Theory]
    [InlineData("std", "1", 6)]
    [InlineData("std", "30", 180)]
    [InlineData("pro", "15", 150)]
    [InlineData(null, "15", 150)]
    [InlineData("pro", "7.25", 72.5)]
    public async Task Motion_is_sold_by_the_second(string? quality, string seconds, double credits)
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Sample.Request("motion-control.request.json"))!.AsObject();
        body["videoDuration"] = JsonNode.Parse(seconds);
        body.Remove("quality");
        if (quality is not null)
        {
            body["quality"] = quality;
        }

        await stage.CreateAsync(body.ToJsonString(), "ugc/motion-control");

        Assert.Equal((decimal)credits, Assert.Single(stage.Simulator.Jobs).Credits);
    }

    [Fact]
    public async Task A_tier_left_out_is_the_standard_one()
    {
        using Stage stage = new();
        JsonObject body = JsonNode.Parse(Sample.Request("product-in-hand.request.json"))!.AsObject();
        body.Remove("tier");
        await stage.CreateAsync(body.ToJsonString(), "ugc/product-in-hand");

        Assert.Equal(75, Assert.Single(stage.Simulator.Jobs).Credits);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Every_price_can_be_set_and_is_what_is_charged(string key)
    {
        using Stage stage = new(new SimulatorOptions { Prices = new Dictionary<string, decimal> { [key] = 7 } });
        (string path, string body) = BodyFor(key.Split('/'));
        await stage.CreateAsync(body, path);

        Assert.Equal(7 * (path.EndsWith("motion-control", StringComparison.Ordinal) ? 15 : 1), stage.Simulator.Jobs[0].Credits);
    }

    private static (string Path, string Body) BodyFor(string[] key)
    {
        bool isFirst = key is [_, "ugcl-1.0"];
        string endpoint = key[0] switch
        {
            "talking-actor" or "product-in-hand" or "motion-control" => key[0],
            "nano-banana-pro" or "seedream-4.5" => "image",
            _ => "video",
        };
        string sample = endpoint is "video" ? "video.request.text-to-video.json" : isFirst ? "product-in-hand.request.ugcl-1.0.json" : $"{endpoint}.request.json";
        JsonObject body = JsonNode.Parse(Sample.Request(sample))!.AsObject();
        body.Remove("aspectRatio");
        switch (endpoint)
        {
            case "video":
                (body["model"], body["duration"]) = (key[0], key[1]);
                body.Remove("tier");
                _ = key.Length > 2 ? body["tier"] = key[2] : null;
                break;
            case "image":
                (body["model"], body["tier"]) = (key[0], key[1]);
                break;
            case "motion-control":
                body["quality"] = key[1];
                break;
            default:
                _ = isFirst ? null : (body["duration"] = key[1], body["tier"] = key[2]).Item1;
                break;
        }

        return ($"ugc/{endpoint}", body.ToJsonString());
    }
}
