using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using UgcLab.Tools;

namespace UgcLab.PackageTests;

public sealed class PackageTests(Packed packed) : IClassFixture<Packed>
{
    private string Folder => Packed.Out(packed.First);

    private string Zip => Path.Combine(Folder, $"UgcLab.{Packed.Version}.zip");

    [Fact]
    public void Two_builds_in_two_folders_give_the_same_bytes()
    {
        string[] names = Names(packed.First);

        Assert.Equal(10, names.Length);
        Assert.Equal(names, Names(packed.Second));
        Assert.All(names, name => Assert.True(
            File.ReadAllBytes(Path.Combine(Folder, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Packed.Out(packed.Second), name))), name));
    }

    [Fact]
    public void The_sums_are_those_of_all_other_files()
    {
        IEnumerable<string> sums = Names(packed.First).Where(name => name != "SHA256SUMS")
            .Select(name => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, name))))}  {name}");

        Assert.Equal(sums, File.ReadAllLines(Path.Combine(Folder, "SHA256SUMS")));
    }

    [Fact]
    public void The_module_ships_the_files_of_the_list_and_no_others()
    {
        string[] expected = [.. Shipped.Files.Select(file => file.File).Order(StringComparer.Ordinal)];
        string[] parts = ["_rels/.rels", "[Content_Types].xml", "UgcLab.nuspec", "package/services/metadata/core-properties/core.psmdcp"];

        Assert.Equal(expected, Packed.Read(Zip).Keys.Select(name => name["UgcLab/".Length..]));
        Assert.Equal(
            expected.Concat(parts).Order(StringComparer.Ordinal), Packed.Read(Path.Combine(Folder, $"UgcLab.{Packed.Version}.nupkg")).Keys);
    }

    [Fact]
    public void Each_package_whose_files_ship_is_in_the_notices_with_its_license()
    {
        string notices = File.ReadAllText(Path.Combine(Pwsh.Repository, "THIRD-PARTY-NOTICES.txt"));

        Assert.Equal(Shipped.Packages.Select(each => each.Package), Shipped.Files.Select(file => file.Package).Where(name => name != Shipped.Ours).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Shipped.Packages, each => Assert.Matches($@"(?m)^{Regex.Escape(each.Package)} +{Regex.Escape(each.License)} +\S", notices));
    }

    [Fact]
    public void The_list_of_components_has_these_packages_their_versions_and_their_licenses()
    {
        using JsonDocument list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, $"UgcLab.{Packed.Version}.cdx.json")));
        XDocument versions = XDocument.Load(Path.Combine(Pwsh.Repository, "Directory.Packages.props"));

        (string Name, string Version, string License)[] found = [.. list.RootElement.GetProperty("components").EnumerateArray()
            .Select(each => (each.GetProperty("name").GetString()!, each.GetProperty("version").GetString()!, License(each)))
            .Where(each => !each.Item1.StartsWith("UgcLab.", StringComparison.Ordinal)).OrderBy(each => each.Item1, StringComparer.Ordinal)];

        Assert.Equal(Shipped.Packages, found.Select(each => (each.Name, each.License)));
        Assert.All(found, each => Assert.True(
            Declared(versions, each.Name) is null || Declared(versions, each.Name) == each.Version, $"{each.Name} {each.Version}"));
        Assert.Equal("CycloneDX", list.RootElement.GetProperty("bomFormat").GetString());

        static string License(JsonElement component) =>
            component.TryGetProperty("licenses", out JsonElement licenses) ? licenses[0].GetProperty("license").GetProperty("id").GetString()! : "";
    }

    [Theory]
    [InlineData("UgcLab.Client")]
    [InlineData("UgcLab.Engines")]
    [InlineData("UgcLab.Simulator")]
    public void A_library_has_its_readme_its_comments_its_license_and_the_way_to_its_sources(string name)
    {
        SortedDictionary<string, byte[]> package = Packed.Read(Path.Combine(Folder, $"{name}.{Packed.Version}.nupkg"));
        SortedDictionary<string, byte[]> symbols = Packed.Read(Path.Combine(Folder, $"{name}.{Packed.Version}.snupkg"));
        string nuspec = Encoding.UTF8.GetString(package[$"{name}.nuspec"]);

        Assert.Equal(
            ["README.md", "icon.png", $"lib/net8.0/{name}.dll", $"lib/net8.0/{name}.xml"],
            package.Keys.Where(each => each.StartsWith("lib/", StringComparison.Ordinal) || each is "README.md" or "icon.png"));
        Assert.Contains("<license type=\"expression\">MIT</license>", nuspec, StringComparison.Ordinal);
        Assert.Contains($"commit=\"{packed.Commit}\"", nuspec, StringComparison.Ordinal);
        Assert.Contains(
            $"https://raw.githubusercontent.com/example/ugclab/{packed.Commit}/*", Encoding.Latin1.GetString(symbols[$"lib/net8.0/{name}.pdb"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_console_example_creates_waits_and_saves_with_the_packages()
    {
        string videos = Path.Combine(packed.First, "videos");
        ProcessStartInfo start = new(Pwsh.DotNet, ["run", "--project", Path.Combine(packed.First, "examples", "Console"), "--", videos]);

        // The packages of this version may be in the user's cache from an earlier build; those of others are taken from there.
        start.Environment["NUGET_PACKAGES"] = Path.Combine(packed.First, "artifacts", "packages");
        start.Environment["NUGET_FALLBACK_PACKAGES"] = Packed.Packages;

        string output = await Packed.RunAsync(start);

        FileInfo video = Assert.Single(new DirectoryInfo(videos).GetFiles("*.mp4"));
        Assert.Contains($"{video.FullName}: {video.Length} bytes", output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetDirectories(start.Environment["NUGET_PACKAGES"]!, "ugclab.*"));
    }

    [Fact]
    public void The_readme_of_the_libraries_shows_the_console_example()
    {
        string program = File.ReadAllText(Path.Combine(Pwsh.Repository, "examples", "Console", "Program.cs")).ReplaceLineEndings("\n");
        string readme = File.ReadAllText(Path.Combine(Pwsh.Repository, "src", "README.md")).ReplaceLineEndings("\n");

        Assert.Contains($"```csharp\n{program}```\n", readme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_module_is_published_installed_by_name_run_updated_and_uninstalled()
    {
        string home = Directory.CreateDirectory(Path.Combine(packed.First, "a home")).FullName;
        string work = Directory.CreateDirectory(Path.Combine(packed.First, "a place in Zürich")).FullName;
        ProcessStartInfo start = Pwsh.Command(
            "-NoLogo", "-NoProfile", "-NonInteractive", "-File",
            Path.Combine(Pwsh.Repository, "tests", "UgcLab.Package.Tests", "install.ps1"), "-Zip", Zip, "-Work", work);
        start.Environment.Remove("PSModulePath");
        start.Environment["HOME"] = home;
        foreach (string kind in new[] { "CONFIG", "DATA", "STATE", "CACHE" })
        {
            // PSResourceGet installs below HOME, wherever these lead.
            start.Environment.Remove($"XDG_{kind}_HOME");
        }

        string output = await Packed.RunAsync(start);

        Assert.Equal(8, Regex.Count(output, "^Passed: ", RegexOptions.Multiline));

        // What Publish-PSResource made is what Pack made, apart from what NuGet makes at random.
        SortedDictionary<string, byte[]> published = Packed.Read(Path.Combine(work, "repository", $"UgcLab.{Packed.Version}.nupkg"));
        SortedDictionary<string, byte[]> made = Packed.Read(Path.Combine(Folder, $"UgcLab.{Packed.Version}.nupkg"));
        string[] same = [.. made.Keys.Where(name => name is not ("_rels/.rels" or "[Content_Types].xml") && !name.EndsWith(".psmdcp", StringComparison.Ordinal))];
        Assert.Equal(made.Count, published.Count);
        Assert.All(same, name => Assert.True(published[name].AsSpan().SequenceEqual(made[name]), name));
    }

    private static string? Declared(XDocument versions, string package) =>
        (string?)versions.Descendants("PackageVersion").FirstOrDefault(each => (string?)each.Attribute("Include") == package)?.Attribute("Version");

    private static string[] Names(string copy) =>
        [.. Directory.GetFiles(Packed.Out(copy)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
