using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Platforms;

/// <summary>A store that doesn't know what was created: on a runner, for another user, or on another computer.</summary>
[Collection(nameof(ProcessWide))]
public sealed class StoreCheckTests : IDisposable
{
    private static readonly string[] Changed = [TestProcess.StateVariable, "XDG_STATE_HOME", "GITHUB_ACTIONS"];

    private readonly string?[] _before = [.. Changed.Select(Environment.GetEnvironmentVariable)];
    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new();

    public void Dispose()
    {
        foreach ((string name, string? value) in Changed.Zip(_before))
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        _service.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("row 'A paper boat' | New-UgcVideo")]
    [InlineData("row 'A paper boat' | Invoke-UgcBatch -Name b -MaxCredit 1000 -Destination $folder")]
    public void On_a_runner_nothing_is_sent_until_its_folder_is_named_or_forced(string command)
    {
        OnRunner();
        using Shell shell = new(Shell.NonInteractive);
        shell.Connect(_service).Set("folder", Path.Combine(_folder, "videos"));

        Outcome outcome = shell.Run(command);

        Assert.Equal(["UgcArgumentInvalid"], outcome.ErrorIds);
        Assert.Contains("This is a GitHub Actions runner, where the store in", outcome.AllErrors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("UGCLAB_STATE_HOME", outcome.AllErrors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(_service.Orders);
    }

    [Fact]
    public void On_a_runner_Force_creates_with_a_warning_and_the_next_run_has_none()
    {
        OnRunner();
        using Shell shell = new(Shell.NonInteractive);
        shell.Connect(_service);

        Outcome first = shell.Run("row 'A paper boat' | New-UgcVideo -Force").Clean();
        Outcome second = shell.Run("row 'A paper ship' | New-UgcVideo").Clean();

        Assert.Contains(first.Information, line => line.StartsWith("The store in ", StringComparison.Ordinal) && line.Contains(" is new", StringComparison.Ordinal));
        Assert.Contains(first.Warnings, warning => warning.Contains("GitHub Actions", StringComparison.Ordinal));
        Assert.DoesNotContain(second.Warnings, warning => warning.Contains("GitHub Actions", StringComparison.Ordinal));
        Assert.DoesNotContain(second.Information, line => line.Contains(" is new", StringComparison.Ordinal));
        Assert.Equal(2, _service.Orders.Count);
    }

    [Fact]
    public void The_files_of_jobs_that_the_store_lacks_cause_a_warning()
    {
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, Path.Combine(_folder, "state"));
        string videos = Directory.CreateDirectory(Path.Combine(_folder, "videos")).FullName;
        using Shell shell = new();
        shell.Connect(_service).Set("folder", videos);
        string known = shell.Run("row 'A paper boat' | New-UgcVideo").Clean().Values("UgcId")[0]!;

        // The limit ends the run before anything is sent, and the folder is looked at before that.
        const string Next = "row 'A paper ship' | New-UgcVideo -Destination $folder -MaxCredit 0.1";
        Save(known);
        Outcome own = shell.Run(Next);
        Save("cjobelsewhere1");
        Save("cjobelsewhere2");
        Outcome other = shell.Run(Next);

        Assert.DoesNotContain(own.Warnings, IsOfOthers);
        Assert.Contains($"{videos} has 2 files of jobs", Assert.Single(other.Warnings, IsOfOthers), StringComparison.Ordinal);
        Assert.Single(_service.Orders);

        void Save(string id) => File.WriteAllText(Path.Combine(videos, $"{id}.json"), $$"""{"ugcId":"{{id}}","length":1,"sha256":"00"}""");

        static bool IsOfOthers(string warning) => warning.Contains("doesn't know", StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_last_session_the_files_of_the_store_are_closed_and_the_next_opens_them()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists the open files of a process in a folder.");
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, Path.Combine(_folder, "state"));
        using Shell shell = new();
        using Shell other = new();
        shell.Connect(_service);
        other.Connect(_service);
        shell.Run("row 'A paper boat' | New-UgcVideo").Clean();
        Assert.NotEmpty(OpenFiles());

        shell.Run("Disconnect-UgcLab").Clean();
        Assert.NotEmpty(OpenFiles());
        other.Run("Disconnect-UgcLab").Clean();
        Assert.Empty(OpenFiles());

        shell.Connect(_service);
        shell.Run("row 'A paper ship' | New-UgcVideo").Clean();
        Assert.Equal(["A paper ship", "A paper boat"], shell.Run("Get-UgcHistory").Clean().Values("Prompt"));
    }

    private void OnRunner()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The default state folder can't be moved for a test on other systems.");
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, null);
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", _folder);
        Environment.SetEnvironmentVariable("GITHUB_ACTIONS", "true");
    }

    private string[] OpenFiles() => [.. Directory.GetFiles("/proc/self/fd")
        .Select(file => new FileInfo(file).LinkTarget ?? "").Where(target => target.StartsWith(_folder, StringComparison.Ordinal))];
}
