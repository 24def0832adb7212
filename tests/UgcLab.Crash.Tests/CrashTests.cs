using System.Diagnostics;
using System.Globalization;

namespace UgcLab.Crash.Tests;

/// <summary>A process that creates videos is killed again and again: no row is created twice, none is lost and no file is broken.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    // A process that is killed within so many steps of its store opens the batch and comes a few rows far.
    private const int MostSteps = 160;

    // And one that is killed within so many calls of a thread.
    private const int MostCalls = 40;

    // Then a process creates all that is left, and is killed over its videos, as are those that follow.
    private const int MostWhileCreating = 20;

    private static readonly End[] First = Strace.IsUsable ? [End.AtStep, End.AtInstant, End.BeforeCharge, End.AfterCharge, End.AtCall] : [End.AtStep, End.AtInstant, End.BeforeCharge, End.AfterCharge];
    private static readonly End[] Later = Strace.IsUsable ? [End.InFile, End.AtStep, End.AtInstant, End.AtCall] : [End.InFile, End.AtStep, End.AtInstant];

    [Fact]
    public async Task Killed_anywhere_a_batch_resumes_and_creates_every_row_once()
    {
        int wanted = Proof.Of(16, 300);
        Random chance = new(Environment.GetEnvironmentVariable("UGCLAB_SEED") is string seed ? int.Parse(seed, CultureInfo.InvariantCulture) : 1);
        (int kills, int unconfirmed, int charged, int batches) = (0, 0, 0, 0);
        SortedDictionary<End, int> ends = [];
        Stopwatch watch = Stopwatch.StartNew();
        for (int life = 0; kills < wanted; batches++)
        {
            using CrashedBatch batch = new();
            bool done = false;
            while (!done)
            {
                End end = kills + batch.Kills >= wanted ? End.Well
                    : batch.IsAllCreated ? Later[life % Later.Length]
                    : batch.Kills >= MostWhileCreating ? End.InFile
                    : First[life % First.Length];
                int number = end is End.AtStep ? 1 + chance.Next(MostSteps) : end is End.AtCall ? 1 + chance.Next(MostCalls) : chance.Next(1, 5);
                done = await batch.LiveAsync(end, number, TimeSpan.FromMilliseconds(chance.Next(0, 400)));
                ends[end] = ends.GetValueOrDefault(end) + (done ? 0 : 1);
                life++;
            }

            await batch.CheckAsync();
            (kills, unconfirmed, charged) = (kills + batch.Kills, unconfirmed + batch.Unconfirmed, charged + batch.UnconfirmedAndCharged);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kills} kills in {batches} batches of 40 rows: 0 rows charged twice, 0 lost, {unconfirmed} unconfirmed, {charged} of them charged; {watch.Elapsed.TotalSeconds:0} s. {string.Join(", ", ends.Where(end => end.Value > 0))}."));
    }

    [Fact]
    public Task Killed_at_every_step_of_the_store_a_batch_resumes() => KilledAtEachAsync(End.AtStep, Proof.Of(31, 1));

    [Fact]
    public Task Killed_at_every_write_and_flush_a_batch_resumes()
    {
        Assert.SkipUnless(Strace.IsUsable, Strace.Missing);
        return KilledAtEachAsync(End.AtCall, Proof.Of(67, 3));
    }

    // A new batch for each step or call, so that the first that ever happen in a folder are among them.
    private async Task KilledAtEachAsync(End end, int stride)
    {
        SortedDictionary<string, int> calls = [];
        (int kills, int unconfirmed, int charged) = (0, 0, 0);
        bool wasKilled = true;
        for (int number = 1; wasKilled; number += stride)
        {
            using CrashedBatch batch = new(rows: 2);
            wasKilled = !await batch.LiveAsync(end, number);
            if (wasKilled)
            {
                string call = end is End.AtCall ? batch.LastCall : "step";
                calls[call] = calls.GetValueOrDefault(call) + 1;
                Assert.True(await batch.LiveAsync(End.Well, 0));
            }

            await batch.CheckAsync();
            (kills, unconfirmed, charged) = (kills + batch.Kills, unconfirmed + batch.Unconfirmed, charged + batch.UnconfirmedAndCharged);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kills} kills: 0 rows charged twice, 0 lost, {unconfirmed} unconfirmed, {charged} of them charged. {string.Join(", ", calls)}."));
        Assert.True(kills > Proof.Of(2, 30), "It was killed too seldom for a test of this.");
    }
}
