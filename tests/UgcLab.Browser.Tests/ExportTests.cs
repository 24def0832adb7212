using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace UgcLab.Browser.Tests;

public sealed partial class ExportTests(Chromium chromium) : ReportTest(chromium)
{
    // What spreadsheets take for a formula, and what CSV has rules for.
    private static readonly string[] Prompts =
    [
        "=cmd|' /C calc'!A0", "+49 30 12345", "-x", "@SUM(A1)", "   =1+1", "'=quoted already", "'plain", "＝1＋1", "Quotes \" and, commas; and\nlines",
        "\u00a0=1", "日本語 😀 Ünïcode", "tab\tinside",
    ];

    [Fact]
    public async Task The_rows_to_redo_are_a_sheet_that_creates_the_same()
    {
        VideoRequest[] requests = [.. Prompts.Select((prompt, index) => Reports.Request(prompt, index % 2 == 0 ? "kling-2.6" : "veo-3.1"))];
        IPage page = await OpenAsync(await Reports.WriteAsync(Folder, requests.Select((request, index) => Reports.Row(
            index + 1, $"=ref-{index + 1}", request, Reports.Job($"j{index}", Reports.Clip(Folder, $"v{index}.mp4"))))));
        foreach (int index in Enumerable.Range(1, Prompts.Length))
        {
            await Press(page, $"Redo =ref-{index}").ClickAsync();
        }

        string text = await RedoAsync(page, "ads-redo.csv");
        SheetRow[] rows = [.. Read(text)];

        Assert.Equal(requests.Select(Content), rows.Select(row => Content(Request(row))));
        Assert.Equal(Enumerable.Range(1, Prompts.Length).Select(index => $"=ref-{index}-redo-1"), rows.Select(row => row.Cells["RowId"]));
        Assert.All(rows, row => Assert.Equal("Mug", row.Cells["Product"]));
        Assert.DoesNotMatch(Formula(), text);
    }

