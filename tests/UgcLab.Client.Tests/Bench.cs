namespace UgcLab.Client.Tests;

/// <summary>A client over a script, with a clock that jumps and a record of its own.</summary>
internal sealed class Bench : IDisposable
{
    public const string Key = "ugc_0123456789abcdef0123456789abcdef0123456789abcdef";

    public const string Receipt = """
        {"data":{"jobs":[{"ugcId":"clzzjob1","variantIndex":0,"status":"PENDING","creditsCharged":150}],"totalCreditsCharged":150,"remainingCredits":4850},"meta":{"requestId":"req_abc123def456","timestamp":"2026-01-15T10:00:00.000Z"}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("ugclab-test-").FullName;

    public Bench(HttpMessageHandler handler, Func<UgcLabClientOptions, UgcLabClientOptions>? change = null)
    {
        UgcLabClientOptions options = new(Key) { Handler = handler, Clock = Clock, Limits = UgcLimits.None, StateFolder = _folder, StateIsTemporary = true };
        Client = new UgcLabClient(change?.Invoke(options) ?? options);
    }

    public Bench(params ScriptedReply[] replies)
        : this(new ScriptedHandler(replies))
    {
    }

    public static VideoRequest Video { get; } = new()
    {
        ProjectId = "clzzproject1",
        Prompt = "A paper boat sails down a rainy street",
        Model = "veo-3.1",
        Duration = "8",
    };

    public TestClock Clock { get; } = new();

    public UgcLabClient Client { get; }

    public Collected Notices { get; } = new();

    public string JournalText => Directory.Exists(Path.Combine(_folder, "runs"))
        ? string.Concat(Directory.GetFiles(Path.Combine(_folder, "runs")).Order().Select(ReadShared))
        : "";

    public string Folder => _folder;

    public Task<IReadOnlyList<UgcJob>> BuyAsync(CancellationToken cancellationToken = default) =>
        Clock.RunAsync(Client.Purchases.BuyAsync(new Order(Video), Notices, cancellationToken));

    public async Task<UgcLabException> BuyInVainAsync(CancellationToken cancellationToken = default) =>
        await Assert.ThrowsAsync<UgcLabException>(() => BuyAsync(cancellationToken));

    public void Dispose() => Client.Dispose();

    private static string ReadShared(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    internal sealed class Collected : IProgress<UgcNotice>
    {
        private readonly List<UgcNotice> _notices = [];

        public UgcNotice[] All
        {
            get
            {
                lock (_notices)
                {
                    return [.. _notices];
                }
            }
        }

        public IEnumerable<UgcNotice> Waits => All.Where(notice => notice.Kind is UgcNoticeKind.Waiting);

        public IEnumerable<string> Warnings => All.Where(notice => notice.Kind is UgcNoticeKind.Warning).Select(notice => notice.Text);

        public void Report(UgcNotice value)
        {
            lock (_notices)
            {
                _notices.Add(value);
            }
        }
    }
}
