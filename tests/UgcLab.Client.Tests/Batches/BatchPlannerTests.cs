using UgcLab.Client.Tests.Store;
using UgcLab.Engines.Sqlite;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Batches;

[Collection(nameof(Alone))]
public sealed class BatchPlannerTests : IDisposable
{
    private readonly BatchBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Rows_of_a_new_batch_are_all_to_be_sent_and_those_with_faults_are_counted_apart()
    {
        BatchPlan plan = await _bench.PlanAsync([.. _bench.Rows(3), BatchBench.Bad(4), _bench.Row(5, video => video with { Variants = 4 })]);

        Assert.Equal((5, 1, 4, 0), (plan.Rows, plan.Invalid, plan.ToSend, plan.ToRecreate));
        Assert.Equal((4, 7, 1), (plan.Estimate.Requests, plan.Estimate.Videos, plan.Estimate.InvalidRows));
        Assert.Equal(0, plan.NoLongerThere);
        Assert.Equal("Batch nov: 5 rows; 4 to send, 1 invalid.", plan.ToString());
    }

    [Fact]
    public async Task A_run_that_never_began_reports_how_the_rows_stand()
    {
        await _bench.RunAsync(_bench.Rows(2));

        UgcBatchResult result = (await _bench.PlanAsync([.. _bench.Rows(3), BatchBench.Bad(4)], buyAgain: true)).NothingSent(3, "No.", _bench.Clock.GetUtcNow(), _bench.Clock.GetUtcNow());

        Assert.Equal((3, 4, 2, 1, 1, 70m), (result.ExitCode, result.Rows, result.Saved, result.NotSent, result.Invalid, result.TotalNetCredits));
        Assert.Equal("nov", result.Batch);
    }

    [Fact]
    public async Task The_question_says_what_is_created_what_is_created_again_and_at_which_price()
    {
        BatchInput dearer = _bench.Row(7, video => video with { Duration = "10", Variants = 2 });
        Assert.Equal("Create 1 video with 1 request at a price that is not known yet?", (await _bench.PlanAsync(_bench.Rows(1))).Question);
        await _bench.RunAsync(_bench.Rows(1));

        Assert.Equal("1 row of these was created before and would be created AGAIN. Create 2 videos with 2 requests for 70 credits?", (await _bench.PlanAsync(_bench.Rows(2), buyAgain: true)).Question);
        Assert.Equal("Create 3 videos with 2 requests for 35 credits and more that are not known yet?", (await _bench.PlanAsync([_bench.Row(2), dearer])).Question);
    }

    [Fact]
    public async Task A_plan_of_nothing_says_so() => Assert.Equal("Batch nov: 0 rows; nothing to do.", (await _bench.PlanAsync([])).ToString());

    [Fact]
    public async Task Equal_rows_are_orders_of_their_own() => Assert.Equal(3, (await _bench.PlanAsync([_bench.Row(1), _bench.Row(1), _bench.Row(1)])).ToSend);

    [Fact]
    public async Task What_was_created_is_known_again_wherever_it_stands_and_what_is_gone_is_counted()
    {
        await _bench.RunAsync(_bench.Rows(4));

        BatchPlan plan = await _bench.PlanAsync([_bench.Row(9), _bench.Row(4), _bench.Row(2), _bench.Row(2)]);

        Assert.Equal((4, 2, 2, 2), (plan.Rows, plan.ToSend, plan.CreatedBefore, plan.NoLongerThere));
        Assert.Equal("Batch nov: 4 rows; 2 to send, 2 created before, 2 of earlier runs not among them.", plan.ToString());
        Assert.Equal("1 row is equal to an earlier row and creates the same again.", plan.EqualRows);
        Assert.Equal(70, plan.Estimate.Credits);
    }

    [Fact]
    public async Task A_RowId_that_stands_for_another_order_than_before_is_refused()
    {
        await _bench.RunAsync([_bench.Row(1, rowId: "a")], new Asked { MaxCredit = 0 });

        (BatchPlan plan, List<(int? Row, UgcLabErrorKind Why)> invalid) = await PlanAsync(_bench.Row(2, rowId: "a"), _bench.Row(2, rowId: "b"));

        Assert.Equal([(2, UgcLabErrorKind.RowIdReused)], invalid);
        Assert.Equal((2, 1, 1), (plan.Rows, plan.Invalid, plan.ToSend));
    }

    [Fact]
    public async Task A_RowId_stands_for_one_row_of_an_input_even_when_two_say_the_same()
    {
        (BatchPlan plan, List<(int? Row, UgcLabErrorKind Why)> invalid) = await PlanAsync(_bench.Row(1, rowId: "a"), _bench.Row(1, rowId: "a") with { RowNumber = 2 });

        Assert.Equal([(2, UgcLabErrorKind.RowIdReused)], invalid);
        Assert.Equal((1, 1, 0), (plan.ToSend, plan.Estimate.Requests, plan.NoLongerThere));
    }

