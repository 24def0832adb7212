using System.Globalization;

namespace UgcLab.Bench;

/// <summary>What Import-Module costs a fresh pwsh, beside the smallest binary module there can be.</summary>
internal static class ImportCost
{
    private const double Goal = 25;

    public static void Measure(int rounds)
    {
        List<double> one = [];
        List<double> module = [];
        List<double> afterOther = [];
        List<double> difference = [];
        for (int round = -1; round < rounds; round++)
        {
            double little = First(Places.OneCmdlet);
            double whole = First(Places.Module);
            double later = First(Places.Module, Places.OneCmdlet);

            // The first round brings the files into memory.
            if (round >= 0)
            {
                one.Add(little);
                module.Add(whole);
                afterOther.Add(later);
                difference.Add(whole - little);
            }
        }

        Console.WriteLine();
        Console.WriteLine($"Import-Module in a fresh pwsh: {rounds} processes each, in turn; medians");
        Console.WriteLine();
        Console.WriteLine($"{"",-40}{"ms",10}{"x one cmdlet",14}");
        Row("a module of one cmdlet", one);
        Row("UgcLab", module);
        Row("UgcLab, when another was imported before", afterOther);
        double over = Statistics.Median(difference);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Goal: at most {Goal:0} ms over the module of one cmdlet. {over:0.0} ms: {(over <= Goal ? "met" : "missed")}."));

        void Row(string name, List<double> times) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-40}{Statistics.Median(times),10:0.0}{Statistics.Median(times) / Statistics.Median(one),14:0.0}"));
    }

    private static double First(string module, string? before = null) =>
        double.Parse(Shell.OneLine(Shell.Pwsh(Places.Script("import.ps1"), null, before is null ? [module] : [module, before])), CultureInfo.InvariantCulture);
}
