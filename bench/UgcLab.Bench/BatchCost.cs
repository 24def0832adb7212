using System.Globalization;

namespace UgcLab.Bench;

/// <summary>What a batch of a hundred thousand rows costs: to read, to plan, and to run again when it is done.</summary>
internal static class BatchCost
{
    private static readonly string[] JournalModes = ["PERSIST", "TRUNCATE", "DELETE"];

    private const int Rows = 100_000;
    private const int DoneRows = 10_000;
    private const int CreatedRowsOf = 50_000;

    public static void Measure(int rounds)
    {
        using Places places = new();
        string sheet = Sheet.WriteWide(places.In("ads.csv"), Rows);
        string done = Sheet.WriteWide(places.In("done.csv"), DoneRows);
        string finished = places.In("finished");
        string videos = Directory.CreateDirectory(places.In("videos")).FullName;
        SeededStore.Make(finished, BatchRows.Service, BatchRows.Read(done).Select(input => input.Purchase!), videos);

        Console.WriteLine($"A batch, each part in a process of its own: medians of {rounds}, in turn");
        Console.WriteLine();
        Console.WriteLine($"{"",-56}{"s",8}{"processor s",14}{"MB more",10}{"goal",8}");
        Part read = new($"pwsh: Import-Csv of the {Rows:#,0} rows, and nothing else", null, () => Pwsh(places.New(), sheet, "import", videos));
        Part preview = new($"pwsh: Invoke-UgcBatch -WhatIf, {Rows:#,0} rows", 2.5, () => Pwsh(places.New(), sheet, "preview", videos));
        List<Part> parts =
        [
            new($"{Rows:#,0} rows planned, nothing recorded", 2.5, () => Own("preview", places.New(), sheet)),
            new($"{Rows:#,0} rows recorded", null, () => Own("record", places.New(), sheet)),
            new($"{DoneRows:#,0} finished rows run again", 2, () => Own("rerun", finished, done, videos)),
            read,
            preview,
            new($"pwsh: Invoke-UgcBatch, {Rows:#,0} rows to its question", 3, () => Pwsh(places.New(), sheet, "plan", videos)),
            new($"pwsh: Invoke-UgcBatch, {DoneRows:#,0} finished rows", 2, () => Pwsh(finished, done, "run", videos)),
        ];

        for (int round = 0; round < rounds; round++)
        {
            parts.ForEach(part => part.Measure());
        }

        parts.ForEach(part => part.Show());
        (double seconds, double megabytes) = (preview.Medians[0] - read.Medians[0], preview.Medians[2] - read.Medians[2]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"-WhatIf above Import-Csv: {seconds:0.00} s, goal 2.5 s: {(seconds <= 2.5 ? "met" : "missed")}; {megabytes:0} MB, goal 60 MB: {(megabytes <= 60 ? "met" : "missed")}"));
        Console.WriteLine();
    }

    /// <summary>What the store takes for a row in each journal mode, beside two flushed lines of the same length and nothing else.</summary>
    public static void Store(int rounds, int rows)
    {
        using Places places = new();
        string count = rows.ToString(CultureInfo.InvariantCulture);
        using Contender bare = Contender.Own("two flushed lines", sends: false, "flushes", places.Folder, count);
        Contender[] stores = [.. JournalModes.Select(mode => Contender.Own($"the store, journal mode {mode}", sends: false, "store", places.New(), mode, count))];
        for (int round = -2; round < rounds; round++)
        {
            foreach (Contender contender in stores.Prepend(bare))
            {
                double time = contender.Round();
                if (round >= 0)
                {
                    contender.Times.Add(time);
                }
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A row in the store, two transactions: {rounds} rounds of {rows} rows, in turn; medians"));
        Console.WriteLine();
        foreach (Contender contender in stores.Prepend(bare))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{contender.Name,-40}{contender.Median,10:0} µs{contender.Against(bare),8:0.00} x two flushed lines"));
            if (contender != bare)
            {
                contender.Dispose();
            }
        }

        Console.WriteLine();
    }

    /// <summary>What stays in memory while rows are bought and saved.</summary>
    public static void Memory()
    {
        using Places places = new();
        string sheet = Sheet.WriteWide(places.In("ads.csv"), CreatedRowsOf);
        Console.WriteLine($"{CreatedRowsOf:#,0} rows bought and saved against a service within the process:");
        Console.WriteLine(Shell.OneLine(Shell.Start(Environment.ProcessPath!, ["batch-part", "buy", places.New(), sheet, places.New()]), TimeSpan.FromMinutes(30)));
    }

    private static string Own(string part, params string[] arguments) => Shell.OneLine(Shell.Start(Environment.ProcessPath!, ["batch-part", part, .. arguments]));

    private static string Pwsh(string state, string sheet, string what, string videos) =>
        Shell.OneLine(Shell.Pwsh(Places.Script("batch.ps1"), state, BatchRows.Service.AbsoluteUri, sheet, Places.Module, what, videos)).Split('\n')[^1];

    /// <summary>One line of the table.</summary>
    private sealed class Part(string name, double? goal, Func<string> run)
    {
        private readonly List<double[]> _measured = [];

        public void Measure() => _measured.Add([.. run().Split(' ').Take(3).Select(number => double.Parse(number, CultureInfo.InvariantCulture))]);

        // Seconds, the processor's seconds, and MB.
        public double[] Medians => [.. Enumerable.Range(0, 3).Select(which => Statistics.Median([.. _measured.Select(each => each[which])]))];

        public void Show()
        {
            double[] medians = Medians;
            string against = goal is double most ? string.Create(CultureInfo.InvariantCulture, $"{most:0.0} s: {(medians[0] <= most ? "met" : "missed")}") : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-56}{medians[0],8:0.00}{medians[1],14:0.00}{medians[2],10:0}  {against}"));
        }
    }
}
