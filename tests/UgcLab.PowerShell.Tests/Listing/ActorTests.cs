using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Listing;

public sealed class ActorTests : IDisposable
{
    private readonly Service _service = new() { Instead = Cast.Answer };
    private readonly Shell _shell = new();

    public ActorTests() => _shell.Connect(_service);

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void All_pages_come()
    {
        Outcome outcome = _shell.Run("Get-UgcActor").Clean();

        Assert.Equal(["Sarah", "Tom", "Anna O'Neil", "Émile", "Sale [50%]", "Tomasz"], outcome.Values("Name"));
        Assert.All(outcome.Values("Workflow"), workflow => Assert.Equal("ugcl-2.0", workflow));
        Assert.Equal("clzz000000000000000actor1", outcome.Texts[0]);
        Assert.Equal(["/actors", "/actors?cursor=2", "/actors?cursor=3"], _service.Requests.Select(request => request.Path));
    }

    [Fact]
    public void A_page_that_is_not_wanted_is_not_asked_for()
    {
        _shell.Run("foreach ($once in 1) { Get-UgcActor | & { process { break } } }");
        Assert.Single(_service.Requests);

        _shell.Run("Get-UgcActor | Test-Throwing");
        Assert.Equal(2, _service.Requests.Count);
    }

    [Fact]
    public void An_actor_comes_out_before_the_next_page_is_asked_for()
    {
        _shell.Set("service", _service);

        Assert.Equal(["1", "1", "2", "2", "3", "3"], _shell.Run("Get-UgcActor | & { process { $service.Requests.Count } }").Clean().Texts);
    }

    [Theory]
    [InlineData("Get-UgcActor -ActorId clzz000000000000000actor3, clzz000000000000000actor1", 2)]
    [InlineData("Get-UgcActor -ActorId clzz000000000000000actor1 -Name Tom", 1)]
    [InlineData("Get-UgcActor -ActorId clzznoactor", 3)]
    [InlineData("Get-UgcProject -ProjectId clzz0000000000000project4", 2)]
    public void Once_every_id_is_found_no_page_is_wanted(string command, int requests)
    {
        _shell.Run(command).Clean();

        Assert.Equal(requests, _service.Requests.Count);
    }

    [Theory]
    [InlineData("-Gender female -Age 25-34 -Pro", "/actors?gender=female&age=25-34&isPro=true")]
    [InlineData("-Gender FEMALE", "/actors?gender=female")]
    [InlineData("-Pro:$false", "/actors?isPro=false")]
    [InlineData("-PageSize 100", "/actors?limit=100")]
    [InlineData("-Workflow ugcl-1.0 -Gender male", "/ugclab-actors?gender=male")]
    [InlineData("-Workflow UGCL-1.0", "/ugclab-actors")]
    public void The_service_is_asked_for_those_who_are_wanted(string arguments, string path)
    {
        _shell.Run($"Get-UgcActor {arguments}").Clean();

        Assert.Equal(path, _service.Requests[0].Path);
    }

    [Theory]
    [InlineData("'tom*' | Get-UgcActor", "Tom, Tomasz")]
    [InlineData("Get-UgcActor 'S*', '?mile'", "Sarah, Émile, Sale [50%]")]
    [InlineData("Get-UgcActor -Name ([WildcardPattern]::Escape('Sale [50%]'))", "Sale [50%]")]
    [InlineData("[pscustomobject]@{ Id = 'clzz000000000000000actor2' } | Get-UgcActor", "Tom")]
    [InlineData("[pscustomobject]@{ ActorId = 'clzz000000000000000actor4' } | Get-UgcActor", "Émile")]
    [InlineData("Get-UgcActor -Workflow ugcl-1.0 | Get-UgcActor", "Emma")]
    [InlineData("Get-UgcActor -Name $null -ActorId $null -Workflow ugcl-1.0", "Emma")]
    [InlineData("Get-UgcActor nobody", "")]
    public void Actors_are_found_by_name_and_by_id(string command, string names) =>
        Assert.Equal(names, string.Join(", ", _shell.Run(command).Clean().Values("Name")));

    [Theory]
    [InlineData("-Age 25-34", "UgcArgumentInvalid")]
    [InlineData("-Pro", "UgcArgumentInvalid")]
    [InlineData("-Pro:$false", "UgcArgumentInvalid")]
    [InlineData("-PageSize 101", "ParameterArgumentValidationError")]
    public void What_the_first_list_cannot_be_asked_is_refused_in_words(string arguments, string id)
    {
        Outcome outcome = _shell.Run($"Get-UgcActor -Workflow ugcl-1.0 {arguments}");

        Assert.Equal([id], outcome.ErrorIds);
        Assert.Contains(id == "UgcArgumentInvalid" ? "only by gender" : "100", outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void No_context_of_ours_reaches_the_pipeline_downstream()
    {
        Assert.All(_shell.Run("Get-UgcActor | Test-Context").Clean().Texts, context => Assert.Equal("none", context));
        Assert.Equal(6, _shell.Run("Get-UgcActor | Test-Blocking").Clean().Output.Count);
    }

    [Fact]
    public void What_fails_on_the_second_page_leaves_the_first()
    {
        _service.Instead = request => request.Path.Contains("cursor", StringComparison.Ordinal) ? Service.Error(401, "UNAUTHORIZED") : Cast.Answer(request);

        Outcome outcome = _shell.Run("Get-UgcActor");

        Assert.Equal(["Sarah", "Tom"], outcome.Values("Name"));
        Assert.Equal(["UgcKeyRefused"], outcome.ErrorIds);
    }
}
