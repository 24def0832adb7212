using System.Reflection;
using System.Xml.Linq;
using UgcLab.HelpMaker;

// HelpMaker MODULE.dll REFERENCES.txt HELP.xml [--markdown PAGE.md]
// REFERENCES.txt names the assemblies that the module was compiled against, one a line; comments lie beside theirs as .xml.
if (args is not [string module, string list, string output, .. string[] rest] || rest is not ([] or ["--markdown", _]))
{
    Console.Error.WriteLine("Use: HelpMaker MODULE.dll REFERENCES.txt HELP.xml [--markdown PAGE.md]");
    return 2;
}

string[] references = [.. File.ReadAllLines(list).Where(line => line.Length > 0)];
string[] assemblies = [module, .. references.Where(path => Path.GetFileName(path) != Path.GetFileName(module))];

// Of the references' comments only ours are read: the framework's are large, and nobody asks them.
string[] written = [.. assemblies
    .Where(path => Path.GetFileName(path).StartsWith("UgcLab.", StringComparison.Ordinal) || path == module)
    .Select(path => Path.ChangeExtension(path, ".xml"))
    .Where(File.Exists)];

using MetadataLoadContext context = new(new PathAssemblyResolver(assemblies), "System.Runtime");
IReadOnlyList<CmdletHelp> cmdlets = new CmdletReader(context.LoadFromAssemblyPath(Path.GetFullPath(module)), new DocComments(written)).Read();

string[] gaps = [.. cmdlets.SelectMany(Gaps.In)];
foreach (string gap in gaps)
{
    // This shape is an error to MSBuild.
    Console.Error.WriteLine($"HelpMaker : error HELP001: {gap}");
}

if (gaps.Length > 0)
{
    return 1;
}

using (FileStream help = Create(output))
{
    Maml.Document(cmdlets).Save(help);
}

if (rest is [_, string path])
{
    using StreamWriter page = new(Create(path)) { NewLine = "\n" };
    Markdown.Write(cmdlets, page);
}

Console.WriteLine($"Help for {cmdlets.Count} cmdlets.");
return 0;

static FileStream Create(string path)
{
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    return File.Create(path);
}
