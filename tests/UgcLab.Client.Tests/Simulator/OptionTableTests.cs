using System.Collections;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

public sealed class OptionTableTests
{
    [Fact]
    public void A_hashtable_is_read_whatever_the_case_of_its_keys_and_the_type_of_its_values()
    {
        SimulatorOptions options = SimulatorOptions.From(new Hashtable
        {
            ["SPEED"] = 120,
            ["credits"] = "500.5",
            ["Seed"] = 7L,
            ["videotime"] = 30,
            ["Latency"] = TimeSpan.FromSeconds(2),
            ["LinkLifetime"] = "00:10:00",
            ["RateLimits"] = "False",
            ["ProjectNames"] = new object[] { "One", "Two", "Three", "Four" },
            ["FailedJobRate"] = 0.25,
            ["StatePath"] = "somewhere",
            ["Prices"] = new Hashtable { ["VEO-3.1/8"] = 12.5 },
        });

        Assert.Equal((120, 500.5m, 7, false, 4, 0.25, "somewhere"), (options.Speed, options.Credits, options.Seed, options.RateLimits, options.Projects, options.FailedJobRate, options.StatePath));
        Assert.Equal((30, 2, 600), (options.VideoTime.TotalSeconds, options.Latency.TotalSeconds, options.LinkLifetime.TotalSeconds));
        Assert.Equal((12.5m, 150m), (options.Prices["veo-3.1/8"], options.Prices["sora-2-pro/10/pro"]));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/hook")]
    [InlineData("https://localhost/")]
    [InlineData("http://[::1]:9/")]
    [InlineData("http://127.3.2.1/")]
    public void A_webhook_may_go_to_this_machine(string address) =>
        Assert.Equal(new Uri(address), SimulatorOptions.From(new Hashtable { ["webhookurl"] = address }).WebhookUrl);

    [Theory]
    [InlineData("https://hooks.example/secret")]
    [InlineData("http://10.0.0.1/secret")]
    [InlineData("http://0.0.0.0/secret")]
    [InlineData("http://localhost.example/secret")]
    [InlineData("ftp://127.0.0.1/secret")]
    [InlineData("file:///secret")]
    public void A_webhook_may_go_nowhere_else_and_the_message_reports_no_secret(string address)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => SimulatorOptions.From(new Hashtable { ["WebhookUrl"] = address }));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
        Assert.Contains("a rehearsal sends nothing to other machines", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("imageurl", SimulatorImageUrlField.ImageUrl)]
    [InlineData("videoUrl", SimulatorImageUrlField.VideoUrl)]
    [InlineData("outputUrl", SimulatorImageUrlField.OutputUrl)]
    [InlineData("url", SimulatorImageUrlField.Url)]
    public void The_field_of_an_image_is_named_as_in_its_answer(string name, SimulatorImageUrlField field) =>
        Assert.Equal(field, SimulatorOptions.From(new Hashtable { ["ImageUrlField"] = name }).ImageUrlField);

    [Fact]
    public void Prices_of_everything_that_is_sold_are_read()
    {
        SimulatorOptions options = SimulatorOptions.From(new Hashtable
        {
            ["Actors"] = 3,
            ["LostWebhookRate"] = 0.1,
            ["Prices"] = new Hashtable { ["Talking-Actor/25S/Pro"] = 1, ["motion-control/std"] = 2, ["product-in-hand/ugcl-1.0"] = 3, ["seedream-4.5/standard"] = 4 },
        });

        Assert.Equal((3, 0.1), (options.Actors, options.LostWebhookRate));
        Assert.Equal([1, 2, 3, 4], new[] { "talking-actor/25s/pro", "motion-control/std", "product-in-hand/ugcl-1.0", "seedream-4.5/standard" }.Select(key => options.Prices[key]));
    }

    [Fact]
    public void Faults_are_hashtables_one_or_many()
    {
        Hashtable lost = new() { ["on"] = "create", ["kind"] = "lostreply", ["at"] = 2 };
        Hashtable cut = new() { ["Kind"] = "CutReply", ["Times"] = 3.0, ["CutAfter"] = "10", ["RetryAfter"] = 120, ["AfterWork"] = true };

        SimulatorOptions one = SimulatorOptions.From(new Hashtable { ["Faults"] = lost });
        SimulatorOptions both = SimulatorOptions.From(new Hashtable { ["Faults"] = new object[] { lost, cut } });

        Assert.Equal([new SimulatorFault { On = SimulatorTarget.Create, Kind = SimulatorFaultKind.LostReply, At = 2 }], one.Faults);
        Assert.Equal(new SimulatorFault { Kind = SimulatorFaultKind.CutReply, Times = 3, CutAfter = 10, RetryAfter = "120", AfterWork = true }, both.Faults[1]);
    }

