using System.Text.RegularExpressions;

namespace UgcLab.Client.Tests;

/// <summary>The pages for users link to what exists, and their commands use cmdlets and parameters that exist.</summary>
public sealed partial class DocsTests
{
    private static readonly string[] Common =
    [
        "WhatIf", "Confirm", "Verbose", "Debug", "ErrorAction", "ErrorVariable", "WarningAction", "WarningVariable", "InformationAction",
        "OutVariable", "OutBuffer", "PipelineVariable", "ProgressAction",
    ];

    private static readonly Dictionary<string, HashSet<string>> Cmdlets = Read();

    public static TheoryData<string> Pages => [.. new[] { "README.md", "CONTRIBUTING.md" }
        .Concat(Directory.GetFiles(Full("docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(AboutTopicTests.Root(), path).Replace('\\', '/')))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_link_leads_to_a_file_and_a_heading_that_exist(string page) =>
        Assert.All(Links(page), link =>
        {
            Assert.True(Path.Exists(link.Path), $"{link.Path} doesn't exist.");
            Assert.True(link.Anchor.Length == 0 || Anchors(link.Path).Contains(link.Anchor), $"{link.Path} has no heading #{link.Anchor}.");
        });

    [Fact]
    public void Every_page_is_reached_from_the_index_of_docs()
    {
        string[] linked = [.. Links("docs/README.md").Select(link => link.Path)];

        Assert.Empty(Pages.Select(row => row.Data)
            .Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && page != "docs/README.md").Select(Full).Except(linked));
        Assert.Contains(Full("docs/README.md"), Links("README.md").Select(link => link.Path));
    }

    [Theory]
    [InlineData("docs/platforms.md")]
    [InlineData("docs/guarantees.md")]
    [InlineData("SECURITY.md")]
    public void A_test_that_a_page_names_exists(string page)
    {
        string[] named = [.. Tests().Matches(File.ReadAllText(Full(page))).Select(match => match.Groups[1].Value).Distinct()];
        string[] existing = [.. Directory.GetFiles(Full("tests"), "*.cs", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path))];

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(existing));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_command_uses_cmdlets_and_parameters_that_exist(string page) =>
        Assert.Empty(Fences().Matches(File.ReadAllText(Full(page))).SelectMany(fence => Unknown(fence.Groups[1].Value)));

    [Theory]
    [InlineData("Get-UgcBatches", "Get-UgcBatches")]
    [InlineData("Get-UgcBatch x -Rows | Format-Table -Rows", "Get-UgcBatch -Rows")]
    [InlineData("Connect-UgcLab -ApiKey (Read-Host -AsSecureString 'a') -Projects x", "Connect-UgcLab -Projects")]
    [InlineData("if ($a) { Get-UgcLimit -What } else { Get-UgcLimit }", "Get-UgcLimit -What")]
    [InlineData("Import-Csv a.csv |\n  New-UgcVideo -Batch x `\n  -Lost", "New-UgcVideo -Lost")]
    public void A_name_that_does_not_exist_is_found(string command, string unknown) => Assert.Equal([unknown], Unknown(command));

    // The exported cmdlets, and the parameters that the generated reference lists.
    private static Dictionary<string, HashSet<string>> Read()
    {
        string manifest = File.ReadAllText(Full("UgcLab.psd1"));
        string[] sections = File.ReadAllText(Full("docs/cmdlets.md")).Split("\n## ");
        Dictionary<string, HashSet<string>> cmdlets = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in Quoted().Matches(manifest).Select(match => match.Groups[1].Value).Where(name => name != "Save-UgcImage"))
        {
            string section = sections.Single(each => each.StartsWith($"{name}\n", StringComparison.Ordinal));
            IEnumerable<string> parameters = section.Split('\n')
                .Where(line => line.StartsWith("| `-", StringComparison.Ordinal))
                .SelectMany(line => Parameter().Matches(line.Split(" | ")[0]).Select(match => match.Groups[1].Value));
            cmdlets[name] = new HashSet<string>([.. parameters, .. Common], StringComparer.OrdinalIgnoreCase);
        }

        cmdlets["Save-UgcImage"] = cmdlets["Save-UgcVideo"];
        return cmdlets;
    }

    private static IEnumerable<string> Unknown(string script)
    {
        // Texts and comments first, then the innermost brackets: what is left between | and ; is one command.
        string text = Texts().Replace(script, " 0 ").Replace("`\n", " ", StringComparison.Ordinal);
        text = Continued().Replace(text, "| ");
        List<string> commands = [];
        for (Match inner = Brackets().Match(text); inner.Success; inner = Brackets().Match(text))
        {
            commands.AddRange(inner.Groups[1].Value.Split('|', ';', '\n'));
            text = text.Remove(inner.Index, inner.Length).Insert(inner.Index, " 0 ");
        }

        foreach (string command in commands.Concat(text.Split('|', ';', '\n')))
        {
            Match cmdlet = Cmdlet().Match(command);
            if (!cmdlet.Success)
            {
                continue;
            }

            if (!Cmdlets.TryGetValue(cmdlet.Value, out HashSet<string>? parameters))
            {
                yield return cmdlet.Value;
                continue;
            }

            // -Kind adds the parameters of the cmdlet that creates this kind.
            HashSet<string>? ofKind = Cmdlets.GetValueOrDefault($"New-Ugc{Kind().Match(command).Groups[1].Value}");
            foreach (Match used in Parameter().Matches(command[(cmdlet.Index + cmdlet.Length)..]))
            {
                string name = used.Groups[1].Value;
                if (!parameters.Contains(name) && ofKind?.Contains(name) != true)
                {
                    yield return $"{cmdlet.Value} -{name}";
                }
            }
        }
    }

    private static IEnumerable<(string Path, string Anchor)> Links(string page) =>
        from match in Link().Matches(Fences().Replace(File.ReadAllText(Full(page)), ""))
        let target = match.Groups[1].Value
        where !target.Contains("://", StringComparison.Ordinal)
        let parts = target.Split('#')
        let path = parts[0].Length == 0 ? Full(page) : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Full(page))!, parts[0]))
        select (path, parts.Length > 1 ? parts[1] : "");

    // As GitHub makes them: lower case, without punctuation, with hyphens for spaces.
    private static IEnumerable<string> Anchors(string path) => Fences().Replace(File.ReadAllText(path), "").Split('\n')
        .Where(line => line.StartsWith('#'))
        .Select(line => Punctuation().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string Full(string path) => Path.GetFullPath(Path.Combine(AboutTopicTests.Root(), path));

    [GeneratedRegex("```powershell\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("'(\\w+-Ugc\\w+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("'[^'\n]*'|\"[^\"\n]*\"|(?<=^|\\s)#[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Texts();

    [GeneratedRegex(@"\|[ ]*\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex(@"[({]([^(){}]*)[)}]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"\b[A-Za-z]+-Ugc\w+")]
    private static partial Regex Cmdlet();

    [GeneratedRegex(@"-Kind (\w+)")]
    private static partial Regex Kind();

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex Tests();

    [GeneratedRegex(@"(?<=^|[\s`])-([A-Za-z]\w*)")]
    private static partial Regex Parameter();
}