    [Fact]
    public async Task A_row_is_redone_with_as_many_variants_as_are_marked_and_its_notes()
    {
        IPage page = await OpenCampaignAsync();
        await Press(page, "Redo mug-09, variant 1").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Note on mug-09, variant 1" }).FillAsync("More steam");
        await Press(page, "Redo mug-09, variant 3").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Note on mug-09, variant 3" }).FillAsync("=too dark");

        string text = await RedoAsync(page, "ads-redo.csv");
        SheetRow row = Assert.Single(Read(text));

        Assert.Equal(("2", "mug-09-redo-1", "More steam / =too dark"), (row.Cells["Variants"], row.Cells["RowId"], row.Cells["UgcNote"]));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "ads-redo.csv")), text.ReplaceLineEndings("\n"));
        Assert.Equal(["Invoke-UgcBatch ads-redo.csv -Destination ads-redo -WhatIf"], await page.Locator("#redo-run code").AllTextContentsAsync());
    }

    [Fact]
    public async Task A_row_that_is_redone_again_gets_the_next_id_and_equal_references_stay_apart()
    {
        IPage page = await OpenAsync(await Reports.WriteAsync(Folder,
        [
            Reports.Row(1, "mug", Reports.Request("one"), Reports.Job("j1", Reports.Clip(Folder, "1.mp4"))) with { RowId = "mug-redo-1" },
            Reports.Row(2, "mug", Reports.Request("two"), Reports.Job("j2", Reports.Clip(Folder, "2.mp4"))) with { RowId = "mug-redo-1 " },
            Reports.Row(3, "mug", Reports.Request("three"), Reports.Job("j3", Reports.Clip(Folder, "3.mp4"))),
            Reports.Row(4, "mug", Reports.Request("four"), Reports.Job("j4", Reports.Clip(Folder, "4.mp4"))),
        ]));
        foreach (ILocator redo in await page.GetByRole(AriaRole.Button, new() { Name = "Redo mug" }).AllAsync())
        {
            await redo.ClickAsync();
        }

        Assert.Equal(["mug-redo-2", "mug-redo-1 -redo-1", "mug-redo-1", "mug-redo-1.2"], Read(await RedoAsync(page, "ads-redo.csv")).Select(row => row.Cells["RowId"]));
    }

    [Fact]
    public async Task Of_several_actors_only_the_marked_ones_are_redone()
    {
        TalkingActorRequest request = new() { ProjectId = "clproject000000000000000001", ActorIds = ["clactor1", "clactor2"], Script = "Hi there.", Variants = 2 };
        UgcJob[] jobs = [.. Enumerable.Range(0, 4).Select(index => Reports.Job($"j{index}", Reports.Clip(Folder, $"{index}.mp4"), index) with { ActorId = $"clactor{(index / 2) + 1}" })];
        IPage page = await OpenAsync(await Reports.WriteAsync(Folder, [Reports.Row(1, "talk", Reports.Request(), jobs) with
        {
            Endpoint = "ugc/talking-actor", Body = System.Text.Encoding.UTF8.GetString(request.ToJson()),
        }]));
        await Press(page, "Redo talk, variant 4").ClickAsync();

        SheetRow row = Assert.Single(Read(await RedoAsync(page, "ads-redo.csv")));

        Assert.Equal(("clactor2", "1", "Hi there."), (row.Cells["ActorId"], row.Cells["Variants"], row.Cells["Script"]));
        Assert.Equal(["Invoke-UgcBatch ads-redo.csv -Kind TalkingActor -Destination ads-redo -WhatIf"], await page.Locator("#redo-run code").AllTextContentsAsync());
    }

    [Fact]
    public async Task The_delimiter_is_that_of_the_results()
    {
        IPage page = await OpenAsync(await Reports.WriteAsync(Folder, Reports.Campaign(Folder), delimiter: ';'));
        await Press(page, "Redo mug-01").ClickAsync();

        Assert.Contains(";RowId;UgcRow;UgcState;UgcNote\r\n", await RedoAsync(page, "ads-redo.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_names_of_approved_and_favorite_files_are_a_list()
    {
        IPage page = await OpenCampaignAsync(options => options.Permissions = ["clipboard-read", "clipboard-write"]);
        await Press(page, "Approve mug-01").ClickAsync();
        await Press(page, "Approve bag-02, variant 2").ClickAsync();
        await Press(page, "Favorite: lamp-03").ClickAsync();
        await Press(page, "Export the choice").ClickAsync();

        Assert.Equal("mug-01-kling-2.6-v0.mp4\r\nbag-02-kling-2.6-v1.mp4\r\n", await SavedAsync(page, () => Press(page, "Download the list").ClickAsync()));
        await page.GetByLabel("Which files").SelectOptionAsync("star");
        await Press(page, "Copy").ClickAsync();
        Assert.Equal("lamp-03-veo-3.1-v0.mp4", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await page.GetByLabel("Which files").SelectOptionAsync("reject");
        Assert.True(await Press(page, "Download the list").IsDisabledAsync());
    }

    [Fact]
    public async Task All_choices_are_a_sheet()
    {
        IPage page = await OpenCampaignAsync();
        await Press(page, "Reject mug-01").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Note on mug-01" }).FillAsync("=HYPERLINK(\"http://x\")");
        await Press(page, "Favorite: lamp-03").ClickAsync();
        await Press(page, "Export the choice").ClickAsync();

        string text = await SavedAsync(page, () => Press(page, "Download the choices").ClickAsync());

        Assert.Equal(
            [
                "Reference,UgcRow,UgcId,UgcVariant,UgcActor,UgcFile,Choice,Favorite,UgcNote",
                "mug-01,1,job-1-0,0,,mug-01-kling-2.6-v0.mp4,reject,,\"'=HYPERLINK(\"\"http://x\"\")\"",
                "lamp-03,3,job-3-0,0,,lamp-03-veo-3.1-v0.mp4,,yes,",
                "",
            ],
            text.TrimStart('\uFEFF').Split("\r\n"));
    }

    private static async Task<string> RedoAsync(IPage page, string name)
    {
        await Press(page, "Export the choice").ClickAsync();
        return await SavedAsync(page, () => Press(page, $"Download {name}").ClickAsync());
    }

    private static IEnumerable<SheetRow> Read(string text)
    {
        using StringReader reader = new(text);
        return [.. CsvSheet.Read(new CharSource(reader, "redo"), new Table("redo"))];
    }

    private static CreationRequest Request(SheetRow row)
    {
        RowColumns columns = RowColumns.Match(CreationDescriptor.Video, row.Headers);
        Assert.Equal(["Product"], columns.Unrecognized);
        RowReading reading = columns.Read(column => row.Cells[column]);
        Assert.Empty(reading.Faults);
        return CreationDescriptor.Video.Check(reading.Draft, skipValidation: true).Request!;
    }

    private static RowKey Content(CreationRequest request) => RowKey.Content(request, new Uri("https://example.com/"));

    [GeneratedRegex("(^|,)\"?[=+@-]", RegexOptions.Multiline)]
    private static partial Regex Formula();
}
