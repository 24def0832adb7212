using Sheet = UgcLab.Bench.Sheet;
using System.Globalization;
using System.Runtime.InteropServices;
using UgcLab.Bench;

if (args is [.. string[] others, "precompiled"])
{
    (args, Shell.IsPrecompiled) = (others, true);
}

switch (args)
{
    case ["http", string address, string rows]:
        OwnLoops.Http(address, int.Parse(rows, CultureInfo.InvariantCulture));
        return 0;

    case ["flushes", string folder, string rows]:
        OwnLoops.Flushes(folder, int.Parse(rows, CultureInfo.InvariantCulture));
        return 0;

    case ["store", string folder, string journal, string rows]:
        OwnLoops.Store(folder, journal, int.Parse(rows, CultureInfo.InvariantCulture));
        return 0;

    case ["batch-part", string part, string state, .. string[] rest]:
        Console.WriteLine((part, rest) switch
        {
            ("preview", [string sheet]) => await BatchParts.PreviewAsync(state, sheet),
            ("record", [string sheet]) => await BatchParts.RecordAsync(state, sheet),
            ("rerun", [string sheet, string videos]) => await BatchParts.RerunAsync(state, sheet, videos),
            ("buy", [string sheet, string videos]) => await BatchParts.CreateAsync(state, sheet, videos),
            _ => throw new ArgumentException($"There is no such part: {part}."),
        });
        return 0;

    case ["batch-made", string state, string sheet, string rows, .. string[] rest]:
        // For a profiler: what the parts above work on.
        Sheet.WriteWide(sheet, int.Parse(rows, CultureInfo.InvariantCulture));
        SeededStore.Make(state, BatchRows.Service, BatchRows.Read(sheet).Select(input => input.Purchase!), rest is [string saved] ? saved : null);
        return 0;

    case ["serve"]:
        using (Service service = new())
        {
            Console.WriteLine(service.Address);
            Console.In.ReadLine();
        }

        return 0;

    case [] or ["rows" or "latency" or "store" or "history" or "import" or "batch" or "memory" or "shared" or "campaign"]:
        Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {DateTime.UtcNow:yyyy-MM-dd}");
        Console.WriteLine();
        if (args is [] or ["rows"])
        {
            RowCost.Measure(rounds: 15, rows: 200);
        }

        if (args is [] or ["latency"])
        {
            RowCost.Measure(rounds: 5, rows: 40, TimeSpan.FromMilliseconds(50));
        }

        if (args is [] or ["store"])
        {
            BatchCost.Store(rounds: 9, rows: 300);
        }

        if (args is [] or ["history"])
        {
            HistoryCost.Measure(rounds: 3);
        }

        if (args is [] or ["import"])
        {
            ImportCost.Measure(rounds: 11);
        }

        if (args is [] or ["batch"])
        {
            BatchCost.Measure(rounds: 5);
        }

        if (args is [] or ["shared"])
        {
            await SharedCost.MeasureAsync(purchases: 1600, history: 1_000_000);
        }

        if (args is ["campaign"])
        {
            CampaignCost.Measure();
        }

        if (args is ["memory"])
        {
            BatchCost.Memory();
        }

        return 0;

    default:
        Console.Error.WriteLine("Nothing for everything, or one of: rows, latency, store, history, import, batch, memory, campaign; serve, to profile a client against.");
        return 2;
}
