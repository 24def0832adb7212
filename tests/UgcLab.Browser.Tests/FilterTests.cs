using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UgcLab.Browser.Tests;

public sealed class FilterTests(Chromium chromium) : ReportTest(chromium)
{
    [Fact]
    public async Task A_card_says_what_was_made_of_what_and_for_how_much()
    {
        IPage page = await OpenCampaignAsync();

        string row = await page.Locator(".row", new() { HasText = "bag-02" }).InnerTextAsync();

        Assert.All(
            ["bag-02", "Saved", "Row 2 · kling-2.6 · 5 s · 9:16", "Variant 1 · Sarah", "Variant 2 · Tom", "35 credits · made in 1 min 36 s", "A canvas bag"],
            text => Assert.Contains(text, row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_prompt_is_shown_as_a_whole_with_all_settings_on_request()
    {
        IPage page = await OpenCampaignAsync(options => options.ViewportSize = new() { Width = 400, Height = 900 });
        ILocator row = page.Locator(".row", new() { HasText = "bag-02" });
        float before = (await row.Locator(".prompt p").BoundingBoxAsync())!.Height;

        await Press(page, "Details of bag-02").ClickAsync();

        Assert.True((await row.Locator(".prompt p").BoundingBoxAsync())!.Height > before);
        Assert.Contains("bag-02-kling-2.6-v0.mp4", await row.Locator("dl").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_went_wrong_shows_why_and_the_command_that_resolves_it()
    {
        IPage page = await OpenCampaignAsync(options => options.Permissions = ["clipboard-read", "clipboard-write"]);

        ILocator failed = page.Locator(".row", new() { HasText = "tea-04" });
        ILocator unconfirmed = page.Locator(".row", new() { HasText = "lamp-07" });

        Assert.Contains("The prompt was refused by the model's safety filter.", await failed.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("35 credits, 35 refunded", await failed.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(["Invoke-UgcBatch -LiteralPath ads.csv -Name ads -Destination . -RetryFailed"], await failed.Locator("code").AllTextContentsAsync());
        Assert.Contains("probably charged", await unconfirmed.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Resolve-UgcBatchRow -Batch ads -RowNumber 7 -NotCharged", await unconfirmed.Locator("code").AllTextContentsAsync());
        await failed.GetByRole(AriaRole.Button, new() { Name = "Copy the command" }).ClickAsync();
        Assert.Equal(await failed.Locator("code").TextContentAsync(), await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task Each_filter_leaves_what_it_names_and_the_totals_are_of_these()
    {
        IPage page = await OpenCampaignAsync();
        Assert.Equal(("12", "15", "525", "35", "490"), await FiguresAsync(page));

        await page.Locator("#states button", new() { HasText = "Failed" }).ClickAsync();
        Assert.Equal(["tea-04"], await TitlesAsync(page));
        Assert.Equal(("1", "1", "35", "35", "0"), await FiguresAsync(page));
        await page.Locator("#states button", new() { HasText = "Failed" }).ClickAsync();

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Model" }).SelectOptionAsync("veo-3.1");
        await Expect(page.Locator("#rows h2")).ToHaveTextAsync(["lamp-03", "lamp-07", "lamp-11"]);
        Assert.Equal(("3", "2", "70", "0", "70"), await FiguresAsync(page));
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Model" }).SelectOptionAsync("");

        await page.GetByLabel("Reference", new() { Exact = true }).FillAsync("mug");
        await Expect(page.Locator("#rows h2")).ToHaveTextAsync(["mug-01", "mug-05", "mug-09"]);
        await page.GetByLabel("Reference", new() { Exact = true }).FillAsync("");

        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("neon SARAH");
        await Expect(page.Locator("#rows h2")).ToHaveTextAsync(["bag-02", "bag-06", "bag-10"]);
        Assert.Equal("3", await FigureAsync(page, "Videos"));

        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("nothing has this text");
        await page.GetByText("No videos match the filters.").WaitForAsync();
        await Press(page, "Clear the filters").ClickAsync();
        Assert.Equal(12, (await TitlesAsync(page)).Length);
    }

    [Fact]
    public async Task Rows_are_sorted_as_asked()
    {
        IPage page = await OpenCampaignAsync();

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Sort by" }).SelectOptionAsync("reference");
        await Expect(page.Locator("#rows h2").First).ToHaveTextAsync("bag-02");
        Assert.Equal((await TitlesAsync(page)).Order(StringComparer.Ordinal), await TitlesAsync(page));

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Sort by" }).SelectOptionAsync("seconds");
        await Expect(page.Locator("#rows h2").First).ToHaveTextAsync("lamp-11");

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Sort by" }).SelectOptionAsync("row");
        await Expect(page.Locator("#rows h2").First).ToHaveTextAsync("mug-01");
    }

    [Theory]
    [InlineData("model", "late dear cheap gone")]
    [InlineData("state", "cheap dear gone late")]
    [InlineData("credits", "dear cheap gone late")]
    public async Task Rows_keep_their_order_when_they_are_filtered_and_the_totals_follow(string by, string order)
    {
        UgcJob failed = Reports.Job("j2", null) with { Status = UgcJobStatus.Failed, CreditsCharged = 20, CreditsRefunded = 15 };
        IPage page = await OpenAsync(await Reports.WriteAsync(Folder,
        [
            Reports.Row(1, "late", Reports.Request()) with { State = UgcRowState.NotSent },
            Reports.Row(2, "gone", Reports.Request(model: "veo-3.1"), failed) with { State = UgcRowState.Failed },
            Reports.Row(3, "cheap", Reports.Request(model: "sora-2-pro"), Reports.Job("j3", Reports.Clip(Folder, "a.mp4")) with { CreditsCharged = 10 }),
            Reports.Row(4, "dear", Reports.Request(), Reports.Job("j4", Reports.Clip(Folder, "b.mp4")) with { CreditsCharged = 300 }),
        ]));

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Sort by" }).SelectOptionAsync(by);
        await Expect(page.Locator("#rows h2")).ToHaveTextAsync(order.Split(' '));
        Assert.Equal(("4", "3", "330", "15", "315"), await FiguresAsync(page));

        await page.Locator("#states button", new() { HasText = "Saved" }).ClickAsync();
        await page.Locator("#states button", new() { HasText = "Failed" }).ClickAsync();
        await Expect(page.Locator("#rows h2")).ToHaveTextAsync(order.Split(' ').Where(title => title != "late"));
        Assert.Equal(("3", "3", "330", "15", "315"), await FiguresAsync(page));

        await page.Locator("#states button", new() { HasText = "Failed" }).ClickAsync();
        await Expect(page.Locator("#rows h2")).ToHaveTextAsync(order.Split(' ').Where(title => title is "dear" or "cheap"));
        Assert.Equal(("2", "2", "310", "0", "310"), await FiguresAsync(page));
    }

    private static async Task<(string Rows, string Videos, string Charged, string Refunded, string Net)> FiguresAsync(IPage page) => (
        await FigureAsync(page, "Rows"), await FigureAsync(page, "Videos"), await FigureAsync(page, "Credits charged"),
        await FigureAsync(page, "Credits refunded"), await FigureAsync(page, "Net credits"));
}
