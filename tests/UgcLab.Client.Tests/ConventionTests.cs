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
    public void The_client_has_never_heard_of_PowerShell() =>
        Assert.DoesNotContain(Client.GetReferencedAssemblies(), assembly => assembly.Name!.Contains("Automation", StringComparison.Ordinal));

    [Fact]
    public void What_ships_needs_the_framework_alone() =>

        // The copy whose coverage is measured names netstandard as well, which is the framework by another name.
        Assert.All(
            new[] { Client, typeof(UgcSimulator).Assembly }.SelectMany(assembly => assembly.GetReferencedAssemblies()),
            assembly => Assert.True(assembly.Name!.StartsWith("System", StringComparison.Ordinal) || assembly.Name is "UgcLab.Client" or "netstandard" or "Microsoft.Win32.Primitives", assembly.Name));

    [Theory]
    [MemberData(nameof(AsyncMethods))]
    public void An_async_method_takes_its_token_last(string method) => Assert.EndsWith(": CancellationToken", method, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_room_stays_a_room(string file)
    {
        string text = File.ReadAllText(Path.Combine(Root(), file));

        Assert.InRange(text.Split('\n').Length, 1, 300);

        // Two processes that rehearse on one folder wait milliseconds for each other, in code that is not async.
        Assert.DoesNotMatch(WallClock(), file.EndsWith("State/StateFolder.cs", StringComparison.Ordinal) ? text.Replace("Thread.Sleep(2)", "", StringComparison.Ordinal) : text);
        Assert.DoesNotMatch(Blocking(), text.Replace("ending.GetAwaiter().GetResult();", "", StringComparison.Ordinal).Replace("task.GetAwaiter().GetResult();", "", StringComparison.Ordinal));
        Assert.True(!text.Contains("new HttpClient(", StringComparison.Ordinal) && !HttpClientMade().IsMatch(text) || file.EndsWith("Http/ApiTransport.cs", StringComparison.Ordinal), "Requests pass one gate.");
        Assert.True(!text.Contains("RequestKind.Creation,", StringComparison.Ordinal) || file.EndsWith("Ledger/Purchase.cs", StringComparison.Ordinal) || file.EndsWith("Http/Pacer.cs", StringComparison.Ordinal), "Purchases pass one door.");
        Assert.True(!text.Contains("ServerCertificateCustomValidationCallback", StringComparison.Ordinal) && !text.Contains("RemoteCertificateValidationCallback", StringComparison.Ordinal), "Certificates are the system's to judge.");
        Assert.True(!text.Contains("new ErrorRecord", StringComparison.Ordinal) && !text.Contains("ErrorRecord record = new(", StringComparison.Ordinal) || file.EndsWith("Pipeline/ErrorRecords.cs", StringComparison.Ordinal), "Records come from one table.");
    }

    [Fact]
    public void Types_are_sealed_or_meant_to_be_built_on() =>
        Assert.All(Client.GetExportedTypes().Where(type => type.IsClass), type => Assert.True(type.IsSealed || type.IsAbstract, type.FullName));

    [Fact]
    public void No_name_says_nothing() =>
        Assert.DoesNotContain(Client.GetTypes(), type => EmptyName().IsMatch(type.Name));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex(@"DateTime\.(Utc)?Now|DateTimeOffset\.(Utc)?Now|Thread\.Sleep|Environment\.TickCount|Stopwatch\.")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"\.Result\b(?!\.)(?!\w)|\.GetAwaiter\(\)\.GetResult\(\)|\.Wait\(\)")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"HttpClient \w+ = new\(")]
    private static partial Regex HttpClientMade();

    [GeneratedRegex("(Utils?|Helpers?|Manager|Common|Impl)$")]
    private static partial Regex EmptyName();
}
