using UgcLab.Client.Tests.Store;
using UgcLab.Engines.Sqlite;

namespace UgcLab.Client.Tests.Batches;

[Collection(nameof(Alone))]
public sealed class BatchResultsTests : IDisposable
{
    private readonly BatchBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_row_whose_every_id_stands_with_another_is_not_saved()
    {
        RowFact accepted = new("p1", UgcPurchaseState.Accepted, 1, Refusal: null);

        Assert.Equal(UgcRowState.Failed, RowRules.Of("key", "content", [accepted], []).State);
    }

    [Theory]
    [InlineData("", null, false, 0)]
    [InlineData("Saved Saved", null, false, 0)]
    [InlineData("Saved Failed", null, false, 1)]
    [InlineData("Saved Refused", null, false, 1)]
    [InlineData("Saved Abandoned", null, false, 1)]
    [InlineData("Saved Invalid", null, false, 1)]
    [InlineData("Saved Running Failed", null, false, 3)]
    [InlineData("Saved Finished Refused", null, false, 3)]
    [InlineData("Saved NotSent Invalid", null, false, 3)]
    [InlineData("Saved", null, true, 3)]
    [InlineData("Saved", UgcLabErrorKind.BatchStopped, false, 3)]
    [InlineData("Saved NotSent", UgcLabErrorKind.NetworkError, false, 3)]
    [InlineData("Saved NotSent", UgcLabErrorKind.KeyRefused, false, 3)]
    [InlineData("Saved", UgcLabErrorKind.InsufficientCredits, false, 4)]
    [InlineData("Saved NotSent Failed", UgcLabErrorKind.InsufficientCredits, true, 4)]
    [InlineData("Running NotSent", UgcLabErrorKind.SpendingLimit, false, 4)]
    [InlineData("Saved Unconfirmed", null, false, 5)]
    [InlineData("Saved Sending", null, false, 5)]
    [InlineData("Unconfirmed Failed Running NotSent Invalid", UgcLabErrorKind.InsufficientCredits, true, 5)]
    public async Task The_exit_code_reports_first_what_needs_a_person_then_what_another_run_completes(string states, UgcLabErrorKind? stop, bool isAnythingUnsaved, int exitCode)
    {
        string[] wanted = states.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using SqliteStore store = _bench.OpenStore();
        using UgcLabClient client = _bench.Connect(store);
        await using OpenBatch batch = await client.OpenBatchAsync("nov");
        BatchInput[] rows = [.. wanted.Select((state, index) => state == "Invalid" ? BatchBench.Bad(index + 1) : _bench.Row(index + 1))];
        for (int index = 0; index < rows.Length; index++)
        {
            if (rows[index].Purchase is PurchaseRequest order)
            {
                await StoredRows.PutAsync(batch, await batch.FindAsync(order), Enum.Parse<UgcRowState>(wanted[index]));
            }
        }

        (IReadOnlyList<UgcBatchRow> results, UgcBatchResult result) = await SumAsync(batch, rows, stop, isAnythingUnsaved);
        Assert.Equal(wanted, results.Select(row => row.StateIfValid?.ToString() ?? "Invalid"));

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(stop is null ? null : "Enough.", result.StoppedBy);
        int[] counts = [result.NotSent, result.Refused, result.Unconfirmed, result.Abandoned, result.Running, result.Finished, result.Failed, result.Saved, result.Invalid];
        Assert.Equal((rows.Length, rows.Length), (result.Rows, counts.Sum()));
    }

    [Fact]
    public async Task Money_is_counted_over_all_runs_and_rounds_and_net_of_what_came_back()
    {
        using SqliteStore store = _bench.OpenStore();
        using UgcLabClient client = _bench.Connect(store);
        await using OpenBatch batch = await client.OpenBatchAsync("nov");
        BatchRow row = await batch.FindAsync(_bench.Row(1).Purchase!);
        await StoredRows.AcceptAsync(batch, row, 1, new JobRecord { UgcId = "a", Charged = 35 }, new JobRecord { UgcId = "b", Charged = 35 });
        await StoredRows.AcceptAsync(batch, row, 2, new JobRecord { UgcId = "c", Charged = 40.5m });
        await store.RecordJobAsync(new UgcJob { UgcId = "a", StatusText = "FAILED", CreditsCharged = 35, CreditsRefunded = 35, Status = UgcJobStatus.Failed });

        UgcBatchResult result = (await SumAsync(batch, [_bench.Row(1)])).Result;

        Assert.Equal((110.5m, 35m, 75.5m), (result.TotalCreditsCharged, result.TotalCreditsRefunded, result.TotalNetCredits));
    }

    [Fact]
    public async Task A_row_unknown_to_its_batch_is_not_sent_and_one_with_a_reused_RowId_is_invalid()
    {
        using SqliteStore store = _bench.OpenStore();
        using UgcLabClient client = _bench.Connect(store);
        await using OpenBatch batch = await client.OpenBatchAsync("nov");
        await StoredRows.PutAsync(batch, await batch.FindAsync(_bench.Row(1, rowId: "a").Purchase!), UgcRowState.NotSent);

        (IReadOnlyList<UgcBatchRow> results, UgcBatchResult result) = await SumAsync(batch, [_bench.Row(7), _bench.Row(8, rowId: "a")]);

        Assert.Equal([UgcRowState.NotSent, null], results.Select(row => row.StateIfValid));
        Assert.Equal((2, 1, 1, 3), (result.Rows, result.NotSent, result.Invalid, result.ExitCode));
    }

    private static async Task<(IReadOnlyList<UgcBatchRow> Rows, UgcBatchResult Result)> SumAsync(OpenBatch batch, IEnumerable<BatchInput> rows, UgcLabErrorKind? stop = null, bool isAnythingUnsaved = false)
    {
        BatchResults outcome = new(batch);
        List<UgcBatchRow> results = await outcome.RowsAsync(rows).ToListAsync();
        return (results, outcome.Sum(stop is UgcLabErrorKind kind ? new UgcLabException(kind, "Enough.") : null, isAnythingUnsaved));
    }
}
