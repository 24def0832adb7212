using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(UgcLab.Browser.Tests.Chromium))]

namespace UgcLab.Browser.Tests;

/// <summary>One Chromium for all tests: that of the system, because none is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Places, File.Exists) is string path)
        {
            _playwright = await Playwright.CreateAsync();

            // The sandbox doesn't work for root in a container. The pages are those of these tests.
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, ChromiumSandbox = false, Args = ["--disable-gpu"] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A window without anything that other tests have kept. Skips the test where there is no Chromium.</summary>
    public async Task<IBrowserContext> OpenAsync(Action<BrowserNewContextOptions>? change = null)
    {
        Assert.SkipWhen(_browser is null, "Chromium isn't installed. On Debian: apt-get install chromium");
        BrowserNewContextOptions options = new() { ViewportSize = new() { Width = 1280, Height = 900 }, Locale = "en-US", TimezoneId = "UTC" };
        change?.Invoke(options);
        IBrowserContext context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        return context;
    }
}
