using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Sessions;

[Collection(nameof(ProcessWide))]
public sealed class EnvironmentTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(TestProcess.KeyVariable, null);
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, TestProcess.StateHome);
        _shell.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_environments_key_opens_a_session_by_itself()
    {
        Environment.SetEnvironmentVariable(TestProcess.KeyVariable, $" {Shell.Key} ");

        // Nothing is sent to the real service: an order with a fault ends before that, and a look into the record needs none.
        Outcome outcome = _shell.Run("Get-UgcJob '../no id'; Get-UgcContext");

        Assert.Equal(["UgcJobIdInvalid"], outcome.ErrorIds);
        Assert.Equal(["environment (UGCLAB_API_KEY)"], outcome.Values("KeySource"));
        Assert.Equal(["https://api.ugclab.app/api/v1/"], outcome.Values("BaseUri"));
    }

    [Fact]
    public void To_connect_without_a_key_takes_the_environments()
    {
        Environment.SetEnvironmentVariable(TestProcess.KeyVariable, Shell.Key);

        _shell.Set("base", _service.BaseUri).Run("Connect-UgcLab -BaseUri $base; Get-UgcJob a1").Clean();

        Assert.Equal($"Bearer {Shell.Key}", _service.Requests[0].Header("Authorization"));
    }

    [Fact]
    public void A_blank_key_in_the_environment_is_none()
    {
        Environment.SetEnvironmentVariable(TestProcess.KeyVariable, "  ");

        Assert.Equal(["UgcNotConnected"], _shell.Run("Get-UgcProject").ErrorIds);
    }

    [Fact]
    public void The_store_is_where_the_environment_says_and_holds_what_all_processes_created()
    {
        string first = Path.Combine(_folder, "first");
        string second = Path.Combine(_folder, "second");
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, first);
        _shell.Connect(_service);
        _shell.Run("row 'What another process bought' | New-UgcVideo").Clean();

        // The database as another process on this machine would have left it.
        Directory.CreateDirectory(second);
        Database.Run(first, $"VACUUM INTO '{Database.PathOf(second)}'");

        Environment.SetEnvironmentVariable(TestProcess.StateVariable, second);
        _shell.Connect(_service);
        _shell.Run("row 'What this process bought' | New-UgcVideo").Clean();

        Outcome history = _shell.Run("Get-UgcHistory").Clean();
        Assert.Equal(["What this process bought", "What another process bought"], history.Values("Prompt"));
        Assert.Equal(["2"], Database.Read(second, "SELECT COUNT(DISTINCT owner) FROM purchase"));
        Assert.Equal(2, _shell.Run("Get-UgcJob").Clean().Output.Count);
        Assert.Equal(["1"], Database.Read(first, "SELECT COUNT(*) FROM purchase"));
    }

    [Fact]
    public void Without_a_session_the_users_own_store_is_read()
    {
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, _folder);
        _shell.Connect(_service);
        _shell.Run("row 'What was bought before' | New-UgcVideo").Clean();

        using Shell later = new();

        Assert.Equal(["What was bought before"], later.Run("Get-UgcHistory").Clean().Values("Prompt"));
    }

    [Fact]
    public void A_relative_state_folder_is_an_error_before_anything_is_sent()
    {
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, "state");

        Outcome outcome = _shell.Set("key", new System.Net.NetworkCredential("", Shell.Key).SecurePassword).Set("base", _service.BaseUri)
            .Run("Connect-UgcLab -ApiKey $key -BaseUri $base");

        Assert.Equal(["UgcStoreUnavailable"], outcome.ErrorIds);
        Assert.Contains("$env:UGCLAB_STATE_HOME is 'state', which isn't a full path", outcome.Caught!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_created_when_it_cannot_be_written_down()
    {
        string blocked = Path.Combine(_folder, "file");
        File.WriteAllText(blocked, "");
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, blocked);
        _shell.Connect(_service);

        Outcome outcome = _shell.Run("1..3 | & { process { row \"Row $_ without a record\" } } | New-UgcVideo");

        Assert.Equal("UgcStoreUnavailable", Outcome.Id(outcome.Caught!));
        Assert.Contains("UGCLAB_STATE_HOME", outcome.Caught!.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }
}
