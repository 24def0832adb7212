namespace UgcLab.Client.Tests.Batches;

/// <summary>No row is bought more often than it stands in the input, whatever the line does and however often it is run again.</summary>
public sealed class DuplicateTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Proof.Of(3, 200))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task On_a_bad_line_no_row_is_charged_twice(int seed)
    {
        Random chance = new(seed);
        using BatchRuns runs = new(seed);

        // Every tenth row stands there twice.
        PurchaseRequest[] input = [.. Enumerable.Range(0, 200).Select(number => BatchRuns.Order($"A red kite number {number % 180} over the dunes"))];
        while (await runs.RunAsync(input, chance.Next(1, 60)) > 0)
        {
        }

        Dictionary<string, int> wanted = input.GroupBy(order => ((VideoRequest)order.Request).Prompt).ToDictionary(same => same.Key, same => same.Count());
        Assert.All(wanted, row => Assert.InRange(runs.Service.Charged(row.Key), 0, row.Value));

        List<UgcBatchRow> rows = await runs.RowsAsync();
        Assert.Equal(input.Length, rows.Count);
        Assert.All(rows, row => Assert.True(row.State is UgcRowState.Running or UgcRowState.Unconfirmed, $"{row} is {row.State}"));
        Assert.All(rows.GroupBy(row => row.Prompt!), same => Assert.InRange(runs.Service.Charged(same.Key), same.Count(row => row.State is UgcRowState.Running), same.Count()));

        string[] ids = [.. rows.SelectMany(row => row.Jobs).Select(job => job.UgcId)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Subset(runs.Service.Simulator.Jobs.Select(job => job.Id).ToHashSet(), ids.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_sheet_that_is_sorted_extended_and_cut_between_runs_is_created_once(int seed)
    {
        Random chance = new(seed);
        using BatchRuns runs = new(seed, faults: 0);
        PurchaseRequest[] all = [.. Enumerable.Range(0, 60).Select(number => BatchRuns.Order($"A green boat number {number % 55} on the lake"))];
        for (int life = 0; life < 50; life++)
        {
            PurchaseRequest[] now = [.. all[..chance.Next(1, all.Length)]];
            chance.Shuffle(now);
            await runs.RunAsync(now, chance.Next(0, 4));
        }

        Assert.Equal(0, await runs.RunAsync(all));
        Assert.Equal(0, await runs.RunAsync(all));

        Assert.All(all.GroupBy(order => ((VideoRequest)order.Request).Prompt), same => Assert.Equal(same.Count(), runs.Service.Charged(same.Key)));
        UgcBatch batch = await runs.GetAsync();
        Assert.Equal((60, 60, 0, 0), (batch.Rows, batch.Running, batch.NotSent, batch.Unconfirmed));
    }

    [Fact]
    public async Task Two_equal_rows_are_two_purchases_and_the_next_run_makes_none()
    {
        using BatchRuns runs = new(1, faults: 0);
        PurchaseRequest[] input = [BatchRuns.Order("A yellow bus in the rain"), BatchRuns.Order("A yellow bus in the rain")];

        await runs.RunAsync(input);
        await runs.RunAsync(input);

        Assert.Equal(2, runs.Service.Charged("A yellow bus in the rain"));
        await runs.RunAsync([.. input, input[0]]);
        Assert.Equal(3, runs.Service.Charged("A yellow bus in the rain"));
    }

    [Fact]
    public async Task A_row_id_is_one_order_however_often_it_stands_there_and_for_ever()
    {
        using BatchRuns runs = new(1, faults: 0);

        await runs.RunAsync([BatchRuns.Order("A yellow bus in the rain", "bus"), BatchRuns.Order("A yellow bus in the rain", "bus"), BatchRuns.Order("A yellow bus in the rain", "bus-2")]);

        Assert.Equal(2, runs.Service.Charged("A yellow bus in the rain"));
        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => runs.RunAsync([BatchRuns.Order("A yellow bus in the snow", "bus")]));
        Assert.Equal(UgcLabErrorKind.RowIdReused, error.Kind);
        Assert.Equal(0, runs.Service.Charged("A yellow bus in the snow"));
        Assert.Equal(["bus", "bus-2"], (await runs.RowsAsync()).Select(row => row.RowId));
    }
}
