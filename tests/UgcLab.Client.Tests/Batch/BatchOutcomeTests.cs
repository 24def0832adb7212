using UgcLab.Batch;
using UgcLab.Ledger;

namespace UgcLab.Client.Tests.Batch;

[Collection(nameof(Alone))]
public sealed class BatchOutcomeTests : IDisposable
{
    private readonly BatchBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_row_whose_every_id_stands_with_another_is_not_saved()
    {
        RowEntry row = new() { State = RowState.Accepted, Bought = 1 };

        Assert.Equal(UgcRowState.Failed, RowStates.Of(row));
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
    [InlineData("Running NotSent", UgcLabErrorKind.CreditBrake, false, 4)]
    [InlineData("Saved Unknown", null, false, 5)]
    [InlineData("Saved Sending", null, false, 5)]
    [InlineData("Unknown Failed Running NotSent Invalid", UgcLabErrorKind.InsufficientCredits, true, 5)]
    public void What_needs_a_person_comes_first_then_what_another_run_mends_then_what_only_another_row_does(string states, UgcLabErrorKind? stop, bool isAnythingUnsaved, int exitCode)
    {
        string[] wanted = states.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using UgcLabClient client = _bench.Connect();
        using OpenBatch batch = client.OpenBatch("nov");
        BatchInput[] rows = [.. wanted.Select((state, index) => state == "Invalid" ? BatchBench.Bad(index + 1) : _bench.Row(index + 1))];
        for (int index = 0; index < rows.Length; index++)
        {
            if (rows[index].Order is Order order)
            {
                Put(batch, batch.Take(order).Key, Enum.Parse<UgcRowState>(wanted[index]));
            }
        }

        BatchOutcome outcome = new(batch);
        Assert.Equal(wanted, rows.Select(row => outcome.Add(row).State?.ToString() ?? "Invalid"));
        UgcBatchResult result = outcome.Sum(stop is UgcLabErrorKind kind ? new UgcLabException(kind, "Enough.") : null, isAnythingUnsaved);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(stop is null ? null : "Enough.", result.StoppedBy);
        int[] counts = [result.NotSent, result.Refused, result.Unknown, result.Abandoned, result.Running, result.Finished, result.Failed, result.Saved, result.Invalid];
        Assert.Equal((rows.Length, rows.Length), (result.Rows, counts.Sum()));
    }

    [Fact]
    public void Money_is_counted_over_all_runs_and_rounds_and_net_of_what_came_back()
    {
        using UgcLabClient client = _bench.Connect();
        using OpenBatch batch = client.OpenBatch("nov");
        RowKey key = batch.Take(_bench.Row(1).Order!).Key;
        batch.Ledger.Change((index, _) =>
        {
            index.Sending(key, "p1", 1);
            index.Accepted(key, [new JobEntry("a") { Charged = 35 }, new JobEntry("b") { Charged = 35 }]);
            index.Sending(key, "p2", 2);
            index.Accepted(key, [new JobEntry("c") { Charged = 40.5m }]);
            index.Seen("a", UgcJobStatus.Failed, 35, 35);
        });

        BatchOutcome outcome = new(batch);
        outcome.Add(_bench.Row(1));
        UgcBatchResult result = outcome.Sum(null, false);

        Assert.Equal((110.5m, 35m, 75.5m), (result.TotalCreditsCharged, result.TotalCreditsRefunded, result.TotalNetCredits));
    }

    [Fact]
    public void A_row_that_its_batch_has_never_heard_of_is_not_sent_and_one_whose_RowId_is_anothers_is_at_fault()
    {
        using UgcLabClient client = _bench.Connect();
        using OpenBatch batch = client.OpenBatch("nov");
        batch.Take(_bench.Row(1, rowId: "a").Order!);
        BatchOutcome outcome = new(batch);

        Assert.Equal(UgcRowState.NotSent, outcome.Add(_bench.Row(7)).State);
        Assert.Null(outcome.Add(_bench.Row(8, rowId: "a")).State);

        UgcBatchResult result = outcome.Sum(null, false);
        Assert.Equal((2, 1, 1, 3), (result.Rows, result.NotSent, result.Invalid, result.ExitCode));
    }

    private static void Put(OpenBatch batch, RowKey key, UgcRowState state) => batch.Ledger.Change((index, _) =>
    {
        switch (state)
        {
            case UgcRowState.NotSent: break;
            case UgcRowState.Refused: index.Refused(key, nameof(UgcLabErrorKind.RequestRefused)); break;
            case UgcRowState.Abandoned: index.Abandoned(key); break;
            case UgcRowState.Unknown: index.InDoubt(key); break;
            case UgcRowState.Sending: index.Sending(key, "p", 1); break;
            default:
                index.Sending(key, "p", 1);
                index.Accepted(key, [new JobEntry($"job of {key}")]);
                index.Seen($"job of {key}", state switch { UgcRowState.Running => UgcJobStatus.Processing, UgcRowState.Failed => UgcJobStatus.Failed, _ => UgcJobStatus.Completed }, null, null);
                if (state is UgcRowState.Saved)
                {
                    index.Saved($"job of {key}");
                }

                break;
        }
    });
}
