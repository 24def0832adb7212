using System.Management.Automation;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Requests;

/// <summary>Invoke-UgcRequest in the engine: what comes out, what is asked, what is sent.</summary>
public sealed class InvokeRequestTests : IDisposable
{
    private const string Boat = "@{ projectId = $project; prompt = 'A paper boat of any request'; model = 'sora-3'; duration = '20'; seed = 7; variants = 2 }";

    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public InvokeRequestTests()
    {
        _service.Instead = request => request.Path.Split('?')[0] switch
        {
            "/things" => Reply.Text(200, """{"data":{"id":"t1","when":"2025-01-15T10:30:00.000Z","count":3,"price":0.10,"big":12345678901,"on":true,"none":null,"tags":["a","b"],"deep":{"x":[{"y":1}]},"ID":"t2","":"blank"},"meta":{"requestId":"req_t"}}"""),
            "/array" => Reply.Text(200, "[1,[2,3],\"x\"]"),
            "/page" => Reply.Text(200, "<html>Hello</html>", "text/html"),
            "/echo" => Reply.Text(200, $$$"""{"data":{"you":"{{{request.Header("Authorization")}}}"}}"""),
            "/projects" when request.Method == "POST" => Reply.Text(201, """{"data":{"id":"p9"}}"""),
            "/ugc/a1" when request.Method == "DELETE" => new Reply { Status = 204 },
            _ => null,
        };
        _shell.Connect(_service);
    }

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void A_read_gives_its_data_as_an_object_and_leaves_every_value_what_it_is()
    {
        Outcome outcome = _shell.Run("$t = Invoke-UgcRequest things; $t; $t.when.GetType().Name; $t.price + 0.2; $t.big; $t.on; $null -eq $t.none; $t.tags.Count; $t.deep.x[0].y; $t.ID_2; $t._").Clean();

        Assert.Equal(["id", "when", "count", "price", "big", "on", "none", "tags", "deep", "ID_2", "_"], outcome.Output[0].Properties.Select(property => property.Name));
        Assert.Equal(["String", "0.30", "12345678901", "True", "True", "2", "1", "t2", "blank"], outcome.Texts.Skip(1));
        Assert.Equal("GET /things", $"{_service.Requests[0].Method} {_service.Requests[0].Path}");
        Assert.Empty(_shell.Host.Questions);
    }

    [Fact]
    public void What_may_have_been_paid_for_is_shown_although_it_uses_reserved_names()
    {
        _service.Instead = _ => Reply.Text(200, """{"data":{"psobject":1,"PSBase":{"pstypenames":["x"]},"PSObject":2}}""");

        Outcome outcome = _shell.Run("Invoke-UgcRequest things -Method Put -Body @{ a = 1 } -Force").Clean();

        Assert.Equal(["psobject_2", "PSBase_2", "PSObject_3"], outcome.Output[0].Properties.Select(property => property.Name));
    }

