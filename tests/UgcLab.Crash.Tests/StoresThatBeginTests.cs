using UgcLab.Engines.Sqlite;

namespace UgcLab.Crash.Tests;

/// <summary>Stores that are opened at the same moment in a new folder, as by processes that start together.</summary>
public sealed class StoresThatBeginTests : IDisposable
{
    private const int Together = 8;

    private readonly string _root = Directory.CreateTempSubdirectory("ugclab-begin-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_store_says_that_it_is_running_only_while_it_has_the_lock()
    {
        // Another process that starts at the same moment would take its file for a leftover.
        using SqliteStore store = new(new StoreSettings(_root) { AllowNetwork = true });
        Task<GateAnswer> begun;
        using (FileLock? other = FileLock.TryAcquire(Path.Combine(_root, "ugclab.lock")))
        {
            Assert.NotNull(other);
            begun = BeginAsync(store);
            Assert.Equal(["ugclab.lock"], Directory.GetFileSystemEntries(_root).Select(Path.GetFileName));
            Assert.False(begun.IsCompleted);
        }

        Assert.IsType<GateAnswer.Allowed>(await begun);
        Assert.Single(Directory.GetFiles(Path.Combine(_root, "owners")));
        Assert.True(File.Exists(Path.Combine(_root, "reserve.bin")));
    }

    [Fact]
    public async Task A_reserve_that_was_not_finished_is_made_anew()
    {
        await File.WriteAllBytesAsync(Path.Combine(_root, "reserve.bin"), new byte[1000], TestContext.Current.CancellationToken);
        using SqliteStore store = new(new StoreSettings(_root) { AllowNetwork = true });
        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(store));
        Assert.Equal(1 << 20, new FileInfo(Path.Combine(_root, "reserve.bin")).Length);
    }

    [Fact]
    public async Task Stores_that_begin_at_once_find_each_other_running_and_let_one_request_go()
    {
        for (int round = 0; round < Proof.Of(10, 100); round++)
        {
            string folder = Path.Combine(_root, round.ToString(System.Globalization.CultureInfo.InvariantCulture));
            SqliteStore[] stores = [.. Enumerable.Range(0, Together).Select(_ => new SqliteStore(new StoreSettings(folder) { AllowNetwork = true }))];
            using Barrier start = new(Together);
            GateAnswer[] answers = await Task.WhenAll(stores.Select(store => Task.Factory.StartNew(() =>
            {
                start.SignalAndWait();
                return BeginAsync(store).GetAwaiter().GetResult();
            }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

            Assert.Single(answers.OfType<GateAnswer.Allowed>());
            Assert.Equal(Together - 1, answers.OfType<GateAnswer.Wait>().Count(wait => wait.IsInFlight));
            BatchRecord batch = Assert.Single(await stores[0].ReadBatchesAsync(new BatchQuery(WithCounts: true), TestContext.Current.CancellationToken));
            Assert.Equal(Together, batch.Runs.Count);
            Array.ForEach(stores, store => store.Dispose());
        }
    }

    private static async Task<GateAnswer> BeginAsync(SqliteStore store)
    {
        const string Address = "https://api.ugclab.app/api/v1/";
        AttemptRequest request = new()
        {
            Purchase = Guid.NewGuid().ToString("N"),
            Attempt = 1,
            Account = new StoreAccount("0123456789abcdef", Address),
            Limits = UgcLimits.None,
            Timeout = TimeSpan.FromMinutes(1),
            Request = new RequestRecord { Key = new PriceKey("ugc/video", null, null, null, HasImage: false) },
        };
        GateAnswer answer = await store.BeginAttemptAsync(request, CancellationToken.None);
        await store.OpenBatchAsync(new BatchKey(Address, "", "together"), Guid.NewGuid().ToString("N"), null);
        return answer;
    }
}
