using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Prompt;

public sealed class ArgumentTests : IDisposable
{
    private const string Live = "Connect-UgcLab -ApiKey ([System.Net.NetworkCredential]::new('', 'ugc_0123456789abcdef0123456789abcdef0123456789abcdef').SecurePassword)";

    private readonly ScratchFolder _folder = new();
    private readonly Shell _shell = new();

    public ArgumentTests()
    {
        _shell.Set("folder", _folder.Path).Set("file", Path.Combine(_folder, "a file"));
        File.WriteAllText(Path.Combine(_folder, "a file"), "x");
        _shell.Rehearse();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e300")]
    [InlineData("soon")]
    [InlineData("$true")]
    [InlineData("([timespan] -1)")]
    [InlineData("([timespan]::MaxValue)")]
    [InlineData("''")]
    public void A_timeout_that_is_no_time_is_refused_in_words(string timeout)
    {
        foreach (string command in new[] { "Wait-UgcJob a1", "Invoke-UgcBatch never.csv" })
        {
            Outcome outcome = _shell.Run($"{command} -Timeout {timeout}");

            Assert.Contains("isn't a valid time. Specify seconds (600) or a time span (00:10:00)", outcome.Caught!.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("'600'")]
    [InlineData("00:10:00")]
    [InlineData("0.5")]
    [InlineData("([timespan] '00:03:00')")]
    public void A_timeout_is_seconds_or_a_time_span(string timeout) => _shell.Run($"@() | Wait-UgcJob -Timeout {timeout}").Clean();

    [Theory]
    [InlineData("foo")]
    [InlineData("foo/bar")]
    [InlineData("foo:99999")]
    [InlineData("foo:0")]
    [InlineData("//foo:80")]
    [InlineData("ftp://foo:80")]
    [InlineData("file:///foo")]
    [InlineData("C:/proxy")]
    public void A_proxy_that_is_no_address_is_refused(string proxy)
    {
        Outcome outcome = _shell.Run($"{Live} -Proxy '{proxy}'");

        Assert.Equal(["UgcArgumentInvalid"], outcome.ErrorIds);
        Assert.Contains("Write http://HOST:PORT", outcome.Caught!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_within_a_proxys_address_is_refused_and_not_shown()
    {
        Outcome outcome = _shell.Run($"{Live} -Proxy http://me:canary@proxy:8080");

        Assert.Contains("-ProxyCredential", outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", outcome.Caught.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy:8080")]
    [InlineData("10.0.0.1:8080")]
    [InlineData("http://proxy")]
    [InlineData("https://proxy:8443")]
    [InlineData("socks5://proxy:1080")]
    public void A_proxy_is_an_address_or_a_host_with_its_port(string proxy) => _shell.Run($"{Live} -Proxy {proxy}").Clean();

    [Theory]
    [InlineData("$job | Save-UgcVideo -LiteralPath $folder", "is a folder. Specify the path of a file")]
    [InlineData("$job | Save-UgcVideo -LiteralPath \"$folder/\"", "names no file")]
    [InlineData("$job | Save-UgcVideo -LiteralPath \"$folder/new/\"", "names no file")]
    [InlineData("$job | Save-UgcVideo -LiteralPath \"$folder/x.mp4\" -Destination $folder", "Specify either it, or -Destination")]
    [InlineData("$job | Save-UgcVideo -LiteralPath \"$folder/x.mp4\" -Name x", "Specify either it, or -Destination")]
    [InlineData("Connect-UgcLab -Simulator -Destination $file", "is a file. Specify a folder.")]
    [InlineData("Get-UgcHistory -Since 2026-02-01 -Before 2026-01-01", "-Since must be earlier than -Before.")]
    [InlineData("Get-UgcUsage -Since 2026-02-01 -Before 2026-02-01", "-Since must be earlier than -Before.")]
    public void A_value_that_no_input_could_use_is_refused_in_words(string command, string said)
    {
        Outcome outcome = _shell.Run($"$job = New-UgcVideo 'A paper boat sails down' -Model veo-3.1 | Wait-UgcJob; {command}");

        Assert.Equal(["UgcArgumentInvalid"], outcome.ErrorIds);
        Assert.Contains(said, outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["a file"], _folder.Files);
    }

    [Theory]
    [InlineData("New-UgcVideo 'A paper boat sails down' -Model veo-3.1")]
    [InlineData("'A paper boat sails down' | New-UgcImage -Model seedream-4.5 -Tier pro")]
    [InlineData("Invoke-UgcBatch never.csv")]
    [InlineData("Wait-UgcJob a1")]
    [InlineData("Get-UgcProject")]
    public void Without_a_session_the_runspace_is_reported_to_have_none(string command)
    {
        using Shell shell = new();

        Outcome outcome = shell.Run(command);

        Assert.Equal(["UgcNotConnected"], outcome.ErrorIds);
        Assert.StartsWith("No session is open", outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Connect-UgcLab", outcome.Caught.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_without_a_session_says_that_there_is_no_default_project()
    {
        using Shell shell = new();

        Assert.Contains("No session is open", shell.Run("(Test-UgcVideo 'A paper boat sails down' -Model veo-3.1).Faults").Clean().Texts.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Invoke-UgcBatch -Kind Image -Model ", "nano-banana-pro seedream-4.5")]
    [InlineData("Invoke-UgcBatch -Model ", "kling-2.6 sora-2-pro veo-3.1")]
    [InlineData("Test-UgcVideo -Kind Image -Model nano", "nano-banana-pro")]
    [InlineData("Measure-UgcVideo -Kind TalkingActor -Model ", "")]
    [InlineData("Test-UgcVideo -Kind TalkingActor -Tier ", "pro standard")]
    [InlineData("Test-UgcVideo -Kind MotionVideo -Tier ", "")]
    [InlineData("Test-UgcVideo -Model veo-3.1 -Tier ", "")]
    [InlineData("New-UgcVideo -Model sora-2-pro -Tier ", "pro standard")]
    [InlineData("New-UgcVideo -Model kling-2.6 -Tier ", "")]
    [InlineData("New-UgcImage -Tier s", "standard")]
    [InlineData("Invoke-UgcBatch -Kind MotionVideo -Quality ", "pro std")]
    [InlineData("Connect-UgcLab -Simulator -Model v", "veo-3.1")]
    [InlineData("New-UgcTalkingActor -Column Ref", "Reference RefineActions RefineScript")]
    [InlineData("Invoke-UgcBatch ads.csv -Column P", "ProjectId Prompt")]
    public void Completion_follows_the_kind_and_the_model(string line, string offered) => Assert.Equal(
        offered.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        _shell.Complete(line).Where(text => text != "''").Select(text => text.Split(' ') is ["@{", string field, ..] ? field : text).Order());

    [Fact]
    public void The_help_has_the_parameters_of_every_kind()
    {
        string[] cmdlets = ["Invoke-UgcBatch", "Test-UgcVideo", "Measure-UgcVideo"];
        string[] kinds = ["Video", "Image", "TalkingActor", "ProductVideo", "MotionVideo"];
        foreach (string cmdlet in cmdlets)
        {
            IReadOnlyList<string> known = _shell.Run($"(Get-Help {cmdlet} -Parameter *).name").Clean().Texts;
            IEnumerable<string> dynamic = kinds.SelectMany(kind => _shell.Run($"(Get-Command {cmdlet} -ArgumentList {(cmdlet is "Invoke-UgcBatch" ? "x.csv, " : "")}'-Kind', '{kind}').Parameters.Values | Where-Object IsDynamic | ForEach-Object Name").Texts);

            Assert.Empty(dynamic.Except(known));
            Assert.Contains("ActorId", known);
        }

        Assert.Contains("TalkingActor", _shell.Run("(Get-Help Invoke-UgcBatch -Parameter Script).description.Text").Clean().Texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_a_job_names_its_row_and_the_same_advice_is_given_once()
    {
        using Service service = new();
        using Shell shell = new();
        shell.Connect(service).Set("folder", _folder.Path);
        service.Instead = request => request.Path.StartsWith("/ugc/", StringComparison.Ordinal) && !Service.IsOrder(request) ? service.Job(request.Path.Split('/')[^1], "FAILED") : null;

        Outcome outcome = shell.Run("1..3 | & { process { row \"Row $_ whose job fails\" @{ Reference = \"ad-$_\" } } } | New-UgcVideo | Get-UgcJob | Wait-UgcJob");

        Assert.Equal(["Row 1, ad-1", "Row 2, ad-2", "Row 3, ad-3"], outcome.Errors.Select(error => error.ToString().Split(':')[0]).Order());
        Assert.Single(outcome.Errors, error => error.ErrorDetails.RecommendedAction.Length > 0);
    }

    [Fact]
    public void Connecting_says_in_one_line_where_requests_go_and_what_is_left()
    {
        Assert.Matches(@"^SIMULATOR . project \w+ . balance not known yet$", Assert.Single(_shell.Run("Connect-UgcLab -Simulator").Clean().Information));
        Assert.Matches(@"^UGC Lab . no default project . (balance not known yet|[\d,]+ credits .+)$", Assert.Single(_shell.Run(Live).Clean().Information));
        Assert.Matches(@"^UGC Lab at localhost:8080 . project p1 ", Assert.Single(_shell.Run($"{Live} -BaseUri http://localhost:8080/ -ProjectId p1").Clean().Information));
        Assert.Empty(_shell.Run("Connect-UgcLab -Simulator").Clean().Output);

        string state = Path.Combine(_folder, "service");
        _shell.Run($"Connect-UgcLab -Simulator -SimulatorOption @{{ StatePath = '{state}' }}; $null = New-UgcVideo 'A paper boat sails down' -Model veo-3.1").Clean();
        Assert.EndsWith("9,920 credits just now", Assert.Single(_shell.Run($"Connect-UgcLab -Simulator -SimulatorOption @{{ StatePath = '{state}' }}").Clean().Information), StringComparison.Ordinal);
    }
}
