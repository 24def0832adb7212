using Microsoft.Playwright;

namespace UgcLab.Browser.Tests;

public sealed class PlayTests(Chromium chromium) : ReportTest(chromium)
{
    private const string Plays = "video => new Promise(done => { const look = () => video.currentTime > 0.05 && !video.paused ? done(true) : setTimeout(look, 20); look(); })";

    [Fact]
    public async Task A_video_shows_its_first_frame_before_it_plays()
    {
        IPage page = await OpenCampaignAsync();

        ILocator video = Card(page, "mug-01, saved").Locator("video");
        await video.EvaluateAsync("video => new Promise(done => { const look = () => video.readyState >= 2 ? done() : setTimeout(look, 20); look(); })");

        Assert.Equal("metadata", await video.GetAttributeAsync("preload"));
        Assert.True(await video.EvaluateAsync<bool>("video => video.paused && video.videoWidth === 144"));
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task A_video_plays_while_the_pointer_is_on_it()
    {
        IPage page = await OpenCampaignAsync();
        ILocator video = Card(page, "mug-01, saved").Locator("video");

        await Card(page, "mug-01, saved").Locator(".media").HoverAsync();
        Assert.True(await video.EvaluateAsync<bool>(Plays));

        await page.Locator("#title").HoverAsync();
        Assert.True(await video.EvaluateAsync<bool>("video => video.paused"));
    }

    [Fact]
    public async Task Space_plays_the_focused_video_and_pauses_it()
    {
        IPage page = await OpenCampaignAsync();
        ILocator card = Card(page, "mug-01, saved");
        await card.FocusAsync();

        await page.Keyboard.PressAsync("Space");
        Assert.True(await card.Locator("video").EvaluateAsync<bool>(Plays));

        await page.Keyboard.PressAsync("Space");
        Assert.True(await card.Locator("video").EvaluateAsync<bool>("video => video.paused"));
    }

    [Fact]
    public async Task Two_to_four_videos_play_large_side_by_side()
    {
        IPage page = await OpenCampaignAsync();
        await Press(page, "Compare mug-01").ClickAsync();
        Assert.True(await Press(page, "Compare").IsDisabledAsync());
        await Press(page, "Compare lamp-03").ClickAsync();
        await Press(page, "Compare").ClickAsync();

        ILocator videos = page.Locator("#viewer video");
        Assert.Equal(2, await videos.CountAsync());
        foreach (ILocator video in await videos.AllAsync())
        {
            Assert.True(await video.EvaluateAsync<bool>(Plays));
        }

        Assert.Equal("false,true", await videos.EvaluateAllAsync<string>("all => all.map(video => video.muted).join()"));
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Locator("#viewer").IsVisibleAsync());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Three_or_four_variants_are_all_large_and_in_sight(int variants)
    {
        UgcJob[] jobs = [.. Enumerable.Range(0, variants).Select(variant => Reports.Job($"j{variant}", Reports.Clip(Folder, $"v{variant}.mp4"), variant))];
        IPage page = await OpenAsync(await Reports.WriteAsync(Folder, [Reports.Row(1, "mug", Reports.Request(variants: variants), jobs)]));

        await Press(page, "Compare the variants of mug").ClickAsync();

        ILocator videos = page.Locator("#viewer video");
        Assert.Equal(variants, await videos.CountAsync());
        Assert.Equal($"Compare {variants}", await page.Locator("#viewer-title").TextContentAsync());
        List<LocatorBoundingBoxResult> boxes = [];
        foreach (ILocator video in await videos.AllAsync())
        {
            Assert.True(await video.EvaluateAsync<bool>(Plays));
            boxes.Add((await video.BoundingBoxAsync())!);
        }

        Assert.All(boxes, box => Assert.True(box is { X: >= 0, Y: >= 0, Width: > 100 } && box.X + box.Width <= page.ViewportSize!.Width && box.Y + box.Height <= page.ViewportSize!.Height));
        Assert.All(boxes.SelectMany((one, index) => boxes.Skip(index + 1).Select(other => (one, other))), pair => Assert.True(
            pair.one.X + pair.one.Width <= pair.other.X || pair.other.X + pair.other.Width <= pair.one.X
                || pair.one.Y + pair.one.Height <= pair.other.Y || pair.other.Y + pair.other.Height <= pair.one.Y));
        Assert.Equal(Enumerable.Range(0, variants).Select(variant => variant == variants - 1 ? "false" : "true").Order(), (await videos.EvaluateAllAsync<string[]>("all => all.map(video => String(video.muted))")).Order());
    }

    [Fact]
    public async Task The_variants_of_a_row_are_side_by_side_and_can_be_compared_at_once()
    {
        IPage page = await OpenCampaignAsync();

        LocatorBoundingBoxResult? first = await Card(page, "bag-02, variant 1, saved").BoundingBoxAsync();
        LocatorBoundingBoxResult? second = await Card(page, "bag-02, variant 2, saved").BoundingBoxAsync();
        Assert.Equal(first!.Y, second!.Y, 1f);
        Assert.True(second.X >= first.X + first.Width);

        await Press(page, "Compare the variants of bag-02").ClickAsync();
        Assert.Equal(2, await page.Locator("#viewer video").CountAsync());
    }

    [Fact]
    public async Task A_file_that_was_moved_is_named()
    {
        string page = await Reports.WriteAsync(Folder, [Reports.Row(1, "mug", Reports.Request(), Reports.Job("j1", Path.Combine(Folder, "gone.mp4")))]);

        IPage opened = await OpenAsync(page);

        await opened.GetByText("The file isn't here: gone.mp4").WaitForAsync();
    }

    [Theory]
    [InlineData("50% #1 ?&;=+.mp4")]
    [InlineData("Ünïcode 日本 😀/mug 'quoted'.mp4")]
    [InlineData("javascript:alert(1).mp4")]
    public async Task A_file_with_any_name_plays(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name.AsSpan().ContainsAny(":?"), "Windows has no such names.");
        string page = await Reports.WriteAsync(Folder, [Reports.Row(1, "mug", Reports.Request(), Reports.Job("j1", Reports.Clip(Folder, name)))]);

        IPage opened = await OpenAsync(page);
        await Card(opened, "mug, saved").FocusAsync();
        await opened.Keyboard.PressAsync("Space");

        Assert.True(await Card(opened, "mug, saved").Locator("video").EvaluateAsync<bool>(Plays));
        Assert.DoesNotContain(':', (await opened.Locator("video").GetAttributeAsync("src"))!);
    }

    [Fact]
    public async Task An_image_is_shown()
    {
        string path = Path.Combine(Folder, "a b.png");
        File.WriteAllBytes(path, Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="));
        string page = await Reports.WriteAsync(Folder, [Reports.Row(1, "mug", Reports.Request(), Reports.Job("j1", path) with { Kind = UgcKind.Image })]);

        IPage opened = await OpenAsync(page);
        ILocator image = opened.GetByRole(AriaRole.Img, new() { Name = "mug" });
        await image.WaitForAsync();

        Assert.Equal(1, await image.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)"));
    }
}
