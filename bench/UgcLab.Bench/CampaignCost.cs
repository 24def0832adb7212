using System.Diagnostics;
using System.Globalization;

namespace UgcLab.Bench;

/// <summary>How long a campaign takes, from the first row to the last file, beside scripts that do the same.</summary>
internal static class CampaignCost
{
    private static readonly (string Name, string What)[] Contenders =
    [
        ("a plain script", "plain"),
        ("a careful script", "careful"),
        ("Invoke-UgcBatch", "batch"),
        ("the same, with a history", "history"),
        ("New-UgcVideo | Wait-UgcJob | Save-UgcVideo", "pipeline"),
    ];

    public static void Measure()
    {
        Table("Without limits, 60 rows, 78 jobs of 3 to 8 s", 60, (3, 8), 0);

        // Fewer rows than an hour has creations, so that a run takes two minutes.
        Table("20 requests a minute, 20 rows, 26 jobs of 30 to 80 s", 20, (30, 80), 20);
    }

    private static void Table(string title, int rows, (int Least, int Most) seconds, int perMinute)
    {
        using Places places = new();
        string sheet = places.In("ads.csv");
        File.WriteAllLines(sheet, Enumerable.Range(1, rows).Select(row => Line(row)).Prepend("Prompt,ProjectId,Model,Duration,Variants"));
        Console.WriteLine($"{title}; {CampaignService.Latency.TotalMilliseconds:0} ms for a creation, 2 MB for a file");
        Console.WriteLine();
        Console.WriteLine($"{"",-46}{"s",8}{"to ideal",10}{"to careful",12}{"reads per job",15}{"429",6}{"files",8}");
        double ideal = Ideal(rows, seconds, perMinute);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"ideal, one creation at a time",-46}{ideal,8:0.0}{1,10:0.00}"));
        double careful = double.NaN;
        string state = places.New();
        foreach ((string name, string what) in Contenders)
        {
            using CampaignService service = new(seconds, perMinute);
            string folder = what is "batch" or "history" ? state : places.New();
            string took = Shell.OneLine(
                Shell.Pwsh(Places.Script("campaign.ps1"), folder, service.Address, sheet, Places.Module, what, places.New(), perMinute.ToString(CultureInfo.InvariantCulture)),
                TimeSpan.FromMinutes(20)).Split('\n')[^1];
            double wall = double.Parse(took, CultureInfo.InvariantCulture);
            careful = what == "careful" ? wall : careful;
            string toCareful = double.IsNaN(careful) ? "" : (wall / careful).ToString("0.00", CultureInfo.InvariantCulture);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-46}{wall,8:0.0}{wall / ideal,10:0.00}{toCareful,12}{(double)service.Reads / Math.Max(1, service.Jobs),15:0.00}{service.Refused,6}{service.Files,8}"));
        }

        Console.WriteLine();
    }

    // Three rows of ten have two variants.
    private static int Variants(int row) => row % 10 is 3 or 6 or 9 ? 2 : 1;

    private static string Line(int row) => string.Create(CultureInfo.InvariantCulture, $"\"{Sheet.Prompt(row)}\",{Sheet.ProjectId},veo-3.1,8,{Variants(row)}");

    // Each row as soon as the one before is answered, each job read once, at its end, and no request more.
    private static double Ideal(int rows, (int Least, int Most) seconds, int perMinute)
    {
        using CampaignService service = new(seconds, perMinute);
        (double now, double last, int job) = (0, 0, 0);
        List<double> requests = [0];
        for (int row = 1; row <= rows; row++)
        {
            now = Math.Max(now, Free(now)) + CampaignService.Latency.TotalSeconds;
            requests.Add(now);
            for (int variant = 0; variant < Variants(row); variant++)
            {
                last = Math.Max(last, now + service.Length(job++));
            }
        }

        for (int read = 0; read < job; read++)
        {
            now = Math.Max(now, Free(now));
            requests.Add(now);
        }

        return perMinute > 0 ? Math.Max(now, last) : last;

        double Free(double time) => perMinute > 0 && requests.Count >= perMinute ? requests[^perMinute] + 60 : time;
    }
}