    [Fact]
    public async Task A_row_with_a_RowId_is_the_same_when_its_text_is_found_elsewhere()
    {
        await _bench.RunAsync([_bench.Row(1, rowId: "a"), _bench.Row(1)]);

        BatchPlan plan = await _bench.PlanAsync([_bench.Row(1), _bench.Row(1, rowId: "a"), _bench.Row(1, rowId: "b")]);

        Assert.Equal((1, 2), (plan.ToSend, plan.CreatedBefore));
    }

    [Fact]
    public async Task Creating_again_is_a_generation_of_all_rows_and_then_another()
    {
        BatchInput[] rows = _bench.Rows(3);
        await _bench.RunAsync(rows);

        Assert.Equal((3, 3), ((await _bench.PlanAsync(rows, buyAgain: true)).ToSend, (await _bench.PlanAsync(rows, buyAgain: true)).ToRecreate));
        await _bench.RunAsync(rows, new Asked { BuyAgain = true });
        Assert.Equal(6, _bench.Sold.Count);
        await _bench.RunAsync(rows, new Asked { BuyAgain = true });
        Assert.Equal(9, _bench.Sold.Count);
        Assert.All(_bench.Sold.GroupBy(prompt => prompt), sold => Assert.Equal(3, sold.Count()));
    }

    [Fact]
    public async Task A_generation_that_was_stopped_continues_and_begins_no_other()
    {
        BatchInput[] rows = _bench.Rows(5);
        await _bench.RunAsync(rows);
        await _bench.RunAsync(rows, new Asked { BuyAgain = true, MaxCredit = 80 });
        Assert.Equal(7, _bench.Sold.Count);

        BatchPlan plan = await _bench.PlanAsync(rows, buyAgain: true);

        Assert.Equal((3, 3, 2), (plan.ToSend, plan.ToRecreate, plan.CreatedBefore));
        await _bench.RunAsync(rows, new Asked { BuyAgain = true });
        Assert.All(_bench.Sold.GroupBy(prompt => prompt), sold => Assert.Equal(2, sold.Count()));
    }

    [Fact]
    public async Task A_new_row_is_created_once_in_a_stopped_generation_of_creating_again()
    {
        await _bench.RunAsync(_bench.Rows(2));
        BatchInput[] rows = [_bench.Row(9), .. _bench.Rows(2)];

        Ran first = await _bench.RunAsync(rows, new Asked { BuyAgain = true, MaxCredit = 80 });
        Assert.Equal((3, 2), (first.Plan.ToSend, first.Plan.ToRecreate));
        await _bench.RunAsync(rows, new Asked { BuyAgain = true });

        Assert.Equal([1, 2, 2], rows.Select(row => _bench.Sold.Count(prompt => prompt == ((VideoRequest)row.Purchase!.Request).Prompt)));
    }

    [Fact]
    public async Task A_generation_of_which_only_a_new_row_is_left_continues_as_well()
    {
        await _bench.RunAsync(_bench.Rows(2));
        BatchInput[] rows = [.. _bench.Rows(2), _bench.Row(9)];
        await _bench.RunAsync(rows, new Asked { BuyAgain = true, MaxCredit = 80 });

        BatchPlan plan = await _bench.PlanAsync(rows, buyAgain: true);

        Assert.Equal((1, 0, 2), (plan.ToSend, plan.ToRecreate, plan.CreatedBefore));
    }

    [Fact]
    public async Task A_first_run_that_creates_again_is_resumed_and_creates_no_row_twice()
    {
        BatchInput[] rows = _bench.Rows(5);
        await _bench.RunAsync(rows, new Asked { BuyAgain = true, MaxCredit = 80 });

        Ran resumed = await _bench.RunAsync(rows, new Asked { BuyAgain = true });

        Assert.Equal((3, 0), (resumed.Plan.ToSend, resumed.Plan.ToRecreate));
        Assert.Equal(rows.Length, _bench.Sold.Distinct().Count());
        Assert.Equal(rows.Length, _bench.Sold.Count);
    }

    [Fact]
    public async Task A_generation_that_was_stopped_while_its_videos_were_made_creates_nothing_again()
    {
        BatchInput[] rows = _bench.Rows(3);
        await _bench.RunAsync(rows);
        using CancellationTokenSource stop = new();
        _bench.Line.Before = async (request, _, _) =>
        {
            await (_bench.Sold.Count == 6 && !Line.IsOrder(request) ? stop.CancelAsync() : Task.CompletedTask);
            return null;
        };
        Assert.True((await _bench.RunAsync(rows, new Asked { BuyAgain = true }, stop.Token)).WasStopped);
        _bench.Line.Before = (_, _, _) => Line.Served;

        Ran resumed = await _bench.RunAsync(rows, new Asked { BuyAgain = true });

        Assert.Equal((0, 6, 0, 3), (resumed.Plan.ToSend, _bench.Sold.Count, resumed.Result.ExitCode, resumed.Result.Saved));
        Assert.Equal(3, (await _bench.PlanAsync(rows, buyAgain: true)).ToSend);
    }

