using System.Diagnostics;
using System.Globalization;

namespace UgcLab.Crash.Tests;

/// <summary>A process that buys is killed again and again, and no row is bought twice, none is lost and no file is broken.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    // A life that dies within so many steps of its ledger opens the batch and comes a few rows far.
    private const int MostSteps = 33;

    // Then a life buys all that is left, and is killed over its videos, as are those that follow.
    private const int MostWhileBuying = 20;

    private static readonly End[] Later = [End.InFile, End.AtStep, End.AtInstant];

    [Fact]
    public async Task Killed_anywhere_a_batch_goes_on_and_buys_every_row_once()
    {
        int wanted = Proof.Of(30, 300);
        Random chance = new(Environment.GetEnvironmentVariable("UGCLAB_SEED") is string seed ? int.Parse(seed, CultureInfo.InvariantCulture) : 1);
        (int kills, int doubtful, int charged, int batches) = (0, 0, 0, 0);
        Stopwatch watch = Stopwatch.StartNew();
        for (int life = 0; kills < wanted; batches++)
        {
            using CrashedBatch batch = new();
            bool done = false;
            while (!done)
            {
                End end = kills + batch.Kills >= wanted ? End.Well
                    : batch.IsAllBought ? Later[life % Later.Length]
                    : batch.Kills >= MostWhileBuying ? End.InFile
                    : (End)(1 + (life % 4));
                int number = end is End.AtStep ? 1 + (life / 4 * 7 % MostSteps) : chance.Next(1, 5);
                done = await batch.LiveAsync(end, number, TimeSpan.FromMilliseconds(chance.Next(0, 400)));
                life++;
            }

            batch.Check();
            (kills, doubtful, charged) = (kills + batch.Kills, doubtful + batch.InDoubt, charged + batch.Charged);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kills} kills in {batches} batches of 40 rows: {doubtful} rows in doubt, {charged} of them charged; {watch.Elapsed.TotalSeconds:0} s."));
    }
}
