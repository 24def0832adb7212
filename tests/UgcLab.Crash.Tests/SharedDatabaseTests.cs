using System.Diagnostics;
using System.Globalization;
using UgcLab.Faults;

namespace UgcLab.Crash.Tests;

/// <summary>Eight processes, as on eight machines, run one sheet with a shared database, and are killed and cut off at random.</summary>
public sealed class SharedDatabaseTests(ITestOutputHelper output)
{
    private const int Processes = 8;
    private const int Speed = 240;

    [Fact]
    public async Task Machines_that_are_killed_and_cut_off_create_every_row_once_within_the_limits()
    {
        Assert.SkipWhen(PostgresServer.Shared is null, PostgresServer.Missing);
        int wanted = Environment.GetEnvironmentVariable("UGCLAB_KILLS") is string kills ? int.Parse(kills, CultureInfo.InvariantCulture) : Proof.Of(8, 300);
        int rows = wanted < 50 ? 60 : 400;
        Random chance = new(Environment.GetEnvironmentVariable("UGCLAB_SEED") is string seed ? int.Parse(seed, CultureInfo.InvariantCulture) : 8);
        (int killed, int unconfirmed, int charged, int terminated, int dropped, int most) = (0, 0, 0, 0, 0, 0);
        Stopwatch watch = Stopwatch.StartNew();
        while (killed < wanted)
        {
            using SharedDatabase database = new();
            using SharedBatch batch = new(rows, Speed, database);
            await batch.RunAsync(Processes, wanted - killed, chance);
            await batch.CheckAsync();
            (killed, unconfirmed, charged) = (killed + batch.Kills, unconfirmed + batch.Unconfirmed, charged + batch.UnconfirmedAndCharged);
            (terminated, dropped) = (terminated + database.Terminated, dropped + database.Dropped);
            most = Math.Max(most, batch.MostIn(TimeSpan.FromHours(1)));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Processes} processes, sheets of {rows} rows, {killed} kills, {terminated} sessions ended by the server, packets dropped {dropped} times: "
            + $"0 rows charged twice, 0 lost, {unconfirmed} unconfirmed and named, {charged} of them charged; at most {most} in an hour of {SharedDatabase.PerHour} allowed; {watch.Elapsed.TotalSeconds:0} s."));
        Assert.InRange(most, 1, SharedDatabase.PerHour);
        Assert.True(terminated > 0, "No session was ended.");
    }
}
