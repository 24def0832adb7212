using System.Globalization;

namespace UgcLab.Bench;

/// <summary>How long a campaign takes, from the first row to the last file, beside scripts that do the same.</summary>
internal static class CampaignCost
{
    private const int Rows = 60;

    private static readonly (string Name, string What)[] Contenders =
    [
        ("naive script", "naive"),
        ("careful script", "careful"),
        ("careful script that saves between reads", "overlapped"),
        ("Invoke-UgcBatch, empty store", "batch"),
        ("Invoke-UgcBatch, with history", "history"),
        ("Invoke-UgcBatch, empty store, reads set updatedAt", "updated"),
        ("New-UgcVideo | Wait-UgcJob | Save-UgcVideo, empty store", "pipeline"),
        ("New-UgcVideo | Wait-UgcJob | Save-UgcVideo, with history", "pipeline-history"),
    ];

    public static void Measure()
    {
        Table("No limits, 60 rows, 78 jobs of 3 to 8 s, 200 ms for a creation", new CampaignSetting(3, 8, 0.2, 0));
        Table(
            "Documented limits, five times as fast: 20 requests in 12 s, 60 rows, 78 jobs of 6 to 16 s, 40 ms for a creation",
            new CampaignSetting(6, 16, 0.04, 5));
        VirtualCampaigns.Measure();
    }

    private static void Table(string title, CampaignSetting setting)
    {
        using Places places = new();
        string sheet = places.In("ads.csv");
        File.WriteAllLines(sheet, Enumerable.Range(1, Rows).Select(Line).Prepend("Prompt,ProjectId,Model,Duration,Variants"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}, {setting.FileTime.TotalSeconds:0.0} s for a file of 2 MB"));
        Console.WriteLine();
        Console.WriteLine(
            $"{"",-58}{"s",8}{"to ideal",10}{"to careful",12}{"to limit",10}{"reads per job",15}{"last file",11}{"429",6}{"files",7}");
        double ideal = Ideal(setting);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"ideal, one creation at a time",-58}{ideal,8:0.0}{1,10:0.00}"));
        double careful = double.NaN;
        string state = places.New();
        foreach ((string name, string what) in Contenders)
        {
            using CampaignService service = new(setting, isUpdatedByReads: what == "updated");
            string folder = what is "batch" or "history" or "pipeline-history" ? state : places.New();
            string took = Shell.OneLine(
                Shell.Pwsh(
                    Places.Script("campaign.ps1"), folder, service.Address, sheet, Places.Module, what, places.New(),
                    setting.Scale.ToString(CultureInfo.InvariantCulture)),
                TimeSpan.FromMinutes(20)).Split('\n')[^1];
            double wall = double.Parse(took, CultureInfo.InvariantCulture);
            careful = what == "careful" ? wall : careful;
            double limit = setting.Window.TotalSeconds * (Rows + service.Jobs + service.Others) / CampaignSetting.Requests;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-58}{wall,8:0.0}{wall / ideal,10:0.00}{Ratio(wall / careful),12}{Ratio(wall / limit),10}"
                + $"{(double)service.Reads / Math.Max(1, service.Jobs),15:0.00}{service.LastFile,9:0.0} s"
                + $"{service.Throttled,6}{service.Files,7}"));
        }

        Console.WriteLine();
    }

    private static string Ratio(double ratio) => double.IsFinite(ratio) ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : "";

    // Three rows of ten have two variants.
    private static int Variants(int row) => row % 10 is 3 or 6 or 9 ? 2 : 1;

    private static string Line(int row) => string.Create(
        CultureInfo.InvariantCulture, $"\"{Sheet.Prompt(row)}\",{Sheet.ProjectId},veo-3.1,8,{Variants(row)}");

    // Each row as soon as the one before is answered, each job read once, at its end, and no other request.
    private static double Ideal(CampaignSetting setting)
    {
        (double now, int job) = (0, 0);
        List<double> requests = [];
        List<double> ends = [];
        for (int row = 1; row <= Rows; row++)
        {
            now = Math.Max(now, Free(now)) + setting.Latency;
            requests.Add(now);
            ends.AddRange(Enumerable.Range(0, Variants(row)).Select(_ => now + setting.Length(job++)));
        }

        foreach (double end in ends.Order())
        {
            now = Math.Max(Math.Max(now, end), Free(now));
            requests.Add(now);
        }

        return now;

        double Free(double time) => setting.Scale > 0 && requests.Count >= CampaignSetting.Requests
            ? requests[^CampaignSetting.Requests] + setting.Window.TotalSeconds : time;
    }
}
