using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using UgcLab.CiReport;

// CiReport FOLDER SUITE... [--branches SUITE ASSEMBLY PERCENT] [--failed WHAT]...
// FOLDER holds a folder of result files for each suite. A suite that left none has failed: silence is not success.
if (args.Length < 2)
{
    Console.Error.WriteLine("Use: CiReport FOLDER SUITE... [--branches SUITE ASSEMBLY PERCENT] [--failed WHAT]...");
    return 2;
}

string folder = args[0];
Results sum = default;
int otherFailures = 0;
for (int i = 1; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--branches":
            Check(BranchesOf(args[i + 1], args[i + 2]), args[i + 2], double.Parse(args[i + 3], CultureInfo.InvariantCulture));
            i += 3;
            break;
        case "--failed":
            Fail($"Failed: {args[++i]}");
            break;
        default:
            Count(args[i]);
            break;
    }
}

// What is no test counts too, so that the last line never reads well when something is wrong.
sum += new Results(0, otherFailures, 0);
Console.WriteLine(sum);
return sum.Failed == 0 ? 0 : 1;

void Count(string suite)
{
    XElement[] files = [.. Files(suite)];
    Results[] results = [.. files.Select(Results.Read).OfType<Results>()];
    Results all = results.Aggregate(default(Results), (left, right) => left + right);
    if (all.Total == 0)
    {
        Fail($"{suite}: no results");
        return;
    }

    sum += all;
    Console.WriteLine($"{suite}: {all}");
    foreach (string skip in files.SelectMany(Results.Skips))
    {
        Console.WriteLine($"  {skip}");
    }
}

Branches? BranchesOf(string suite, string assembly) =>
    Files(suite).Select(root => Branches.Read(root, assembly)).FirstOrDefault(found => found is not null);

void Check(Branches? found, string assembly, double wanted)
{
    if (found is not Branches branches)
    {
        Fail($"{assembly}: no coverage was measured");
        return;
    }

    string line = string.Create(CultureInfo.InvariantCulture, $"{assembly}: {branches.Percent:0.0} % of {branches.All} branches covered");
    if (branches.Percent < wanted)
    {
        Fail(string.Create(CultureInfo.InvariantCulture, $"{line}, {wanted} % wanted"));
        return;
    }

    Console.WriteLine(line);
}

void Fail(string line)
{
    otherFailures++;
    Console.WriteLine(line);
}

IEnumerable<XElement> Files(string suite)
{
    DirectoryInfo results = new(Path.Combine(folder, suite));
    string[] kinds = [".trx", ".xml"];
    foreach (FileInfo file in results.Exists ? results.EnumerateFiles("*", SearchOption.AllDirectories) : [])
    {
        if (kinds.Contains(file.Extension) && Load(file.FullName) is XElement root)
        {
            yield return root;
        }
    }
}

// A runner that is killed leaves half a file, which is as good as none.
static XElement? Load(string path)
{
    try
    {
        return XDocument.Load(path).Root;
    }
    catch (XmlException error)
    {
        Console.WriteLine($"{path}: {error.Message}");
        return null;
    }
}
