using System.Globalization;
using UgcLab.Client.Tests.Jobs;

namespace UgcLab.Bench;

/// <summary>Campaigns in virtual time, by the poller's scheduler alone: how they grow, and large ones.</summary>
internal static class VirtualCampaigns
{
    private static readonly UgcLimits ReadsOnly = new(0, 0, 1000);

    public static void Measure()
    {
        Console.WriteLine("Virtual time, one job per row, 200 ms for a creation; the ideal is the end of the last job, or the limits");
        Console.WriteLine();
        Console.WriteLine(
            $"{"",-52}{"hours",9}{"to ideal",10}{"reads per job",15}{"mean delay",13}{"last job",11}{"most reads/h",14}");
        foreach (int rows in new[] { 60, 600, 6000 })
        {
            Show($"no limits, {rows} rows of 3 to 8 s", new SimulatedCampaign(1, UgcLimits.None, Between(3, 8)).Send(rows), 0);
        }

        foreach (int rows in new[] { 60, 600, 6000 })
        {
            // Rows and reads share the limit of requests.
            Show(
                $"documented limits, {rows} rows of 30 to 80 s",
                new SimulatedCampaign(1, new UgcLimits(), Between(30, 80)).Send(rows), rows * 2 / 20 * 60);
        }

        Show("800 jobs an hour, 10,000 jobs of 5 minutes", new SimulatedCampaign(1, ReadsOnly, FiveMinutes).Send(10_000, 800), 0);
        Show("10,000 open jobs resumed", new SimulatedCampaign(1, ReadsOnly, FiveMinutes).Resume(10_000), 10_000 * 4);
        SimulatedCampaign days = new SimulatedCampaign(1, new UgcLimits(), _ => 120).Send(7200);
        Show("documented limits, 7,200 rows of 2 minutes", days, 0);
        double hours = (days.LastSent - SimulatedCampaign.Began).TotalHours;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  which sent its rows in {hours:0.00} hours: {7200 / (hours + 1):0.0} of 100 in each hour's window"));
        Console.WriteLine();
    }

    private static void Show(string name, SimulatedCampaign campaign, double limit)
    {
        campaign.Run();
        double ideal = Math.Max(limit, (campaign.LastDone - SimulatedCampaign.Began).TotalSeconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-52}{campaign.Seconds / 3600,9:0.00}{campaign.Seconds / ideal,10:0.000}{campaign.ReadsPerJob,15:0.00}"
            + $"{campaign.Late.Average(),11:0.0} s{(campaign.LastSeen - campaign.LastDone).TotalSeconds,9:0.0} s{campaign.MostReadsInAnHour,14}"));
    }

    private static Func<Random, double> Between(double least, double most) => random => least + ((most - least) * random.NextDouble());

    // Log-normal.
    private static double FiveMinutes(Random random) =>
        300 * Math.Exp(0.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
