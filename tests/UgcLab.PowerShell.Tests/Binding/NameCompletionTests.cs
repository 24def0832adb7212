using System.Security.Cryptography;
using System.Text;
using UgcLab.EngineTests.Hosting;
using UgcLab.EngineTests.Listing;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Binding;

[Collection(nameof(ProcessWide))]
public sealed class NameCompletionTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new() { Instead = Cast.Answer };
    private readonly Shell _shell = new();

    public NameCompletionTests() => Environment.SetEnvironmentVariable(TestProcess.StateVariable, _folder);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(TestProcess.KeyVariable, null);
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, TestProcess.StateHome);
        _shell.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Get-UgcProject -ProjectId project3", "clzz0000000000000project3")]
    [InlineData("Get-UgcProject -ProjectId clzz0000000000000project4", "clzz0000000000000project4")]
    [InlineData("Get-UgcProject -ProjectId 'project 5", "clzz0000000000000project5")]
    [InlineData("Get-UgcProject -Id 'PROJECT 5'", "clzz0000000000000project5")]
    [InlineData("Connect-UgcLab -Project 'Project 6", "clzz0000000000000project6")]
    [InlineData("Get-UgcProject 'Project 2", "'Project 2'")]
    [InlineData("Get-UgcActor -Name 'Anna O''Neil', tom", "Tom Tomasz")]
    [InlineData("Get-UgcActor -ActorId sara", "clzz000000000000000actor1")]
    [InlineData("Get-UgcActor -ActorId emma", "")]
    [InlineData("Get-UgcActor -ActorId t", "clzz000000000000000actor2 clzz000000000000000actor6 clzz000000000000000actor3 clzz000000000000000actor5 clzz000000000000000actor1 clzz000000000000000actor4")]
    [InlineData("Get-UgcActor -Workflow ugcl-1.0 -ActorId ", "clzz000000000000ugcactor1")]
    [InlineData("Get-UgcActor -Workflow UGCL-1.0 ", "Emma")]
    [InlineData("Get-UgcActor tom", "Tom Tomasz")]
    [InlineData("Get-UgcActor tom*", "Tom Tomasz")]
    [InlineData("Get-UgcActor a", "'Anna O''Neil' 'Sale `[50%`]' Sarah Tomasz")]
    [InlineData("Get-UgcActor o''n", "")]
    [InlineData("Get-UgcActor 'anna o''n", "'Anna O''Neil'")]
    [InlineData("Get-UgcActor \"anna o'n", "'Anna O''Neil'")]
    [InlineData("Get-UgcActor 'sale `[5", "'Sale `[50%`]'")]
    [InlineData("Get-UgcActor [", "'Sale `[50%`]'")]
    [InlineData("Get-UgcActor é", "Émile")]
    [InlineData("Get-UgcActor -ActorId [z", "")]
    [InlineData("Get-UgcActor -ActorId '''", "clzz000000000000000actor3")]
    public void What_was_listed_completes_without_a_request(string line, string offered)
    {
        _shell.Connect(_service);
        _shell.Run("Get-UgcProject; Get-UgcActor; Get-UgcActor -Workflow ugcl-1.0").Clean();
        int before = _service.Requests.Count;

        Assert.Equal(offered, string.Join(' ', _shell.Complete(line)));
        Assert.Equal(before, _service.Requests.Count);
    }

    [Fact]
    public void Ids_show_their_names()
    {
        _service.Instead = request => request.Path == "/projects"
            ? Reply.Text(200, """{"data":{"items":[{"id":"p1","name":"Summer","folder":{"id":"f","name":"Marketing"}},{"id":"p2","name":"Red\u001b[31m\u202eline"},{"id":"p3"}]}}""")
            : Cast.Answer(request);
        _shell.Connect(_service);
        _shell.Run("Get-UgcProject; Get-UgcActor").Clean();

        Assert.Equal(
            ["p3|p3|p3", "p2|Red\\u001b[31m\\u202eline|Red\\u001b[31m\\u202eline p2", "p1|Summer|Summer (Marketing) p1"],
            Offered("Get-UgcProject -ProjectId "));
        Assert.Equal(["'Red?`[31m?line'|Red\\u001b[31m\\u202eline|Red\\u001b[31m\\u202eline p2"], Offered("Get-UgcProject red"));
        Assert.Equal(["clzz000000000000000actor1|Sarah|Sarah (female, 25-34, pro) clzz000000000000000actor1"], Offered("Get-UgcActor -ActorId sarah"));
    }

    [Fact]
    public void What_a_completion_inserts_finds_what_it_names()
    {
        _shell.Connect(_service);
        _shell.Run("Get-UgcActor").Clean();

        foreach (string name in _shell.Complete("Get-UgcActor ").ToArray())
        {
            Assert.Single(_shell.Run($"Get-UgcActor {name}").Clean().Output);
        }
    }

    [Theory]
    [InlineData("New-UgcMotionVideo -ActorId ", "clzz000000000000ugcactor1")]
    [InlineData("New-UgcTalkingActor -WorkflowType ugcl-1.0 -ActorId ", "clzz000000000000ugcactor1")]
    [InlineData("New-UgcTalkingActor -WorkflowType ugcl-2.0 -ActorId sarah", "clzz000000000000000actor1")]
    [InlineData("New-UgcTalkingActor -WorkflowType ugcl-2.0 -ActorId emma", "")]
    [InlineData("New-UgcTalkingActor -ActorId emma", "")]
    [InlineData("New-UgcTalkingActor -ActorId a1, sarah", "clzz000000000000000actor1")]
    [InlineData("New-UgcTalkingActor -ActorId actor1", "clzz000000000000000actor1")]
    public void A_creation_is_offered_the_actors_that_it_takes(string line, string offered)
    {
        _shell.Connect(_service);
        _shell.Run("Get-UgcActor; Get-UgcActor -Workflow ugcl-1.0").Clean();

        Assert.Equal(offered, string.Join(' ', _shell.Complete(line)));
    }

    [Fact]
    public void Who_reads_on_knows_more()
    {
        _shell.Connect(_service);
        Assert.Equal("", string.Join(" ", _shell.Complete("Get-UgcActor -ActorId ")));

        _shell.Run("foreach ($once in 1) { Get-UgcActor | & { process { break } } }");
        Assert.Equal(["Sarah"], _shell.Complete("Get-UgcActor "));

        _shell.Run("Get-UgcActor -Gender male").Clean();
        Assert.Equal(6, _shell.Complete("Get-UgcActor ").Count);
    }

    [Fact]
    public void Another_runspace_and_a_session_that_is_handed_on_know_them_too()
    {
        _shell.Connect(_service);
        _shell.Run("Get-UgcActor").Clean();
        using Shell other = new();
        other.Set("session", _shell.Run("Get-UgcContext").Clean().Output[0]);

        Assert.Equal("", string.Join(" ", other.Complete("Get-UgcActor sarah")));
        Assert.Equal(["Sarah"], other.Complete("Get-UgcActor -Session $session -Name sarah"));
        Assert.Equal(["Sarah"], other.Connect(_service).Complete("Get-UgcActor sarah"));
    }

    [Fact]
    public void Another_key_knows_nothing()
    {
        _shell.Connect(_service);
        _shell.Run("Get-UgcActor").Clean();

        _shell.Connect(_service, key: "ugc_feedfacefeedfacefeedfacefeedfacefeedfacefeedface");

        Assert.Equal("", string.Join(" ", _shell.Complete("Get-UgcActor sarah")));
    }

    [Fact]
    public void Without_a_session_the_environments_key_says_where_to_look()
    {
        _shell.Connect(_service).Run("Get-UgcProject; Disconnect-UgcLab").Clean();
        Database.Run(_folder, $"INSERT INTO known_name (account, list, id, name, seen) VALUES ('{Account(Shell.Key)}', 'projects', 'p1', 'Summer', 1), ('{Account(Shell.Key)}', 'ugcl-2.0', 'a1', 'Sarah', 1)");
        Assert.Equal("", string.Join(" ", _shell.Complete("Get-UgcProject -ProjectId ")));

        Environment.SetEnvironmentVariable(TestProcess.KeyVariable, Shell.Key);

        Assert.Equal(["p1"], _shell.Complete("Get-UgcProject -ProjectId "));
        Assert.Equal(["p1"], _shell.Complete("Connect-UgcLab -ProjectId sum"));
        Assert.Equal(["Sarah"], _shell.Complete("Get-UgcActor "));
        Assert.Empty(_shell.Run("Get-UgcContext").Clean().Output);
    }

    [Theory]
    [InlineData("no key at all", null, null)]
    [InlineData(Shell.Key, "This is not a database, and it is long enough to be taken for one at a first look.", null)]
    [InlineData(Shell.Key, null, "CREATE TABLE schema_info (version BIGINT NOT NULL); INSERT INTO schema_info VALUES (1000)")]
    public void Unusual_input_completes_nothing_and_says_nothing(string key, string? file, string? sql)
    {
        if (file is not null)
        {
            File.WriteAllText(Database.PathOf(_folder), file);
        }

        if (sql is not null)
        {
            Database.Run(_folder, sql);
        }

        Environment.SetEnvironmentVariable(TestProcess.KeyVariable, key);

        Outcome outcome = _shell.Set("line", "Get-UgcProject -ProjectId ").Run("TabExpansion2 -inputScript $line -cursorColumn $line.Length").Clean();

        Assert.Equal(["0"], outcome.Output.Select(item => ((System.Management.Automation.CommandCompletion)item.BaseObject).CompletionMatches.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Empty(_shell.Run("$Error").Texts);
    }

    [Fact]
    public void A_list_whose_names_cannot_be_kept_comes_anyway()
    {
        string blocked = Path.Combine(_folder, "file");
        File.WriteAllText(blocked, "");
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, blocked);
        _shell.Connect(_service);

        Outcome outcome = _shell.Run("Get-UgcActor -Verbose").Clean();

        Assert.Equal(6, outcome.Output.Count);
        Assert.Single(outcome.Verbose, line => line.Contains("not kept for completion", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rehearsal_completes_its_own()
    {
        _shell.Rehearse();
        _shell.Run("Get-UgcProject").Clean();

        Assert.Equal(["'Project 2'"], _shell.Complete("Get-UgcProject 'project 2"));
        Assert.Empty(_folder.Files);
    }

    private static string Account(string key) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"https://api.ugclab.app/api/v1/\n{key}")))[..16].ToLowerInvariant();

    private IReadOnlyList<string> Offered(string line)
    {
        _shell.Set("line", line);
        return _shell.Run("(TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches | & { process { $_.CompletionText + '|' + $_.ListItemText + '|' + $_.ToolTip } }").Clean().Texts;
    }
}
