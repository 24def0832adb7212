using System.Globalization;
using System.Runtime.InteropServices;
using UgcLab.Bench;

switch (args)
{
    case ["http", string address, string rows]:
        OwnLoops.Http(address, int.Parse(rows, CultureInfo.InvariantCulture));
        return 0;

    case ["flushes", string folder, string rows]:
        OwnLoops.Flushes(folder, int.Parse(rows, CultureInfo.InvariantCulture));
        return 0;

    case ["serve"]:
        using (Service service = new())
        {
            Console.WriteLine(service.Address);
            Console.In.ReadLine();
        }

        return 0;

    case [] or ["rows" or "import"]:
        Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {DateTime.UtcNow:yyyy-MM-dd}");
        Console.WriteLine();
        if (args is not ["import"])
        {
            RowCost.Measure(rounds: 15, rows: 200);
        }

        if (args is not ["rows"])
        {
            ImportCost.Measure(rounds: 11);
        }

        return 0;

    default:
        Console.Error.WriteLine("Nothing for everything, or one of: rows, import; serve, to profile a client against.");
        return 2;
}
