using Microsoft.Playwright;

namespace UgcLab.Browser.Tests;

/// <summary>A test with a folder and a window. It notes what leaves the page and what goes wrong in it.</summary>
public abstract class ReportTest(Chromium chromium) : IAsyncLifetime
{
    private readonly List<string> _requests = [];
    private IBrowserContext? _context;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("ugclab-report-").FullName;

    /// <summary>What was requested from anywhere but the disk.</summary>
    protected IReadOnlyList<string> Requests => _requests;

    protected List<string> Errors { get; } = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.CloseAsync();
        }

        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected async Task<IPage> OpenAsync(string path, Action<BrowserNewContextOptions>? change = null)
    {
        if (_context is null)
        {
            _context = await chromium.OpenAsync(change);
            _context.Request += (_, request) =>
            {
                if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                {
                    _requests.Add(request.Url);
                }
            };
        }

        IPage page = await _context.NewPageAsync();
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Errors.Add(message.Text);
            }
        };
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        return page;
    }

    protected async Task<IPage> OpenCampaignAsync(Action<BrowserNewContextOptions>? change = null) =>
        await OpenAsync(await Reports.WriteAsync(Folder, Reports.Campaign(Folder)), change);

    protected static ILocator Card(IPage page, string name) =>
        page.GetByRole(AriaRole.Article, new() { Name = name });

    protected static ILocator Press(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    protected static async Task<string[]> TitlesAsync(IPage page) => [.. await page.Locator("#rows h2").AllTextContentsAsync()];

    protected static async Task<string> FigureAsync(IPage page, string name) =>
        await page.Locator("#figures div", new() { Has = page.GetByText(name, new() { Exact = true }) }).Locator("dd").TextContentAsync() ?? "";

    protected static async Task<string> SavedAsync(IPage page, Func<Task> save)
    {
        IDownload download = await page.RunAndWaitForDownloadAsync(save);
        return await File.ReadAllTextAsync(await download.PathAsync());
    }
}