    [Fact]
    public async Task A_run_of_the_first_rows_completes_no_generation_that_another_run_has_begun()
    {
        BatchInput[] rows = _bench.Rows(4);
        await _bench.RunAsync(rows);
        await _bench.RunAsync(rows, new Asked { BuyAgain = true, MaxCredit = 80 });
        Assert.Equal(6, _bench.Sold.Count);

        await _bench.RunAsync(rows[..2], new Asked { BuyAgain = true, IsPartial = true });
        await _bench.RunAsync(rows, new Asked { BuyAgain = true });

        Assert.All(_bench.Sold.GroupBy(prompt => prompt), sold => Assert.Equal(2, sold.Count()));
        await _bench.RunAsync(rows[..1], new Asked { BuyAgain = true, IsPartial = true });
        Assert.Equal(4, (await _bench.PlanAsync(rows, buyAgain: true)).ToSend);
    }

    [Fact]
    public async Task A_generation_whose_last_row_is_unconfirmed_creates_nothing_again()
    {
        using BatchBench bench = new(BatchBench.With(new SimulatorFault { Kind = SimulatorFaultKind.LostReply, On = SimulatorTarget.Create, At = 6 }));
        BatchInput[] rows = bench.Rows(3);
        await bench.RunAsync(rows);
        Assert.Equal(5, (await bench.RunAsync(rows, new Asked { BuyAgain = true })).Result.ExitCode);

        Ran resumed = await bench.RunAsync(rows, new Asked { BuyAgain = true });

        Assert.Equal((0, 5, 6), (resumed.Plan.ToSend, resumed.Result.ExitCode, bench.Posts));
    }

    [Fact]
    public async Task A_run_that_creates_again_does_not_create_what_another_run_has_created_since_it_was_planned()
    {
        BatchInput[] rows = _bench.Rows(4);
        await _bench.RunAsync(rows, new Asked { MaxCredit = 40 });
        Assert.Single(_bench.Sold);

        Ran again = await _bench.RunAsync(rows, new Asked { BuyAgain = true, Meanwhile = new Asked() });

        Assert.Equal((4, 1), (again.Plan.ToSend, again.Plan.ToRecreate));
        Assert.Equal([2, 1, 1, 1], rows.Select(row => _bench.Sold.Count(prompt => prompt == ((VideoRequest)row.Purchase!.Request).Prompt)));
    }

    [Fact]
    public async Task A_row_with_an_id_that_says_something_else_than_what_was_planned_is_not_sent()
    {
        BatchInput[] rows = [_bench.Row(1, rowId: "a"), _bench.Row(2, rowId: "b")];
        BatchInput[] edited = [_bench.Row(1, video => video with { Duration = "10" }, "a"), rows[1]];

        Ran ran = await _bench.RunAsync(rows, new Asked { Read = () => edited });

        Assert.Equal([((VideoRequest)rows[1].Purchase!.Request).Prompt], _bench.Sold);
        Assert.Contains(_bench.Notices.All, notice => notice.Text.Contains("1 row was changed while the batch ran, and is not sent", StringComparison.Ordinal));
        Assert.Equal("5", (await _bench.StoredRowsAsync()).Select(row => row.Duration).Distinct().Single());
    }

    [Fact]
    public async Task A_row_that_the_service_refuses_holds_up_no_generation()
    {
        BatchInput[] rows = [_bench.Row(1), _bench.Row(2, video => video with { ProjectId = "cnotaproject0000000000000" })];
        await _bench.RunAsync(rows);
        await _bench.RunAsync(rows, new Asked { BuyAgain = true });
        await _bench.RunAsync(rows, new Asked { BuyAgain = true });

        Assert.Equal(3, _bench.Sold.Count);
    }

    [Fact]
    public async Task Failed_rows_are_created_again_when_that_is_asked_for_and_others_are_not()
    {
        using BatchBench bench = new(BatchBench.With(new SimulatorFault { Kind = SimulatorFaultKind.FailedJob, On = SimulatorTarget.Create, At = 2 }));
        BatchInput[] rows = bench.Rows(3);
        await bench.RunAsync(rows);

        Assert.Equal((0, 3), ((await bench.PlanAsync(rows)).ToSend, (await bench.PlanAsync(rows)).CreatedBefore));
        BatchPlan plan = await bench.PlanAsync(rows, retryFailed: true);
        Assert.Equal((1, 1, 2), (plan.ToSend, plan.ToRecreate, plan.CreatedBefore));

        Ran again = await bench.RunAsync(rows, new Asked { RetryFailed = true });
        Assert.Equal((0, 3, 0), (again.Result.ExitCode, again.Result.Saved, (await bench.PlanAsync(rows, retryFailed: true)).ToSend));
        Assert.Equal(4, bench.Sold.Count);
    }