    [Fact]
    public void An_empty_table_gives_the_defaults() =>
        Assert.Equal(new SimulatorOptions().ToString(), SimulatorOptions.From(new Hashtable()).ToString());

    [Theory]
    [InlineData("Sped", 1, "Did you mean 'Speed'?")]
    [InlineData("Colour", 1, "Known: Speed, Credits")]
    [InlineData("Speed", "fast", "Speed cannot be 'fast'")]
    [InlineData("Speed", 0, "Speed cannot be '0'")]
    [InlineData("Speed", double.NaN, "Speed cannot be 'NaN'")]
    [InlineData("Credits", -1, "Credits cannot be '-1'")]
    [InlineData("Seed", 1.5, "Seed cannot be '1.5'")]
    [InlineData("VideoTime", "soon", "VideoTime cannot be 'soon'")]
    [InlineData("VideoTime", 0, "VideoTime cannot be")]
    [InlineData("Latency", -1, "Latency cannot be")]
    [InlineData("RateLimits", "maybe", "RateLimits cannot be 'maybe'")]
    [InlineData("Projects", -1, "Projects cannot be '-1'")]
    [InlineData("FailedJobRate", 1.01, "FailedJobRate cannot be '1.01'")]
    [InlineData("LostReplyRate", -0.01, "LostReplyRate cannot be '-0.01'")]
    [InlineData("Actors", -1, "Actors cannot be '-1'")]
    [InlineData("ImageUrlField", "imageUr", "did you mean 'ImageUrl'?")]
    [InlineData("WebhookUrl", "somewhere", "WebhookUrl cannot be 'somewhere'")]
    [InlineData("WebhookUrl", null, "WebhookUrl cannot be ''")]
    [InlineData("LostWebhookRate", 2, "LostWebhookRate cannot be '2'")]
    [InlineData("StatePath", "", "StatePath cannot be ''")]
    [InlineData("StatePath", " ", "StatePath cannot be ' '")]
    [InlineData("Speed", null, "Speed cannot be ''")]
    [InlineData("Prices", 5, "Prices cannot be '5'")]
    [InlineData("Faults", 5, "Faults cannot be '5'")]
    public void A_key_or_value_that_cannot_be_is_named(string key, object? value, string expected)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => SimulatorOptions.From(new Hashtable { [key] = value }));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Knd", "LostReply", "Did you mean 'Kind'?")]
    [InlineData("Kind", "LostRepli", "did you mean 'LostReply'?")]
    [InlineData("On", "Create", "each entry needs a Kind")]
    [InlineData("On", "7", "On' cannot be '7'")]
    public void A_fault_that_cannot_be_is_named(string key, object value, string expected) =>
        Assert.Contains(expected, Refusal(new Hashtable { [key] = value }), StringComparison.Ordinal);

    [Theory]
    [InlineData("LostReply", "At", 0, "At cannot be '0'")]
    [InlineData("LostReply", "Times", 0, "Times cannot be '0'")]
    [InlineData("CutReply", "CutAfter", -1, "CutAfter cannot be '-1'")]
    [InlineData("FailedJob", "On", "Job", "FailedJob happens on Create")]
    [InlineData("ExpiredLink", "On", "Create", "ExpiredLink happens on Job or Download")]
    [InlineData("ExpiredLink", "On", "Actors", "ExpiredLink happens on Job or Download")]
    [InlineData("FailedJob", "On", "Actors", "FailedJob happens on Create")]
    public void A_fault_that_could_never_show_is_refused(string kind, string key, object value, string expected) =>
        Assert.Contains(expected, Refusal(new Hashtable { ["Kind"] = kind, [key] = value }), StringComparison.Ordinal);

    [Fact]
    public void A_price_for_what_is_not_sold_is_refused()
    {
        UgcLabException error = Assert.Throws<UgcLabException>(
            () => SimulatorOptions.From(new Hashtable { ["Prices"] = new Hashtable { ["veo-3.1/9"] = 1 } }));

        Assert.Contains("Did you mean 'veo-3.1/8'?", error.Message, StringComparison.Ordinal);
    }

    private static string Refusal(Hashtable fault) =>
        Assert.Throws<UgcLabException>(() => SimulatorOptions.From(new Hashtable { ["Faults"] = fault })).Message;
}
