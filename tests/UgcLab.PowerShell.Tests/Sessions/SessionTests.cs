using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Sessions;

public sealed class SessionTests : IDisposable
{
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void Two_runspaces_have_two_sessions()
    {
        using Service second = new();
        using Shell other = new();
        _shell.Connect(_service);
        other.Connect(second);

        _shell.Run("Get-UgcJob a1").Clean();
        other.Run("Get-UgcJob b2").Clean();

        Assert.Equal(["/ugc/a1"], _service.Requests.Select(request => request.Path));
        Assert.Equal(["/ugc/b2"], second.Requests.Select(request => request.Path));
        Assert.Equal([_service.BaseUri.ToString()], _shell.Run("Get-UgcContext").Values("BaseUri"));
    }

    [Fact]
    public void A_session_is_handed_to_another_runspace_and_stays_its_owners()
    {
        using Shell other = new();
        _shell.Connect(_service);
        other.Set("session", _shell.Run("Get-UgcContext").Clean().Output[0]);

        Assert.Equal(["a1"], other.Run("Get-UgcJob a1 -Session $session").Clean().Values("UgcId"));
        Assert.Empty(other.Run("Get-UgcContext").Clean().Output);
    }

    [Fact]
    public void PassThru_returns_the_session_and_nothing_else_does()
    {
        _shell.Connect(_service);

        Assert.Empty(_shell.Run("Connect-UgcLab -ApiKey $key -BaseUri $base").Clean().Output);
        Assert.Single(_shell.Run("Connect-UgcLab -ApiKey $key -BaseUri $base -PassThru").Clean().Output);
    }

    [Fact]
    public void To_connect_sends_nothing()
    {
        _shell.Connect(_service);
        _shell.Run("Get-UgcContext; Get-UgcModel; Get-UgcHistory; Test-UgcVideo 'A prompt of some length'").Clean();

        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData("Disconnect-UgcLab")]
    [InlineData("Remove-Module UgcLab; Import-Module $module")]
    public void The_session_ends_with(string script)
    {
        _shell.Connect(_service).Set("module", Shell.Module);

        Outcome outcome = _shell.Run($"{script}\nGet-UgcContext\nGet-UgcJob a1");

        Assert.Equal(["UgcNotConnected"], outcome.ErrorIds);
        Assert.Empty(outcome.Output);
        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData("Disconnect-UgcLab")]
    [InlineData("Connect-UgcLab -Simulator")]
    public void A_rehearsals_store_goes_with_its_session(string end)
    {
        _shell.Rehearse();
        _shell.Run("New-UgcVideo 'A row of a rehearsal' -Model veo-3.1").Clean();
        string folder = StateFolderOf(_shell);
        Assert.True(Directory.Exists(folder));

        _shell.Run(end).Clean();

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_rehearsals_store_goes_with_its_runspace_too()
    {
        string folder;
        using (Shell other = new())
        {
            other.Rehearse();
            other.Run("New-UgcVideo 'A row of a rehearsal' -Model veo-3.1").Clean();
            folder = StateFolderOf(other);
            Assert.True(Directory.Exists(folder));
        }

        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists(folder), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_session_that_is_in_use_outlives_its_runspaces_next_one_until_it_is_ended()
    {
        using Service second = new();
        _shell.Connect(_service);
        _shell.Run("$global:held = Get-UgcContext").Clean();
        _shell.Connect(second);

        _shell.Run("Get-UgcJob a1 -Session $held; Get-UgcJob b2").Clean();
        Outcome ended = _shell.Run("Disconnect-UgcLab -Session $held; Get-UgcJob c3; Get-UgcJob d4 -Session $held");

        Assert.Equal(["/ugc/a1"], _service.Requests.Select(request => request.Path));
        Assert.Equal(["/ugc/b2", "/ugc/c3"], second.Requests.Select(request => request.Path));
        Assert.Equal(["UgcNotConnected"], ended.ErrorIds);
    }

    [Theory]
    [InlineData("Get-UgcJob a1")]
    [InlineData("Get-UgcProject")]
    [InlineData("row 'A row without a session' | New-UgcVideo")]
    [InlineData("'a1' | Wait-UgcJob")]
    [InlineData("'a1' | Save-UgcVideo")]
    public void Without_a_session_the_error_says_how_to_get_one(string command)
    {
        Outcome outcome = _shell.Run(command);

        Assert.Equal("UgcNotConnected", Outcome.Id(outcome.Caught!));
        Assert.Contains("Connect-UgcLab", outcome.Caught!.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void To_connect_without_any_key_is_to_miss_one()
    {
        Outcome outcome = _shell.Run("Connect-UgcLab");

        Assert.Equal("UgcApiKeyMissing", Outcome.Id(outcome.Caught!));
        Assert.Contains("UGCLAB_API_KEY", outcome.Caught!.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'ugc_feedfacefeedfacefeedfacefeedfacefeedfacefeedface'")]
    [InlineData("@('ugc_feedfacefeedfacefeedfacefeedfacefeedfacefeedface')")]
    [InlineData("([pscustomobject]@{ Key = 'ugc_feedfacefeedfacefeedfacefeedfacefeedfacefeedface' })")]
    public void A_key_in_plain_text_is_refused_without_being_quoted(string key)
    {
        Outcome outcome = _shell.Run($"Connect-UgcLab -ApiKey {key}");

        Assert.Contains("SecureString", outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("feedface", outcome.Caught.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("feedface", outcome.Caught.Exception.ToString(), StringComparison.Ordinal);
        Assert.Empty(_shell.Run("Get-UgcContext").Output);
    }

    [Theory]
    [InlineData("http://example.com/api/v1/")]
    [InlineData("ftp://127.0.0.1/")]
    public void A_key_goes_to_no_address_that_anyone_could_listen_to(string address)
    {
        _shell.Connect(_service);

        Assert.Equal(["UgcBaseUriInvalid"], _shell.Run($"Connect-UgcLab -ApiKey $key -BaseUri {address}").ErrorIds);
    }

    [Fact]
    public void A_misspelled_option_of_the_simulator_is_reported_with_the_nearest()
    {
        Outcome outcome = _shell.Run("Connect-UgcLab -Simulator -SimulatorOption @{ Sped = 5 }");

        Assert.Equal(["UgcArgumentInvalid"], outcome.ErrorIds);
        Assert.Contains("Speed", outcome.Caught!.ToString(), StringComparison.Ordinal);
    }

    // Get-UgcContext would hand the session out, and whoever holds one keeps it alive.
    private static string StateFolderOf(Shell shell) =>
        shell.Run("[UgcLab.UgcSession].GetProperty('Default', [Reflection.BindingFlags] 'NonPublic, Static').GetValue($null).StateFolder").Clean().Texts[0];
}