    [Fact]
    public void A_list_comes_item_by_item_one_page_with_a_word_of_more_or_all_of_them()
    {
        Outcome one = _shell.Run("Invoke-UgcRequest projects").Clean();
        Outcome all = _shell.Run("Invoke-UgcRequest /projects -All").Clean();
        Outcome own = _shell.Run("Invoke-UgcRequest projects -Query @{ cursor = '2' }").Clean();
        Outcome sized = _shell.Run("Invoke-UgcRequest projects -Query @{ limit = 2 }").Clean();

        Assert.Equal(["Project 1", "Project 2"], one.Values("name"));
        Assert.Contains("-All", Assert.Single(one.Warnings), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 6).Select(n => $"Project {n}"), all.Values("name"));
        Assert.Empty(all.Warnings);
        Assert.Empty(own.Warnings);
        Assert.Contains("-All", Assert.Single(sized.Warnings), StringComparison.Ordinal);
        Assert.Equal("/projects?limit=2", _service.Requests[^1].Path);
    }

    [Fact]
    public void A_page_that_is_not_reached_is_not_asked_for()
    {
        _shell.Run("$global:first = $null; try { Invoke-UgcRequest projects -All | & { process { $global:first = $_; throw 'enough' } } } catch { }; $first.name");

        Assert.Single(_service.Requests);
    }

    [Fact]
    public void An_array_is_streamed_and_lists_in_it_stay_lists()
    {
        Outcome outcome = _shell.Run("Invoke-UgcRequest array | & { process { @($_).Count } }").Clean();

        Assert.Equal(["1", "2", "1"], outcome.Texts);
    }

    [Fact]
    public void Raw_is_the_answer_as_it_came()
    {
        Assert.Contains("\"requestId\":\"req_t\"", Assert.Single(_shell.Run("Invoke-UgcRequest things -Raw").Clean().Texts), StringComparison.Ordinal);
        Assert.Equal(["<html>Hello</html>"], _shell.Run("Invoke-UgcRequest page -Raw").Clean().Texts);
        Assert.Equal(3, _shell.Run("Invoke-UgcRequest projects -All -Raw").Clean().Output.Count);
        Assert.Equal(["UgcProtocolError"], _shell.Run("Invoke-UgcRequest page").ErrorIds);
    }

    [Fact]
    public void Paths_may_be_piped_and_one_that_is_not_there_stops_no_other()
    {
        Outcome outcome = _shell.Run("'things', 'nowhere?q=secret', 'array' | Invoke-UgcRequest");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Null(outcome.Caught);
        Assert.Equal("UgcPathNotFound", Outcome.Id(error));
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.StartsWith("GET nowhere: The service knows nothing at this path.", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("GET nowhere", error.TargetObject);
        Assert.Equal(4, outcome.Output.Count);
    }

    [Theory]
    [InlineData("'../projects'")]
    [InlineData("'//elsewhere.example/projects'")]
    [InlineData("'https://api.ugclab.app/api/v1/projects'")]
    [InlineData("'ugc\\video'")]
    [InlineData("'ugc/%2e%2e/x'")]
    [InlineData("\"projects`r`nX: y\"")]
    [InlineData("\"projects?key=$([Net.NetworkCredential]::new('', $key).Password)\"")]
    public void A_path_that_could_lead_elsewhere_is_an_error_and_nothing_is_sent(string path)
    {
        Outcome outcome = _shell.Run($"Invoke-UgcRequest {path}; Invoke-UgcRequest {path} -Method Post -Body @{{ a = 1 }} -Force");

        Assert.Equal(["UgcPathInvalid", "UgcPathInvalid"], outcome.ErrorIds);
        Assert.Empty(_service.Requests);
        Assert.All(outcome.AllErrors, error => Assert.DoesNotContain(Shell.Key, $"{error} {error.TargetObject} {error.CategoryInfo}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_creation_asks_goes_out_once_and_gives_jobs_that_are_known_from_then_on()
    {
        _shell.Host.Answer("Yes");

        Outcome outcome = _shell.Run($"$global:jobs = Invoke-UgcRequest ugc/video -Method Post -Body {Boat} -Reference any; $jobs; $jobs | Get-UgcJob | & {{ process {{ $_.Status }} }}").Clean();

        string question = Assert.Single(_shell.Host.Questions);
        Assert.Contains("may cost credits", question, StringComparison.Ordinal);
        Assert.Contains("POST ugc/video", question, StringComparison.Ordinal);
        Assert.Contains("A paper boat of any request", question, StringComparison.Ordinal);
        Assert.Equal(["sora-3", "sora-3", null, null], outcome.Values("Model"));
        Assert.Equal(["Completed", "Completed"], outcome.Texts.Skip(2));
        Assert.Equal(7, Assert.Single(_service.Orders).GetProperty("seed").GetInt32());

        Outcome history = _shell.Run("Get-UgcHistory | & { process { if ($_.PurchaseId -eq $jobs[0].PurchaseId) { $_ } } }").Clean();
        Assert.Equal(("Accepted", "sora-3", "ugc/video", "any"), (history.Values("State")[0], history.Values("Model")[0], history.Values("Endpoint")[0], history.Values("Reference")[0]));
    }

    [Fact]
    public void Its_jobs_are_waited_for_as_all_jobs_are()
    {
        using Shell rehearsal = new();
        rehearsal.Rehearse();

        Outcome outcome = rehearsal.Run("Invoke-UgcRequest ugc/video -Method Post -Body @{ projectId = (Invoke-UgcRequest projects)[0].id; prompt = 'A paper boat sails'; model = 'veo-3.1'; duration = '8' } -Force | Wait-UgcJob").Clean();

        Assert.Equal(["Completed"], outcome.Values("Status"));
        Assert.Equal(["A paper boat sails"], outcome.Values("Prompt"));
    }

    [Fact]
    public void No_sends_nothing()
    {
        _shell.Host.Answer("No");

        Assert.Empty(_shell.Run($"Invoke-UgcRequest ugc/video -Method Post -Body {Boat}").Clean().Output);
        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData("-Force")]
    [InlineData("-Confirm:$false")]
    public void Who_says_so_is_not_asked(string consent)
    {
        Assert.Equal(2, _shell.Run($"Invoke-UgcRequest ugc/video -Method Post -Body {Boat} {consent}").Clean().Output.Count);
        Assert.Empty(_shell.Host.Questions);
    }

    [Fact]
    public void Where_no_prompt_is_possible_consent_is_needed_in_advance()
    {
        using Shell alone = new(Shell.NonInteractive);
        alone.Connect(_service);

        Assert.Equal(["UgcArgumentInvalid"], alone.Run($"Invoke-UgcRequest ugc/video -Method Post -Body {Boat}").ErrorIds);
        Assert.Empty(_service.Requests);
        Assert.Equal(2, alone.Run($"Invoke-UgcRequest ugc/video -Method Post -Body {Boat} -Force").Clean().Output.Count);
        Assert.Single(alone.Run("Invoke-UgcRequest things").Clean().Output);
    }

    [Theory]
    [InlineData("-WhatIf")]
    [InlineData("-WhatIf -Force")]
    [InlineData("-WhatIf -Confirm:$false")]
    public void WhatIf_shows_the_body_without_secrets_and_sends_nothing(string how)
    {
        Assert.Empty(_shell.Run($"Invoke-UgcRequest ugc/video -Method Post -Body @{{ prompt = 'Ein grünes Boot'; imageUrl = 'https://cdn.example/a.png?signature=SECRET' }} {how}; Invoke-UgcRequest things {how}").Clean().Output);

        Assert.Empty(_service.Requests);
        string lines = string.Join('\n', _shell.Host.Lines);
        Assert.Contains("POST ugc/video {", lines, StringComparison.Ordinal);
        Assert.Contains("Ein grünes Boot", lines, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", lines, StringComparison.Ordinal);
        Assert.Contains("GET things", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void What_makes_no_job_gives_its_answer_and_is_stored_as_answered()
    {
        Outcome outcome = _shell.Run("Invoke-UgcRequest projects -Method Post -Body '{ \"name\": \"Nine\" }' -Force; Invoke-UgcRequest ugc/a1 -Method Delete -Force").Clean();

        Assert.Equal(["p9"], outcome.Values("id"));
        Assert.Equal("{\"name\":\"Nine\"}", System.Text.Encoding.UTF8.GetString(_service.Requests[0].Body));
        Assert.Equal("application/json", _service.Requests[0].Header("Content-Type"));
        Assert.Equal(["POST", "DELETE"], _service.Requests.Select(request => request.Method));
        Outcome history = _shell.Run("Get-UgcHistory -State Answered").Clean();
        Assert.Equal(["DELETE ugc/a1", "projects"], history.Values("Endpoint").Take(2));
    }

    [Fact]
    public void A_lost_answer_is_unconfirmed_sent_once_and_named()
    {
        _service.Instead = _ => new Reply { CutAt = 0, Ending = Ending.Fin };

        Outcome outcome = _shell.Run("Invoke-UgcRequest projects -Method Post -Body @{ name = 'lost' } -Force");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal("UgcOutcomeUnconfirmed", Outcome.Id(error));
        Assert.StartsWith("POST projects: ", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Get-UgcHistory -State Unconfirmed", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(_service.Requests);
    }

    [Theory]
    [InlineData("Invoke-UgcRequest things -Body @{ a = 1 }")]
    [InlineData("Invoke-UgcRequest projects -Method Post -All -Force")]
    [InlineData("Invoke-UgcRequest projects -Method Post -Body 'no json' -Force")]
    [InlineData("Invoke-UgcRequest projects -Method Post -Body 5 -Force")]
    [InlineData("Invoke-UgcRequest projects -Method Post -Body @{ a = [ConsoleColor]::Red } -Force")]
    [InlineData("Invoke-UgcRequest projects -Query @{ a = @(@(1, 2), 3) }")]
    [InlineData("Invoke-UgcRequest projects -Query @{ a = @{ b = 1 } }")]
    [InlineData("Invoke-UgcRequest projects -Method Post -Body @{ a = [Net.NetworkCredential]::new('', $key).Password } -Force")]
    public void What_cannot_be_meant_is_reported_before_anything_is_sent(string script)
    {
        Outcome outcome = _shell.Run(script);

        Assert.Equal(["UgcArgumentInvalid"], outcome.ErrorIds);
        Assert.DoesNotContain(Shell.Key, outcome.AllErrors[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void Values_of_the_query_are_written_the_same_under_every_culture()
    {
        _shell.Run("[Threading.Thread]::CurrentThread.CurrentCulture = 'de-DE'; Invoke-UgcRequest things -Query ([ordered]@{ q = 'a b&c'; n = 1.5; on = $true; tag = 'x', 'y'; none = $null })").Clean();

        Assert.Equal("/things?q=a%20b%26c&n=1.5&on=true&tag=x&tag=y", Assert.Single(_service.Requests).Path);
    }

    [Fact]
    public void MaxCredit_lets_one_of_unknown_price_through()
    {
        Outcome outcome = _shell.Run("'projects', 'projects' | Invoke-UgcRequest -Method Post -Body @{ name = 'x' } -Force -MaxCredit 100");

        Assert.Equal(["UgcSpendingLimit"], outcome.ErrorIds);
        Assert.Single(_service.Requests);
    }

    [Fact]
    public void The_key_is_in_no_stream_though_the_service_quotes_it()
    {
        Outcome outcome = _shell.Run("$VerbosePreference = $DebugPreference = 'Continue'; Invoke-UgcRequest echo?limit=5 -Raw; Invoke-UgcRequest echo; Invoke-UgcRequest echo -Method Post -Force").Clean();

        Assert.Equal(3, outcome.Output.Count);
        Assert.DoesNotContain(Shell.Key, string.Join('\n', [.. outcome.Texts, .. outcome.Values("you"), .. outcome.Verbose, .. outcome.Debug]), StringComparison.Ordinal);
        Assert.Contains(outcome.Verbose, line => line.StartsWith("GET echo: 200, ", StringComparison.Ordinal));
        Assert.All(_service.Requests, request => Assert.Equal($"Bearer {Shell.Key}", request.Header("Authorization")));
    }
}
