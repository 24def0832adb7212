namespace UgcLab.Client.Tests.Batches;

/// <summary>A batch that is broken off again and again, over a sheet that people work on meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class BatchResumeTests
{
    private const int Rows = 500;
    private const int Stops = 50;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Proof.Of(6, 200))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task However_often_it_is_stopped_and_its_sheet_is_worked_on_each_row_is_created_once(int seed)
    {
        using BatchBench bench = new();
        Random random = new(seed);

        // Some are equal, some have takes, some have an identity of their own.
        BatchInput[] all = [.. Enumerable.Range(1, Rows).Select(number => bench.Row(
            number % 10 == 0 ? number - 1 : number,
            video => number % 25 == 0 ? video with { Variants = 2 } : video,
            number % 7 == 0 ? $"id-{number}" : null))];
        Assert.True(all.Select(Prompt).Distinct().Count() < Rows);
        for (int run = 0; run < Stops; run++)
        {
            // A stop may come at any request, and the sheet begins with half of its rows.
            int moment = random.Next(1, 90);
            bool before = random.Next(2) == 0;
            BatchInput[] sheet = Worked(all[..Math.Min(Rows, (Rows / 2) + (run * 6))], random);
            await StopAsync(bench, sheet, moment, before);
        }

        Ran last = await bench.RunAsync(Worked(all, random, shorten: false));

        Assert.Equal((0, Rows, Rows), (last.Result.ExitCode, last.Result.Saved, last.Result.Rows));
        Assert.Equal(0, last.Plan.NoLongerThere);
        Assert.Equal(
            all.SelectMany(row => Enumerable.Range(0, Request(row).Variants).Select(take => (Prompt(row), take))).Order(),
            bench.Service.Jobs.Select(job => (job.Prompt, job.VariantIndex)).Order());
        Assert.Equal(bench.Service.Jobs.Count, bench.Files.Count);
        Assert.Equal(bench.Service.Jobs.Sum(job => job.Credits), last.Result.TotalCreditsCharged);
        Assert.Empty(Directory.GetFiles(bench.Videos, "*.part*"));
        Assert.Empty(bench.Notices.Warnings);
    }

    private static async Task StopAsync(BatchBench bench, BatchInput[] sheet, int moment, bool before)
    {
        using CancellationTokenSource stopping = new();
        int requests = 0;
        int posts = 0;
        bench.Line.Before = (request, _, _) =>
        {
            Assert.False(stopping.IsCancellationRequested && Line.IsOrder(request), "A purchase went out after the stop.");
            if (Line.IsOrder(request))
            {
                Interlocked.Increment(ref posts);
            }

            if (Interlocked.Increment(ref requests) == moment && before)
            {
                stopping.Cancel();
            }

            return Line.Served;
        };
        bench.Line.After = (_, _, _) =>
        {
            if (Volatile.Read(ref requests) >= moment && !before)
            {
                stopping.Cancel();
            }

            return Task.CompletedTask;
        };
        int sold = bench.Sold.Count;

        Ran ran = await bench.RunAsync(sheet, cancellationToken: stopping.Token);

        Assert.InRange(posts, bench.Sold.Count - sold == 0 ? 0 : 1, ran.Plan.ToSend);
        Assert.Empty(ran.Plan.Unconfirmed);
        if (!ran.WasStopped)
        {
            UgcBatchResult result = ran.Result;
            Assert.Equal(sheet.Length, result.NotSent + result.Running + result.Finished + result.Saved);
        }

        bench.Line.Before = (_, _, _) => Line.Served;
        bench.Line.After = (_, _, _) => Task.CompletedTask;
    }

    // Sorted anew, and with rows left out for a while.
    private static BatchInput[] Worked(BatchInput[] rows, Random random, bool shorten = true)
    {
        BatchInput[] sheet = [.. rows.Where(_ => !shorten || random.Next(10) > 0)];
        random.Shuffle(sheet);
        return [.. sheet.Select((row, index) => row with { RowNumber = index + 1, Purchase = row.Purchase! with { RowNumber = index + 1 } })];
    }

    private static VideoRequest Request(BatchInput row) => (VideoRequest)row.Purchase!.Request;

    private static string Prompt(BatchInput row) => Request(row).Prompt;
}
