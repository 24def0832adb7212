using System.Globalization;

namespace UgcLab.Bench;

/// <summary>What commands cost with a long history, beside the same commands with none.</summary>
internal static class HistoryCost
{
    private const double Most = 1.3;

    private static readonly int[] Lengths = [0, 1_000, 10_000, 100_000];

    public static void Measure(int rounds)
    {
        using Places places = new();
        using Service service = new();
        Uri address = new(service.Address);
        string[] folders = [.. Lengths.Select(length => places.In($"state-{length}"))];
        for (int index = 0; index < Lengths.Length; index++)
        {
            SeededStore.Make(folders[index], address, Enumerable.Range(1, Lengths[index]).Select(BatchRows.Order));
        }

        Dictionary<string, List<double>[]> times = [];
        List<string> names = [];
        for (int round = 0; round < rounds; round++)
        {
            for (int index = 0; index < Lengths.Length; index++)
            {
                foreach (string part in Shell.OneLine(Shell.Pwsh(Places.Script("history.ps1"), folders[index], service.Address, Places.Module)).Split(';'))
                {
                    string[] words = part.Split('=');
                    if (!times.TryGetValue(words[0], out List<double>[]? measured))
                    {
                        times.Add(words[0], measured = [.. Lengths.Select(_ => new List<double>())]);
                        names.Add(words[0]);
                    }

                    measured[index].Add(double.Parse(words[1], CultureInfo.InvariantCulture));
                }
            }
        }

        Console.WriteLine($"Commands by the length of the history: {rounds} processes each, in turn; medians of medians, ms");
        Console.WriteLine();
        Console.WriteLine($"{"purchases on record",-34}{string.Concat(Lengths.Select(length => string.Create(CultureInfo.InvariantCulture, $"{length,10:#,0}")))}{"x empty",10}");
        foreach (string name in names)
        {
            double[] medians = [.. times[name].Select(Statistics.Median)];
            double ratio = medians[^1] / medians[0];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34}{string.Concat(medians.Select(median => median.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(10)))}{ratio,10:0.00}  {(ratio <= Most ? "met" : "missed")}"));
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Goal: with {Lengths[^1]:#,0} purchases at most {Most:0.0} times the empty store."));
        Console.WriteLine();
    }
}
