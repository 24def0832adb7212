using System.Globalization;
using System.Reflection;
using UgcLab.Quickstart;

// The main job, rows to jobs to files, in a real PowerShell engine that needs no PowerShell to be installed:
//     dotnet run --project examples/Quickstart [-- --csv PATH --out FOLDER --api-key-env NAME --project ID --yes]
Console.OutputEncoding = System.Text.Encoding.UTF8;
string repository = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!;
if (Arguments.Read(args, repository) is not Arguments arguments)
{
    return 2;
}

using Shell shell = new();
shell.Run($"Import-Module '{Path.Combine(repository, "out", "UgcLab").Replace("'", "''", StringComparison.Ordinal)}'");
shell.Set("csv", arguments.Csv);
shell.Set("out", arguments.Out);

Console.WriteLine();
Console.WriteLine(arguments.Live ? "This is the live service: what is bought costs credits." : "This is a rehearsal: nothing leaves this computer, nothing costs anything, and time runs fast.");
shell.Run("$rows = [UgcLab.CsvSheet]::Read($csv)                     # in pwsh: Import-Csv $csv");
shell.Run(arguments.Connect);
shell.Run("$rows | Test-UgcVideo -OutVariable tests");

// What is good enough to send is what has to lie on the disk in the end.
int good = shell.Value<int>("$tests.Where({ $_.IsValid }).Count");
int videos = shell.Value<int>("$sum = 0; foreach ($test in $tests) { $sum += $test.Videos }; $sum");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{good} rows can be sent: {good} requests for {videos} videos. The service publishes no prices for videos; each answer says what was taken."));
if (arguments.Live && !arguments.Confirmed())
{
    Console.WriteLine("Nothing was sent.");
    return 3;
}

shell.Run("$rows | New-UgcVideo | Wait-UgcJob -OutVariable jobs | Save-UgcVideo -Destination $out -OutVariable saved");
shell.Run("$jobs");
shell.Run("Get-UgcHistory");

decimal credits = shell.Value<decimal>("$sum = 0; foreach ($job in $jobs) { $sum += $job.NetCredits }; [decimal]$sum");
int saved = shell.Value<int>("@($saved).Count");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{saved} of {videos} videos lie in {arguments.Out}; together they took {credits} credits. Beside each is a JSON file that says where it comes from."));
return saved == videos ? 0 : 1;
