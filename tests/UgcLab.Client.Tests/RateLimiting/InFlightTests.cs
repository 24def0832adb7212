using System.Diagnostics;
using UgcLab.Engines.Sqlite;
using UgcLab.Faults;

namespace UgcLab.Client.Tests.RateLimiting;

/// <summary>All processes that create with one key on one machine: the service never sees two paid requests at once.</summary>
public sealed class InFlightTests : IDisposable
{
    private const int Creators = 2;
    private const int Each = 6;

    private readonly TestFolder _folder = new();
    private readonly FaultServer _server;
    private int _open;
    private int _most;
    private int _ready;

    public InFlightTests() => _server = new(request =>
    {
        if (request.Method == "GET")
        {
            // The buyers begin together.
            Interlocked.Increment(ref _ready);
            SpinWait.SpinUntil(() => Volatile.Read(ref _ready) >= Creators, TimeSpan.FromSeconds(30));
            return Reply.Text(404, "{}");
        }

        // Another one may come while this one is open: it is given the time to.
        SpinWait.SpinUntil(() => Volatile.Read(ref _open) > 1, TimeSpan.FromMilliseconds(10));
        Interlocked.Decrement(ref _open);
        return Reply.Text(202, Bench.Receipt);
    })
    {
        BeforeBody = request =>
        {
            _most = request.Method == "GET" ? _most : Math.Max(_most, Interlocked.Increment(ref _open));
            return null;
        },
    };

    private int Created => _server.Requests.Count(request => request.Method == "POST");

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Clients_side_by_side_with_stores_of_their_own()
    {
        await Task.WhenAll(CreateAsync(_server.BaseUri, _folder.Path), CreateAsync(_server.BaseUri, _folder.Path));

        Assert.Equal((1, Creators * Each), (_most, Created));
    }

    [Fact]
    public async Task Processes_side_by_side()
    {
        Process[] children = [Start(), Start()];
        try
        {
            await Task.WhenAll(children.Select(child => child.WaitForExitAsync()));

            Assert.All(children, child => Assert.Equal(0, child.ExitCode));
            Assert.Equal((1, Creators * Each), (_most, Created));
        }
        finally
        {
            Array.ForEach(children, child => child.Dispose());
        }
    }

    /// <summary>What another process does, whose program is this assembly as well. Returns its exit code.</summary>
    internal static async Task<int> CreateInChildAsync(string address, string folder) =>
        await CreateAsync(new Uri(address), folder) == Each ? 0 : 1;

    // Like runspaces of one process: several purchases wait in one queue.
    private static async Task<int> CreateAsync(Uri address, string folder)
    {
        using SqliteStore store = new(new StoreSettings(folder));
        using UgcLabClient client = new(new UgcLabClientOptions(Bench.Key) { BaseUri = address, Store = store, Limits = UgcLimits.None });
        await client.TestAsync();
        IReadOnlyList<UgcJob>[] bought = await Task.WhenAll(Enumerable.Range(0, Each).Select(_ => client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video))));
        return bought.Sum(jobs => jobs.Count);
    }

    private Process Start()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            ArgumentList = { Program.InFlight, _server.BaseUri.ToString(), _folder.Path },
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(InFlightTests).Assembly.Location);
        }

        return Process.Start(start)!;
    }
}
