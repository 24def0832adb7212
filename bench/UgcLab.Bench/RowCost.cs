using System.Globalization;

namespace UgcLab.Bench;

/// <summary>What a row costs, from the sheet to the job in hand.</summary>
internal static class RowCost
{
    /// <summary>Prints what a row costs.</summary>
    /// <param name="rounds">How many rounds count.</param>
    /// <param name="rows">How many rows a round has.</param>
    /// <param name="latency">How long the service takes to answer. With any, only the shells are compared.</param>
    public static void Measure(int rounds, int rows, TimeSpan latency = default)
    {
        using Places places = new();
        using Service service = new(latency);
        string sheet = Path.Combine(places.Folder, "rows.csv");
        Sheet.Write(sheet, rows);
        string count = rows.ToString(CultureInfo.InvariantCulture);

        List<Contender> all = [];
        try
        {
            Contender http = Add(Contender.Own("HttpClient in C#, nothing else", sends: true, "http", service.Address, count));
            if (latency == default)
            {
                Add(Contender.Own("two flushed lines a row, nothing else", sends: false, "flushes", places.Folder, count));
            }

            Contender loop = Add(Contender.Script("Invoke-RestMethod loop", "rest.ps1", null, service.Address, sheet));
            Add(Contender.Script("the same, with -WebSession", "rest.ps1", null, service.Address, sheet, "-KeepSession"));
            Contender onDisk = Add(Contender.Script("New-UgcVideo", "module.ps1", places.Folder, service.Address, sheet, Places.Module));
            Contender? inMemory = latency == default && places.FolderInMemory is string memory
                ? Add(Contender.Script("the same, without its flushes", "module.ps1", memory, service.Address, sheet, Places.Module))
                : null;

            // The first rounds are for the just-in-time compiler.
            for (int round = latency == default ? -10 : -2; round < rounds; round++)
            {
                foreach (Contender contender in all)
                {
                    double time = contender.Round();
                    int orders = service.ReadRequests();
                    if (orders != (contender.Sends ? rows : 0))
                    {
                        throw new InvalidOperationException($"'{contender.Name}' made {orders} purchases of {rows}.");
                    }

                    if (round >= 0)
                    {
                        contender.Times.Add(time);
                    }
                }
            }

            Console.WriteLine($"A row, from Import-Csv to its job: {rounds} rounds of {rows} rows, in turn; medians; the service answers in {latency.TotalMilliseconds} ms");
            Console.WriteLine();
            Console.WriteLine($"{"",-40}{"µs a row",10}{"x HttpClient",14}{"x Invoke-RestMethod",21}");
            foreach (Contender contender in all)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{contender.Name,-40}{contender.Median,10:0}{contender.Against(http),14:0.0}{contender.Against(loop),21:0.00}"));
            }

            Console.WriteLine();
            if (latency > default(TimeSpan))
            {
                Goal("New-UgcVideo", onDisk, 1.05);
            }

            if (inMemory is not null)
            {
                Console.WriteLine("'Without its flushes' is the same module with UGCLAB_STATE_HOME in /dev/shm: a folder in memory, where a flush costs nothing.");
            }

            void Goal(string what, Contender contender, double most)
            {
                double ratio = contender.Against(loop);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"Goal: {what}: at most {most:0.00} of the Invoke-RestMethod loop. {ratio:0.00}: {(ratio <= most ? "met" : "missed")}."));
            }
        }
        finally
        {
            foreach (Contender contender in all)
            {
                contender.Dispose();
            }
        }

        Contender Add(Contender contender)
        {
            all.Add(contender);
            return contender;
        }
    }
}
