using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests;

/// <summary>What the architecture promises of the code itself.</summary>
public sealed partial class ConventionTests
{
    private static readonly Assembly Client = typeof(UgcLabClient).Assembly;

    public static TheoryData<string> AsyncMethods => [.. new[] { Client, typeof(UgcSimulator).Assembly }
        .SelectMany(assembly => assembly.GetExportedTypes())
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name != "DisposeAsync")
        .Select(method => $"{method.DeclaringType!.FullName}.{method.Name}: {method.GetParameters().LastOrDefault()?.ParameterType.Name}")
        .Distinct()];

    public static TheoryData<string> Sources => [.. Directory.GetFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root(), file).Replace('\\', '/'))];

    [Fact]
    public void The_client_does_not_reference_PowerShell() =>
        Assert.DoesNotContain(Client.GetReferencedAssemblies(), assembly => assembly.Name!.Contains("Automation", StringComparison.Ordinal));

    [Fact]
    public void What_ships_needs_the_framework_only() =>

        // The copy whose coverage is measured names netstandard as well, which is the framework by another name.
        Assert.All(
            new[] { Client, typeof(UgcSimulator).Assembly }.SelectMany(assembly => assembly.GetReferencedAssemblies()),
            assembly => Assert.True(assembly.Name!.StartsWith("System", StringComparison.Ordinal) || assembly.Name is "UgcLab.Client" or "netstandard" or "Microsoft.Win32.Primitives", assembly.Name));

    [Fact]
    public void The_client_references_no_package_and_only_the_engines_reference_a_database()
    {
        Assert.DoesNotContain("PackageReference", File.ReadAllText(Path.Combine(Root(), "src/UgcLab.Client/UgcLab.Client.csproj")), StringComparison.Ordinal);
        Assert.Equal(
            ["UgcLab.Engines.csproj"],
            Directory.GetFiles(Path.Combine(Root(), "src"), "*.csproj", SearchOption.AllDirectories)
                .Where(project => File.ReadAllText(project).Contains("Sqlite", StringComparison.OrdinalIgnoreCase))
                .Select(Path.GetFileName));
    }

    [Fact]
    public void Paid_requests_are_recorded_by_one_class() =>
        Assert.Equal(
            ["src/UgcLab.Client/Http/ApiTransport.cs", "src/UgcLab.Client/Purchasing/PurchaseAttempt.cs"],
            Sources.Select(row => row.Data).Where(file => File.ReadAllText(Path.Combine(Root(), file)).Contains(".SendOnceAsync(", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(AsyncMethods))]
    public void An_async_method_takes_its_token_last(string method) => Assert.EndsWith(": CancellationToken", method, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_room_stays_a_room(string file)
    {
        string text = File.ReadAllText(Path.Combine(Root(), file));

        string[] lines = text.Split('\n');
        Assert.InRange(lines.Length, 1, 251);

        // An example of the help is one line, as a user types it.
        Assert.DoesNotContain(lines, line => line.TrimEnd('\r').Length > 140 && !line.StartsWith("/// <code>", StringComparison.Ordinal));

        Assert.True(!text.Contains("RequestKind.Creation,", StringComparison.Ordinal) || file.EndsWith("Purchasing/PurchaseAttempt.cs", StringComparison.Ordinal), "Purchases take one path.");
        Assert.True(!Sql().IsMatch(text) || file.StartsWith("src/UgcLab.Engines/", StringComparison.Ordinal), "SQL is in the engines.");
        Assert.True(!text.Contains("new ErrorRecord", StringComparison.Ordinal) && !text.Contains("ErrorRecord record = new(", StringComparison.Ordinal) || file.EndsWith("Pipeline/ErrorRecords.cs", StringComparison.Ordinal), "Records come from one table.");
    }

    [Fact]
    public void Types_are_sealed_or_meant_to_be_built_on() =>
        Assert.All(Client.GetExportedTypes().Where(type => type.IsClass), type => Assert.True(type.IsSealed || type.IsAbstract, type.FullName));

    [Fact]
    public void No_name_says_nothing() =>
        Assert.DoesNotContain(Client.GetTypes(), type => EmptyName().IsMatch(type.Name));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex(@"\b(SELECT \w|INSERT INTO \w|UPDATE \w+ SET|DELETE FROM \w|CREATE TABLE \w|PRAGMA \w)")]
    private static partial Regex Sql();

    [GeneratedRegex("(Utils?|Helpers?|Manager|Common|Impl)$")]
    private static partial Regex EmptyName();
}
