using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests;

/// <summary>The about topics name what there is, and nothing else.</summary>
public sealed partial class AboutTopicTests
{
    [Fact]
    public void Every_error_id_is_explained_and_none_is_made_up()
    {
        string topic = Read("src/UgcLab.PowerShell/Module/en-US/about_UgcLab_Errors.help.txt");
        string[] explained = [.. Id().Matches(topic).Select(match => match.Value).Except(["UgcLab"]).Distinct().Order()];
        string[] real = [.. Enum.GetNames<UgcLabErrorKind>().Concat(FaultCodes()).Select(name => $"Ugc{name}").Distinct().Order()];

        Assert.Equal(real, explained);
    }

    [Fact]
    public void Every_option_of_the_simulator_is_explained()
    {
        string topic = Read("src/UgcLab.PowerShell/Module/en-US/about_UgcLab_Simulator.help.txt");

        Assert.All(
            typeof(SimulatorOptions).GetProperties().Select(property => property.Name).Concat(Enum.GetNames<SimulatorFaultKind>()).Concat(Enum.GetNames<SimulatorTarget>()),
            name => Assert.Matches($@"\b{name}\b", topic));
    }

    // The codes that rules give: a code is the first argument of a fault, or of the rooms' own ways to make one.
    private static IEnumerable<string> FaultCodes() => Directory.GetFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(file => Code().Matches(File.ReadAllText(file)))
        .Select(match => match.Groups[1].Value)
        .Where(code => code is not ("AdditionalProperty" or "RowId" or "ReferenceVideo" or "ReferenceVideoUrl"))
        .Concat(Families(["Prompt", "Script", "Actions"], [.. Suffixes("TextRules"), "ControlChar"]))
        .Concat(Families(["ImageUrl", "ProductImageUrl", "ReferenceVideoUrl"], Suffixes("AddressRules")))
        .Concat(Families(["ActorId", "CustomActor", "StoryboardScene"], ["Invalid", "Count"]))
        .Concat(Families(["Model"], ["Unknown", "Missing"]))
        .Concat(Families(["Tier"], ["NotAllowed", "Required"]))
        .Concat(Families(["ProductImageUrl", "ReferenceVideoUrl"], ["Missing"]))
        .Concat(Families(["RefineScript", "RefineActions", "ProjectId"], ["Invalid"]))
        .Concat(["Placeholder", "WorkflowTypeUnknown", "QualityNotAllowed"]);

    // Rules that several fields share put the field's name in front.
    private static IEnumerable<string> Families(string[] fields, IEnumerable<string> suffixes) => fields.SelectMany(field => suffixes.Select(suffix => field + suffix));

    private static IEnumerable<string> Suffixes(string rules) => Suffix().Matches(Read($"src/UgcLab.Client/Creations/{rules}.cs")).Select(match => match.Groups[1].Value).Distinct();

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root(), path));

    internal static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex(@"(?<!-)\bUgc[A-Z][A-Za-z]+\b")]
    private static partial Regex Id();

    [GeneratedRegex("(?:\\{_?field\\}|(?<!findings\\.)Fault\\(\")([A-Z][A-Za-z]+)\"")]
    private static partial Regex Suffix();

    [GeneratedRegex("\"((?:Prompt|Model|Duration|AspectRatio|Tier|Variants|ProjectId|ImageUrl|Replacement|Spreadsheet|Additional|Secret|Reference|Csv|Cell|Row|ActorId|StoryboardScene|Quality|ImageJob)[A-Z][A-Za-z]+)\"")]
    private static partial Regex Code();
}
