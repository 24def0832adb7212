using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace UgcLab.Client.Tests;

/// <summary>Folders use each other in one direction, and each is a namespace (docs/architecture.md).</summary>
public sealed partial class ArchitectureTests
{
    // Lowest first: each uses only those before it. The folder "." is the project's root.
    private static readonly Dictionary<string, string[]> Folders = new()
    {
        ["UgcLab.Client"] =
        [
            "Text", "Model", "Json", "Files", "Http", "Creations", "Rows", "Store", "RateLimiting", "Purchasing", "Jobs", "Downloads",
            "Accounts", "Batches", "Contract", ".",
        ],
        ["UgcLab.Engines"] = ["Sql", "Sqlite", "Postgres", "."],
        ["UgcLab.Simulator"] = ["Model", "Jobs", "State", "Http", "Endpoints", "Webhooks", "."],
        ["UgcLab.PowerShell"] = ["Hosting", "Model", "Pipeline", "Binding", "Creation", "Commands"],
    };

    public static TheoryData<string> Projects => [.. Folders.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_folders_before_it(string project)
    {
        Sources sources = Sources.Of(project);
        string[] order = Folders[project];

        Assert.Equal(order.Order(StringComparer.Ordinal), sources.Names.Order(StringComparer.Ordinal));
        Assert.Empty(sources.Uses().Where(use => Array.IndexOf(order, use.To) > Array.IndexOf(order, use.From)).Select(use => use.Text).Distinct());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_is_its_folder_and_the_types_of_users_are_in_the_root(string project)
    {
        string root = project == "UgcLab.Client" ? "UgcLab" : project;

        Assert.All(Sources.Of(project).Namespaces(), each => Assert.Equal(
            each.Folder is "Model" or "." ? project == "UgcLab.PowerShell" ? "UgcLab" : root : $"{root}.{each.Folder}", each.Namespace));
    }

    [Fact]
    public void A_use_against_the_order_is_found()
    {
        Sources sources = new("/p", [("/p/Text/Low.cs", "namespace A.Text; class Low { const int Size = A.Http.High.Size; }"), ("/p/Http/High.cs", "namespace A.Http; class High { public const int Size = 1; }")], []);

        Assert.Contains("Text uses Http: Low > High", sources.Uses().Select(use => use.Text));
    }

    [Fact]
    public void Every_type_of_the_format_file_and_of_OutputType_is_a_type_of_users()
    {
        string[] held = [.. new[] { "UgcLab.Client", "UgcLab.PowerShell", "UgcLab.Simulator" }.SelectMany(project => Sources.Of(project).Types())];
        string formats = File.ReadAllText(Path.Combine(Root(), "src/UgcLab.PowerShell/Module/UgcLab.Format.ps1xml"));
        string commands = string.Concat(Directory.GetFiles(Path.Combine(Root(), "src/UgcLab.PowerShell"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        string[] shown = [.. TypeNames().Matches(formats).Select(match => match.Groups[1].Value).Where(name => name.StartsWith("UgcLab.", StringComparison.Ordinal))
            .Where(name => !commands.Contains($"TypeNames.Insert(0, \"{name}\")", StringComparison.Ordinal))];
        string[] returned = [.. OutputTypes().Matches(commands).Select(match => $"UgcLab.{match.Groups[1].Value}")];

        Assert.NotEmpty(shown);
        Assert.NotEmpty(returned);
        Assert.All(shown.Concat(returned), name => Assert.Contains(name, held));
        Assert.All(held.Where(name => name.Contains(".Ugc", StringComparison.Ordinal) && name is not ("UgcLab.Simulator.UgcSimulator" or "UgcLab.Simulator.UgcSimulatorJob" or "UgcLab.PowerShell.Pipeline.UgcCmdlet")), name => Assert.Matches(@"^UgcLab\.Ugc\w+$", name));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex("<TypeName>([^<#]+)")]
    private static partial Regex TypeNames();

    [GeneratedRegex(@"OutputType\(typeof\((Ugc\w+)")]
    private static partial Regex OutputTypes();

    // The sources of a project, bound by the compiler so that constants and extension methods count as well.
    private sealed partial class Sources(string folder, IEnumerable<(string Path, string Text)> files, IEnumerable<MetadataReference> references)
    {
        private readonly CSharpCompilation _compilation = CSharpCompilation.Create(
            "sources",
            files.Select(file => CSharpSyntaxTree.ParseText(file.Text, new CSharpParseOptions(LanguageVersion.Latest), file.Path)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        public IEnumerable<string> Names => Trees.Select(tree => FolderOf(tree.FilePath)).Distinct();

        private IEnumerable<SyntaxTree> Trees => _compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0);

        public static Sources Of(string project)
        {
            string folder = Path.Combine(Root(), "src", project);
            string[] usings = [.. new[] { $"{project}/{project}.csproj", "UgcLab.Client/Rooms.props" }
                .SelectMany(file => Using().Matches(File.ReadAllText(Path.Combine(Root(), "src", file))).Select(match => $"{(match.Groups[2].Success ? "static " : "")}{match.Groups[1].Value}"))];
            string implied = "System System.Collections.Generic System.IO System.Linq System.Net.Http System.Threading System.Threading.Tasks";
            string global = string.Concat(implied.Split(' ').Concat(usings).Select(name => $"global using {name};\n"));
            IEnumerable<string> own = Directory.GetFiles(AppContext.BaseDirectory, "UgcLab.*.dll").Where(path => Path.GetFileNameWithoutExtension(path) != project);
            IEnumerable<string> shared = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => !Path.GetFileName(path).StartsWith("UgcLab.", StringComparison.Ordinal));
            return new Sources(
                folder,
                [.. Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories).Select(path => (path, File.ReadAllText(path))), ("", global)],
                [.. own.Concat(shared).Select(path => MetadataReference.CreateFromFile(path))]);
        }

        // Each use of a type of this project by a file of another folder.
        public IEnumerable<(string From, string To, string Text)> Uses()
        {
            foreach (SyntaxTree tree in Trees)
            {
                SemanticModel model = _compilation.GetSemanticModel(tree);
                string from = FolderOf(tree.FilePath);
                foreach (SyntaxNode node in tree.GetRoot().DescendantNodes().Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax))
                {
                    ISymbol? symbol = model.GetSymbolInfo(node).Symbol;
                    INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
                    string? path = type?.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
                    if (path is { Length: > 0 } && FolderOf(path) is string to && to != from)
                    {
                        yield return (from, to, $"{from} uses {to}: {Path.GetFileNameWithoutExtension(tree.FilePath)} > {Path.GetFileNameWithoutExtension(path)}");
                    }
                }
            }
        }

        public IEnumerable<(string Folder, string Namespace)> Namespaces() => Trees.SelectMany(
            tree => tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>(),
            (tree, declared) => (FolderOf(tree.FilePath), declared.Name.ToString()));

        public IEnumerable<string> Types() => Trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Where(type => type.Parent is BaseNamespaceDeclarationSyntax && type.Modifiers.Any(SyntaxKind.PublicKeyword))
            .Select(type => $"{((BaseNamespaceDeclarationSyntax)type.Parent!).Name}.{type.Identifier.Text}"));

        private string FolderOf(string path) => Path.GetRelativePath(folder, Path.GetDirectoryName(path)!).Replace('\\', '/');

        [GeneratedRegex("<Using Include=\"([^\"]+)\"( Static=\"true\")?")]
        private static partial Regex Using();
    }
}
