using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

public sealed class RateLimitTests
{
    [Fact]
    public async Task The_hundred_and_first_creation_of_any_hour_is_refused()
    {
        using Stage stage = new(new SimulatorOptions { RateLimits = true });
        for (int i = 0; i < 100; i++)
        {
            await stage.CreateAsync();
            stage.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        HttpResponseMessage refused = await stage.PostAsync();
        Assert.Equal("429 RATE_LIMIT_EXCEEDED", await refused.CodeAsync());
        Assert.Equal(TimeSpan.FromSeconds(2600), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("0", refused.Headers.GetValues("X-RateLimit-Remaining").Single());

        // The window slides: the first leaves it 3600 s after it came, and makes room for one.
        stage.Clock.Advance(TimeSpan.FromSeconds(2599));
        Assert.Equal(429, (int)(await stage.PostAsync()).StatusCode);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await stage.CreateAsync();
        Assert.Equal(429, (int)(await stage.PostAsync()).StatusCode);
    }

    [Fact]
    public async Task A_request_refused_for_its_content_uses_up_a_creation()
    {
        using Stage stage = new(new SimulatorOptions { RateLimits = true });

        HttpResponseMessage response = await stage.PostAsync("{}");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("99", response.Headers.GetValues("X-RateLimit-Remaining").Single());
    }

    [Fact]
    public async Task Eight_takes_are_one_request()
    {
        using Stage stage = new(new SimulatorOptions { RateLimits = true });

        HttpResponseMessage response = await stage.PostAsync(Stage.Kling.Replace("\"5\"", "\"5\",\"variants\":8", StringComparison.Ordinal));

        Assert.Equal("99", response.Headers.GetValues("X-RateLimit-Remaining").Single());
    }

    [Fact]
    public async Task The_thousand_and_first_read_of_an_hour_is_refused_and_creations_continue()
    {
        using Stage stage = new(new SimulatorOptions { RateLimits = true });
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(200, (int)(await stage.GetAsync("projects?limit=1")).StatusCode);
            stage.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.Equal("429 RATE_LIMIT_EXCEEDED", await (await stage.GetAsync("projects")).CodeAsync());
        stage.Clock.Advance(TimeSpan.FromSeconds(3));
        await stage.CreateAsync();
    }

    [Fact]
    public async Task An_address_has_twenty_requests_a_minute_of_all_kinds_together()
    {
        using Stage stage = new(new SimulatorOptions { RateLimits = true });
        for (int i = 0; i < 10; i++)
        {
            await stage.CreateAsync();
            await stage.GetAsync("projects");
        }

        HttpResponseMessage refused = await stage.GetAsync("projects");
        Assert.Equal("429 IP_RATE_LIMITED", await refused.CodeAsync());
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter?.Delta);
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (int)(await stage.GetAsync("projects")).StatusCode);
    }

    [Fact]
    public async Task Downloads_are_counted_nowhere()
    {
        using Stage stage = new(new SimulatorOptions { RateLimits = true });
        Uri link = await stage.LinkAsync();
        for (int i = 0; i < 30; i++)
        {
            Assert.Equal(200, (int)(await stage.DownloadAsync(link)).StatusCode);
        }
    }

    [Fact]
    public async Task Without_limits_nothing_is_counted()
    {
        using Stage stage = new();
        for (int i = 0; i < 120; i++)
        {
            await stage.CreateAsync();
        }

        Assert.Equal("100", (await stage.PostAsync()).Headers.GetValues("X-RateLimit-Remaining").Single());
    }
}
