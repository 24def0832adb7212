using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Sessions;

/// <summary>Which session a runspace uses that has not connected.</summary>
[Collection(nameof(ProcessWide))]
public sealed class SharedSessionTests : IDisposable
{
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public SharedSessionTests() => AppContext.SetSwitch(TestProcess.SessionPerRunspace, false);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(TestProcess.KeyVariable, null);
        _shell.Run("Disconnect-UgcLab");
        _shell.Dispose();
        _service.Dispose();
        AppContext.SetSwitch(TestProcess.SessionPerRunspace, true);
    }

    [Fact]
    public void Runspaces_without_a_session_use_the_simulator_session_of_the_process()
    {
        const string Script = "1..2 | ForEach-Object -Parallel { Import-Module $using:module; New-UgcVideo \"A video of runspace $_\" -Model veo-3.1 -Duration 8 }";
        Environment.SetEnvironmentVariable(TestProcess.KeyVariable, Shell.Key);
        _shell.Rehearse();

        Outcome outcome = _shell.Set("module", Shell.Module).Run(Script).Clean();

        Assert.Equal(2, outcome.Output.Count);
        Assert.DoesNotContain(outcome.Information, line => line.StartsWith("Connected to", StringComparison.Ordinal));
        Assert.Equal(2, _shell.Run("Get-UgcHistory").Clean().Output.Count);
    }

    [Fact]
    public void A_runspace_that_connects_has_its_own_session_and_the_others_keep_the_first()
    {
        using Service second = new();
        using Shell other = new();
        using Shell third = new();
        _shell.Connect(_service);
        other.Connect(second);

        Assert.Equal([_service.BaseUri.ToString()], third.Run("Get-UgcContext").Clean().Values("BaseUri"));
        Assert.Equal([second.BaseUri.ToString()], other.Run("Get-UgcContext").Clean().Values("BaseUri"));
        Assert.Equal([_service.BaseUri.ToString()], _shell.Run("Get-UgcContext").Clean().Values("BaseUri"));
    }

    [Fact]
    public void No_session_is_made_from_the_environment_beside_a_simulator_session()
    {
        using Shell simulating = new();
        using Shell third = new();
        _shell.Connect(_service);
        simulating.Rehearse();
        _shell.Run("Disconnect-UgcLab").Clean();
        Environment.SetEnvironmentVariable(TestProcess.KeyVariable, Shell.Key);

        Outcome outcome = third.Run("Get-UgcJob a1");

        Assert.Equal(["UgcNotConnected"], outcome.ErrorIds);
        Assert.Contains("simulator session", outcome.Caught!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_from_the_environment_says_its_address_once_and_is_the_processs()
    {
        Environment.SetEnvironmentVariable(TestProcess.KeyVariable, Shell.Key);
        using Shell other = new();

        // An invalid id ends before anything is sent.
        Outcome first = _shell.Run("Get-UgcJob '../no id'");
        Outcome second = other.Run("Get-UgcJob '../no id'");

        Assert.Equal(["Connected to https://api.ugclab.app/api/v1/ with the key in $env:UGCLAB_API_KEY."], first.Information);
        Assert.Empty(second.Information);
        other.Run("Disconnect-UgcLab").Clean();
        Assert.Empty(_shell.Run("Get-UgcContext").Clean().Output);
    }

    [Theory]
    [InlineData("Get-UgcBatch")]
    [InlineData("Get-UgcHistory")]
    [InlineData("Get-UgcUsage")]
    [InlineData("Get-UgcLimit")]
    public void A_session_that_was_ended_is_an_error_of_each_command(string command)
    {
        _shell.Rehearse();

        Outcome outcome = _shell.Run($"$ended = Get-UgcContext; Disconnect-UgcLab; {command} -Session $ended");

        Assert.Equal(["UgcNotConnected"], outcome.ErrorIds);
    }

    [Fact]
    public void Disconnecting_elsewhere_leaves_the_session_open()
    {
        using Shell other = new();
        _shell.Connect(_service);

        Assert.Single(other.Run("Disconnect-UgcLab").Clean().Warnings, warning => warning.Contains("no session of its own", StringComparison.Ordinal));
        Assert.Equal(["a1"], other.Run("Get-UgcJob a1").Clean().Values("UgcId"));
    }

    [Fact]
    public void The_session_of_the_process_ends_with_its_runspace()
    {
        using Shell other = new();
        using (Shell first = new())
        {
            first.Connect(_service);
            Assert.Single(other.Run("Get-UgcContext").Clean().Output);
        }

        Assert.Empty(other.Run("Get-UgcContext").Clean().Output);
        other.Connect(_service);
        Assert.Single(_shell.Run("Get-UgcContext").Clean().Output);
        other.Run("Disconnect-UgcLab").Clean();
    }
}
