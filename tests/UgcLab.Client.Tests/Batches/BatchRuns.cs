using UgcLab.Engines.Sqlite;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Batches;

/// <summary>Runs of one batch, one after another, each by a client and a store of its own as after a crash: all that lasts is on the disk.</summary>
internal sealed class BatchRuns : IDisposable
{
    public const string Name = "spring";

    private readonly TestFolder _folder = new();
    private readonly TestClock _clock = new();

    public BatchRuns(int seed, double faults = 0.2) => Service = new ChangingService(seed, _clock, faults);

    public ChangingService Service { get; }

    public static PurchaseRequest Order(string prompt, string? rowId = null) => new(Bench.Video with { Prompt = prompt }) { RowId = rowId };

    /// <summary>Runs an input, and is stopped after so many purchases. Returns how many rows are still to be sent.</summary>
    public async Task<int> RunAsync(IEnumerable<PurchaseRequest> input, int most = int.MaxValue)
    {
        using SqliteStore store = OpenStore();
        using UgcLabClient client = new(new UgcLabClientOptions(UgcSimulator.ApiKey)
        {
            BaseUri = UgcSimulator.DefaultBaseUri,
            Handler = Service,
            Clock = _clock,
            Limits = UgcLimits.None,
            Store = store,
        });
        await using OpenBatch batch = await client.OpenBatchAsync(Name);
        int left = 0;
        foreach (PurchaseRequest order in input)
        {
            BatchRow row = await batch.FindAsync(order with { Request = (VideoRequest)order.Request with { ProjectId = Service.Simulator.FirstProjectId! } });
            if (RowDecision.Of(row) is not RowDisposition.Create)
            {
                continue;
            }

            if (most-- <= 0)
            {
                left++;
                continue;
            }

            try
            {
                await _clock.RunAsync(batch.CreateAsync(row));
            }
            catch (UgcLabException error) when (error.Kind is UgcLabErrorKind.OutcomeUnconfirmed or UgcLabErrorKind.ServerError or UgcLabErrorKind.NetworkError)
            {
                // Unconfirmed, or not sent: the next run knows.
            }
        }

        return left;
    }

    public async Task<UgcBatch> GetAsync()
    {
        using SqliteStore store = OpenStore();
        return await new BatchService(store).GetAsync(Name);
    }

    public async Task<List<UgcBatchRow>> RowsAsync()
    {
        using SqliteStore store = OpenStore();
        return await new BatchService(store).RowsAsync(Name).ToListAsync();
    }

    public void Dispose() => _folder.Dispose();

    private SqliteStore OpenStore() => new(new StoreSettings(_folder.Path) { Clock = _clock });
}
