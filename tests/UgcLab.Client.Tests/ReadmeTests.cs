namespace UgcLab.Client.Tests;

/// <summary>The documentation names a cmdlet for every endpoint, and the README describes every cmdlet.</summary>
public sealed class ReadmeTests
{
    private static readonly string[] Readme = File.ReadAllLines(Path.Combine(AboutTopicTests.Root(), "README.md"));
    private static readonly string[] Endpoints = File.ReadAllLines(Path.Combine(AboutTopicTests.Root(), "docs", "service-notes.md"));

    public static TheoryData<UgcKind> Kinds => [.. Enum.GetValues<UgcKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_creation_has_its_endpoint_its_cmdlet_and_its_sheet(UgcKind kind)
    {
        string row = Row($"`POST /{CreationDescriptor.Of(kind).Endpoint}`");

        Assert.Contains($"`New-Ugc{kind}`", row, StringComparison.Ordinal);
        Assert.Contains(kind is UgcKind.Video ? "`Invoke-UgcBatch`" : $"`Invoke-UgcBatch -Kind {kind}`", row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("`GET /ugc/{ugcId}`", "`Get-UgcJob`")]
    [InlineData("`GET /projects`", "`Get-UgcProject`")]
    [InlineData("`GET /actors`", "`Get-UgcActor`")]
    [InlineData("`GET /ugclab-actors`", "`-Workflow ugcl-1.0`")]
    [InlineData("webhooks", "`Wait-UgcJob -WebhookPrefix`")]
    [InlineData("endpoints without a cmdlet", "`Invoke-UgcRequest`")]
    public void Whatever_else_the_service_documents_has_a_cmdlet(string endpoint, string cmdlet) =>
        Assert.Contains(cmdlet, Row(endpoint), StringComparison.Ordinal);

    [Fact]
    public void Every_cmdlet_is_named_once_in_the_table_of_cmdlets()
    {
        string manifest = File.ReadAllText(Path.Combine(AboutTopicTests.Root(), "UgcLab.psd1"));
        string exported = manifest[manifest.IndexOf("CmdletsToExport", StringComparison.Ordinal)..];
        string[] cmdlets = [.. exported[..exported.IndexOf(')', StringComparison.Ordinal)].Split('\'').Where(word => word.Contains("-Ugc", StringComparison.Ordinal))];

        Assert.True(cmdlets.Length > 20);
        Assert.All(cmdlets, cmdlet => Assert.Single(Readme, line => line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|')[1].Contains($"`{cmdlet}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_table_of_exit_codes_is_the_codes_own_and_the_help_says_the_same()
    {
        string help = string.Join(' ', File.ReadAllText(Path.Combine(AboutTopicTests.Root(), "src", "UgcLab.PowerShell", "Commands", "InvokeUgcBatchCommand.cs"))
            .Split('\n').Where(line => line.StartsWith("///", StringComparison.Ordinal)).Select(line => line[3..].Trim()));
        int header = Array.FindIndex(Readme, line => line.StartsWith("| exit code |", StringComparison.Ordinal));
        IEnumerable<string> rows = Readme.Skip(header + 2).TakeWhile(line => line.StartsWith('|'));
        (int Code, string Meaning)[] codes =
        [
            (ExitCodes.Saved, "Every row is saved."),
            (ExitCodes.Failed, "Some rows were refused by the service, skipped as invalid, or abandoned, or their videos failed."),
            (ExitCodes.Invalid, "Rows are invalid, or would be created again. Nothing was sent."),
            (ExitCodes.Stopped, "The run stopped before the end. Run the command again to resume."),
            (ExitCodes.Credits, "The workspace has too few credits, or a spending limit was reached."),
            (ExitCodes.Unconfirmed, "Rows are unconfirmed. Resolve them, then run the command again."),
        ];

        Assert.Equal(codes.Select(code => $"| {code.Code} | {code.Meaning} |"), rows);
        Assert.All(codes, code => Assert.Contains($"{code.Code}: {code.Meaning}", help, StringComparison.Ordinal));
    }

    // The only row about an endpoint.
    private static string Row(string endpoint) =>
        Assert.Single(Endpoints, line => line.StartsWith('|') && line.Split('|')[1].Contains(endpoint, StringComparison.Ordinal));
}
