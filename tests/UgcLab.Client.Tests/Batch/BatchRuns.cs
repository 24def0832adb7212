using UgcLab.Client.Tests.Ledger;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Batch;

/// <summary>Runs of one batch, one after another, each by a client of its own as after a crash: all that lasts is on the disk.</summary>
internal sealed class BatchRuns : IDisposable
{
    public const string Name = "spring";

    private readonly LedgerDesk _desk = new();

    public BatchRuns(int seed, double faults = 0.2) => Service = new RestlessService(seed, _desk.Clock, faults);

    public RestlessService Service { get; }

    public Batches Batches => _desk.Batches;

    public string Folder => _desk.Folder.Path;

    public static Order Order(string prompt, string? rowId = null) => new(Bench.Video with { Prompt = prompt }) { RowId = rowId };

    /// <summary>Runs an input, and is broken off after so many purchases. Returns how many rows are still to be sent.</summary>
    public async Task<int> RunAsync(IEnumerable<Order> input, int most = int.MaxValue)
    {
        using UgcLabClient client = new(new UgcLabClientOptions(UgcSimulator.ApiKey)
        {
            BaseUri = UgcSimulator.DefaultBaseUri,
            Handler = Service,
            Clock = _desk.Clock,
            Limits = UgcLimits.None,
            StateFolder = _desk.State,
        });
        using OpenBatch batch = client.OpenBatch(Name);
        int left = 0;
        foreach (Order order in input)
        {
            BatchRow row = batch.Take(order with { Request = (VideoRequest)order.Request with { ProjectId = Service.Simulator.FirstProjectId! } });
            if (RowVerdict.Of(row) is not RowStep.Buy)
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
                await _desk.Clock.RunAsync(batch.BuyAsync(row));
            }
            catch (UgcLabException error) when (error.Kind is UgcLabErrorKind.OutcomeUnknown or UgcLabErrorKind.ServerError or UgcLabErrorKind.NetworkError)
            {
                // In doubt, or not sent: the next run knows.
            }
        }

        return left;
    }

    public void Dispose() => _desk.Dispose();
}
