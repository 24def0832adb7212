using System.Text.RegularExpressions;
using System.Xml.Linq;
using UgcLab.Tools;

namespace UgcLab.PackageTests;

/// <summary>The workflow can't run here. What its steps name must be in the repository.</summary>
public sealed class WorkflowTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Pwsh.Repository, ".github", "workflows", "package.yml"));

    [Fact]
    public void Its_steps_name_files_of_the_repository()
    {
        string[] named = [.. Regex.Matches(Text, @"(?<![\w./])(?:tests|tools|examples)/[\w./-]+|build\.ps1").Select(match => match.Value).Distinct()];

        Assert.Contains("tests/UgcLab.Package.Tests/install.ps1", named);
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(Pwsh.Repository, path)), path));
    }

    [Fact]
    public void It_tests_the_oldest_supported_PowerShell_and_the_one_that_is_developed_with()
    {
        string[] versions = Regex.Match(Text, @"(?m)^ +pwsh: \[(.+)\]").Groups[1].Value.Split(", ");
        string developed = XDocument.Load(Path.Combine(Pwsh.Repository, "Directory.Packages.props")).Descendants("PowerShellVersion").Single().Value;

        Assert.Equal(2, versions.Length);
        Assert.StartsWith("7.4.", versions[0], StringComparison.Ordinal);
        Assert.Equal(developed, versions[1]);
        Assert.DoesNotMatch(@"'7\.\d+\.\d+'", Text.Replace($"'{versions[0]}'", "", StringComparison.Ordinal).Replace($"'{versions[1]}'", "", StringComparison.Ordinal));
    }
}
