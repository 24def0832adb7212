using System.Diagnostics;
using System.Globalization;

namespace UgcLab.Crash.Tests;

/// <summary>Several processes run one batch at the same time and are killed at random: every row is charged once.</summary>
public sealed class SharedBatchTests(ITestOutputHelper output)
{
    private const int Rows = 30;
    private const int MostKillsOfABatch = 20;

    [Theory]
    [InlineData(2, 8, 300)]
    [InlineData(3, 6, 100)]
    public async Task Processes_that_share_a_batch_and_are_killed_create_every_row_once(int processes, int some, int all)
    {
        int wanted = Proof.Of(some, all);
        Random chance = new(Environment.GetEnvironmentVariable("UGCLAB_SEED") is string seed ? int.Parse(seed, CultureInfo.InvariantCulture) : processes);
        (int kills, int unconfirmed, int charged, int batches) = (0, 0, 0, 0);
        int[] shares = new int[processes];
        Stopwatch watch = Stopwatch.StartNew();

        // A process that was killed early may come too late to all rows of a batch: then they share another one.
        for (; kills < wanted || (shares.Contains(0) && batches < wanted); batches++)
        {
            using SharedBatch batch = new(Rows);
            await batch.RunAsync(processes, Math.Min(MostKillsOfABatch, wanted - kills), chance);
            await batch.CheckAsync();
            (kills, unconfirmed, charged) = (kills + batch.Kills, unconfirmed + batch.Unconfirmed, charged + batch.UnconfirmedAndCharged);
            shares = [.. shares.Zip(batch.Shares, (before, now) => before + now)];
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{processes} processes, {kills} kills in {batches} batches of {Rows} rows: 0 rows charged twice, 0 lost, {unconfirmed} unconfirmed, {charged} of them charged; created by each: {string.Join(", ", shares)}; {watch.Elapsed.TotalSeconds:0} s."));
        Assert.All(shares, share => Assert.True(share > 0, "One process created nothing at all."));
    }
}
