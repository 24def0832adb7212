using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UgcLab.Browser.Tests;

public sealed class ChoiceTests(Chromium chromium) : ReportTest(chromium)
{
    [Fact]
    public async Task A_choice_and_its_note_are_kept_for_the_batch_and_for_no_other()
    {
        IPage page = await OpenCampaignAsync();
        await Press(page, "Approve mug-01").ClickAsync();
        await Press(page, "Redo lamp-03").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Note on lamp-03" }).FillAsync("Too dark");
        await page.Keyboard.PressAsync("Tab");

        await page.ReloadAsync();
        Assert.Equal("true", await Press(page, "Approve mug-01").GetAttributeAsync("aria-pressed"));
        Assert.Equal("Too dark", await page.GetByRole(AriaRole.Textbox, new() { Name = "Note on lamp-03" }).InputValueAsync());
        Assert.Equal(("1", "1"), (await FigureAsync(page, "Approved"), await FigureAsync(page, "Redo")));

        IPage other = await OpenAsync(await Reports.WriteAsync(Path.Combine(Folder, "other"), Reports.Campaign(Folder), "other"));
        Assert.Equal("false", await Press(other, "Approve mug-01").GetAttributeAsync("aria-pressed"));
    }

    [Fact]
    public async Task A_row_has_one_favorite_and_a_video_one_choice()
    {
        IPage page = await OpenCampaignAsync();
        ILocator first = Press(page, "Favorite: bag-02, variant 1"), second = Press(page, "Favorite: bag-02, variant 2");

        await first.ClickAsync();
        await second.ClickAsync();
        await Press(page, "Favorite: mug-01").ClickAsync();
        Assert.Equal(("false", "true"), (await first.GetAttributeAsync("aria-pressed"), await second.GetAttributeAsync("aria-pressed")));
        Assert.Equal("true", await Press(page, "Favorite: mug-01").GetAttributeAsync("aria-pressed"));

        await Press(page, "Approve mug-01").ClickAsync();
        await Press(page, "Reject mug-01").ClickAsync();
        Assert.Equal("false", await Press(page, "Approve mug-01").GetAttributeAsync("aria-pressed"));
        await Press(page, "Reject mug-01").ClickAsync();
        Assert.Equal("0", await FigureAsync(page, "Rejected"));
    }

    [Fact]
    public async Task What_was_chosen_can_be_filtered()
    {
        IPage page = await OpenCampaignAsync();
        await Press(page, "Approve bag-02, variant 2").ClickAsync();
        await Press(page, "Favorite: mug-01").ClickAsync();

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Review" }).SelectOptionAsync("approve");
        await Expect(page.Locator("#rows .card")).ToHaveCountAsync(1);
        Assert.Equal(["bag-02"], await TitlesAsync(page));

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Review" }).SelectOptionAsync("star");
        await Expect(page.Locator("#rows h2").First).ToHaveTextAsync("mug-01");
    }

    [Fact]
    public async Task A_video_that_was_not_made_has_no_choice_because_its_row_is_retried()
    {
        IPage page = await OpenCampaignAsync();

        Assert.Equal(0, await Press(page, "Redo tea-04").CountAsync());
        Assert.Equal(1, await Press(page, "Redo tea-08").CountAsync());
    }

    [Fact]
    public async Task A_browser_that_keeps_nothing_says_so()
    {
        string path = await Reports.WriteAsync(Folder, Reports.Campaign(Folder));
        IPage page = await OpenAsync(path);
        await page.AddInitScriptAsync("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };");
        await page.ReloadAsync();

        await Press(page, "Approve mug-01").ClickAsync();

        Assert.True(await page.GetByText("This browser doesn't keep your choice").IsVisibleAsync());
    }

    [Fact]
    public async Task What_another_page_put_into_the_storage_does_no_harm()
    {
        string path = await Reports.WriteAsync(Folder, Reports.Campaign(Folder));
        IPage page = await OpenAsync(path);
        await Press(page, "Approve mug-01").ClickAsync();
        await page.EvaluateAsync("for (const key of Object.keys(localStorage)) localStorage[key] = '{\"job-1-0\":{\"choice\":\"toString\",\"note\":7},\"job-2-0\":5}'");

        await page.ReloadAsync();

        Assert.Equal("0", await FigureAsync(page, "Approved"));
        Assert.Empty(Errors);
    }
}
