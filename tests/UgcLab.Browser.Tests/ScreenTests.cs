using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UgcLab.Browser.Tests;

public sealed class ScreenTests(Chromium chromium) : ReportTest(chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task No_accessibility_rule_of_axe_is_broken(ColorScheme scheme, int width)
    {
        // The rules are a script of their own, which the policy of the page would not let run.
        IPage page = await OpenCampaignAsync(options =>
        {
            (options.ColorScheme, options.BypassCSP, options.ViewportSize) = (scheme, true, new() { Width = width, Height = 900 });
        });
        await Press(page, "Approve mug-01").ClickAsync();
        await Press(page, "Reject bag-02, variant 1").ClickAsync();
        await Press(page, "Redo lamp-03").ClickAsync();
        await Press(page, "Favorite: mug-05").ClickAsync();
        await Press(page, "Compare mug-01").ClickAsync();
        await Press(page, "Compare mug-05").ClickAsync();
        await Press(page, "Details of mug-01").ClickAsync();
        if (width < 600)
        {
            await Press(page, "Filter and sort").ClickAsync();
        }

        await page.Locator("#states button").First.ClickAsync();
        await CheckAsync(page);
        await page.Locator("#states button").First.ClickAsync();
        await CheckAsync(page);
        foreach (string dialog in new[] { "Keyboard shortcuts", "Export the choice", "Compare" })
        {
            await Press(page, dialog).ClickAsync();
            await CheckAsync(page);
            await page.Keyboard.PressAsync("Escape");
        }

        static async Task CheckAsync(IPage page)
        {
            AxeResult result = await page.RunAxe(new AxeRunOptions());
            Assert.Empty(result.Violations.Select(rule => $"{rule.Id}: {string.Join("; ", rule.Nodes.Take(3).Select(node => node.Html))}"));
        }
    }

    [Fact]
    public async Task A_thousand_cards_are_all_reached_and_only_those_in_sight_have_players()
    {
        string clip = Reports.Clip(Folder, "clip.mp4");
        IPage page = await OpenAsync(await Reports.WriteAsync(Folder, Enumerable.Range(1, 1000).Select(number =>
            Reports.Row(number, $"row-{number}", Reports.Request($"Prompt {number}"), Reports.Job($"j{number}", clip)))));
        Assert.InRange(await page.Locator(".card").CountAsync(), 1, 120);
        int most = 0;

        while (await page.Locator("#more").IsVisibleAsync())
        {
            await page.EvaluateAsync("() => new Promise(done => { scrollTo(0, document.documentElement.scrollHeight); requestAnimationFrame(() => requestAnimationFrame(done)); })");
            most = Math.Max(most, await page.Locator("video").CountAsync());
        }

        Assert.Equal(1000, await page.Locator(".card").CountAsync());
        Assert.InRange(most, 1, 60);
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("prompt 777");
        await Expect(page.Locator("#rows .card")).ToHaveCountAsync(1);
        Assert.Equal(["row-777"], await TitlesAsync(page));
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task Everything_works_from_the_keyboard()
    {
        IPage page = await OpenCampaignAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("mug-01, saved", await FocusAsync(page));

        await KeysAsync(page, "a", "ArrowRight", "x");
        Assert.Equal("bag-02, variant 1, saved", await FocusAsync(page));
        await KeysAsync(page, "ArrowRight", "f", "r");
        await KeysAsync(page, "n");
        await page.Keyboard.TypeAsync("Slower, and a calm ending");
        await KeysAsync(page, "Enter");
        Assert.Equal("bag-02, variant 2, saved", await FocusAsync(page));
        Assert.Equal(("1", "1", "1"), (await FigureAsync(page, "Approved"), await FigureAsync(page, "Rejected"), await FigureAsync(page, "Redo")));
        Assert.Equal("true", await Press(page, "Favorite: bag-02, variant 2").GetAttributeAsync("aria-pressed"));

        await KeysAsync(page, "c", "ArrowLeft", "c", "Shift+C");
        Assert.Equal(2, await page.Locator("#viewer video").CountAsync());
        await KeysAsync(page, "Escape", "End");
        Assert.Equal("Row", await page.EvaluateAsync<string>("document.activeElement.classList.contains('row') ? 'Row' : document.activeElement.tagName"));
        await KeysAsync(page, "Home", "Enter", "ArrowRight");
        Assert.Equal("bag-02, variant 1", await page.Locator("#viewer-title").TextContentAsync());
        await KeysAsync(page, "Escape");
        Assert.Equal("bag-02, variant 1, saved", await FocusAsync(page));

        await KeysAsync(page, "/");
        await page.Keyboard.TypeAsync("coffee");
        await Expect(page.Locator("#rows h2")).ToHaveCountAsync(3);
        await Press(page, "Export the choice").FocusAsync();
        await KeysAsync(page, "Enter", "Tab");
        Assert.Contains("bag-02-redo-1", await SavedAsync(page, () => page.Keyboard.PressAsync("Enter")), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(820)]
    [InlineData(1280)]
    [InlineData(3840)]
    public async Task Nothing_is_wider_than_the_screen(int width)
    {
        IPage page = await OpenCampaignAsync(options => options.ViewportSize = new() { Width = width, Height = 900 });

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await Press(page, "Compare the variants of mug-09").ClickAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('#viewer').getBoundingClientRect().right <= innerWidth"));
    }

    [Fact]
    public async Task Light_and_dark_are_those_of_the_system_until_the_button_is_pressed()
    {
        IPage page = await OpenCampaignAsync(options => options.ColorScheme = ColorScheme.Dark);
        const string Color = "getComputedStyle(document.body).backgroundColor";
        string dark = await page.EvaluateAsync<string>(Color);

        await Press(page, "Light or dark").ClickAsync();
        string light = await page.EvaluateAsync<string>(Color);
        await page.ReloadAsync();

        Assert.NotEqual(dark, light);
        Assert.Equal(light, await page.EvaluateAsync<string>(Color));
    }

    [Fact]
    public async Task Paper_gets_all_rows_and_no_controls()
    {
        IPage page = await OpenAsync(await Reports.WriteAsync(Folder, Reports.Campaign(Folder, 100)));
        Assert.True((await TitlesAsync(page)).Length < 100);

        await page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.Equal(100, (await TitlesAsync(page)).Length);
        Assert.False(await page.Locator(".filters").IsVisibleAsync());
        Assert.False(await Press(page, "Approve mug-01").IsVisibleAsync());
        Assert.True(await page.GetByText("mug-01", new() { Exact = true }).First.IsVisibleAsync());
    }

    // The pictures of the documentation: UGCLAB_SCREENSHOTS=docs/images, as a path that is whole.
    [Theory]
    [InlineData("report-light", ColorScheme.Light, 1440, 1100)]
    [InlineData("report-dark", ColorScheme.Dark, 1440, 1100)]
    [InlineData("report-phone", ColorScheme.Light, 390, 844)]
    public async Task Pictures_of_the_page_are_made_on_request(string name, ColorScheme scheme, int width, int height)
    {
        string? folder = Environment.GetEnvironmentVariable("UGCLAB_SCREENSHOTS");
        Assert.SkipWhen(folder is null, "UGCLAB_SCREENSHOTS isn't set.");
        IPage page = await OpenCampaignAsync(options => (options.ColorScheme, options.ViewportSize) = (scheme, new() { Width = width, Height = height }));
        await Press(page, "Approve mug-01").ClickAsync();
        await Press(page, "Favorite: bag-02, variant 2").ClickAsync();
        await Press(page, "Approve bag-02, variant 2").ClickAsync();
        await Press(page, "Redo lamp-03").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Note on lamp-03" }).FillAsync("Warmer light, and closer to the lamp");
        await page.EvaluateAsync("document.activeElement.blur(); scrollTo(0, 0)");
        foreach (ILocator video in (await page.Locator("video").AllAsync()).Take(width > 600 ? 4 : 1))
        {
            await video.EvaluateAsync("video => new Promise(done => { const look = () => video.readyState >= 2 ? done() : setTimeout(look, 20); look(); })");
        }

        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }

    private static async Task<string> FocusAsync(IPage page) => await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')");

    private static async Task KeysAsync(IPage page, params string[] keys)
    {
        foreach (string key in keys)
        {
            await page.Keyboard.PressAsync(key);
        }
    }
}