    [Fact]
    public async Task Unconfirmed_rows_given_up_and_refused_are_planned_as_such()
    {
        BatchInput[] rows = _bench.Rows(4);
        using SqliteStore store = _bench.OpenStore();
        using UgcLabClient client = _bench.Connect(store);
        await using OpenBatch batch = await client.OpenBatchAsync("nov");
        UgcRowState[] states = [UgcRowState.Unconfirmed, UgcRowState.Abandoned, UgcRowState.Refused];
        for (int index = 0; index < states.Length; index++)
        {
            await StoredRows.PutAsync(batch, await batch.FindAsync(rows[index].Purchase!), states[index]);
        }

        BatchPlan plan = await BatchBench.PlannedAsync(client, batch, rows, buyAgain: false);

        Assert.Equal((1, 1, 1), (plan.ToSend, plan.Abandoned, plan.RefusedBefore));
        Assert.Equal(1, Assert.Single(plan.Unconfirmed).Purchase.RowNumber);
        Assert.Equal("Batch nov: 4 rows; 1 to send, 1 unconfirmed, 1 refused before, 1 abandoned.", plan.ToString());
        Assert.Equal(2, (await BatchBench.PlannedAsync(client, batch, rows, buyAgain: true)).ToSend);
    }

    [Fact]
    public async Task A_row_that_was_given_up_while_it_was_created_again_is_never_sent_again()
    {
        BatchInput[] rows = _bench.Rows(2);
        await _bench.RunAsync(rows);
        using SqliteStore store = _bench.OpenStore();
        using UgcLabClient client = _bench.Connect(store);
        await using OpenBatch batch = await client.OpenBatchAsync("nov");
        BatchRow row = await batch.FindAsync(rows[0].Purchase!);
        string purchase = await StoredRows.EndAsync(batch, row, UgcPurchaseState.Unconfirmed, UgcLabErrorKind.OutcomeUnconfirmed, generation: 2);
        await store.ResolveAsync(purchase, UgcResolution.Abandoned, []);

        BatchPlan plan = await BatchBench.PlannedAsync(client, batch, rows, buyAgain: true);

        Assert.Equal((1, 1), (plan.ToSend, plan.CreatedBefore));
        GateAnswer.Refused refused = Assert.IsType<GateAnswer.Refused>(await StoredRows.AskAsync(batch, row, "bb", generation: 3));
        Assert.Equal(UgcLabErrorKind.AlreadyCreated, refused.Why.Kind);
    }

    [Fact]
    public async Task Invalid_rows_of_a_long_input_are_reported_in_its_order()
    {
        (BatchPlan plan, List<(int? Row, UgcLabErrorKind Why)> invalid) =
            await PlanAsync([.. Enumerable.Range(1, 1700).Select(number => number % 300 == 0 ? BatchBench.Bad(number) : _bench.Row(number))]);

        Assert.Equal([300, 600, 900, 1200, 1500], invalid.Select(row => row.Row));
        Assert.Equal((1695, 5), (plan.ToSend, plan.Invalid));
    }

    [Fact]
    public async Task An_input_that_cannot_be_read_to_its_end_ends_the_plan()
    {
        using SqliteStore store = _bench.OpenStore();
        using UgcLabClient client = _bench.Connect(store);
        await using OpenBatch batch = await client.OpenBatchAsync("nov");
        BatchPlanner planner = new(batch, await Estimator.OfAsync(store, UgcLimits.None, _bench.Clock));

        await Assert.ThrowsAsync<InvalidDataException>(() => planner.PlanAsync(Broken()));

        IEnumerable<BatchInput> Broken()
        {
            for (int number = 1; number <= 1000; number++)
            {
                yield return _bench.Row(number);
            }

            throw new InvalidDataException("The file ends within a row.");
        }
    }

    private async Task<(BatchPlan Plan, List<(int? Row, UgcLabErrorKind Why)> Invalid)> PlanAsync(params BatchInput[] rows)
    {
        using SqliteStore store = _bench.OpenStore();
        using UgcLabClient client = _bench.Connect(store);
        await using OpenBatch batch = await client.OpenBatchAsync("nov");
        List<(int? Row, UgcLabErrorKind Why)> invalid = [];
        BatchPlanner planner = new(batch, await Estimator.OfAsync(store, UgcLimits.None, _bench.Clock));
        return (await planner.PlanAsync(rows, (row, why) => invalid.Add((row.RowNumber, why.Kind))), invalid);
    }
}
