using System.Reflection;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Platforms;

/// <summary>Consoles without a person.</summary>
public sealed class ConsoleTests : IDisposable
{
    private readonly Service _service = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public void A_background_job_is_not_asked()
    {
        using Shell shell = new("ServerRemoteHost");
        shell.Connect(_service);

        Outcome outcome = shell.Run("row 'A paper boat' | New-UgcVideo -Batch b -BuyAgain");

        Assert.Contains("In a non-interactive session, specify -Force", outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Empty(_service.Orders);
    }

    [Theory]
    [InlineData(true, "pwsh", "-NonInteractive")]
    [InlineData(true, "pwsh", "-noni", "-File", "a.ps1")]
    [InlineData(true, "pwsh", "-WindowStyle", "Hidden", "-File", "a.ps1")]
    [InlineData(true, "pwsh", "/w", "hidden")]
    [InlineData(false, "pwsh", "-WindowStyle", "Normal")]
    [InlineData(false, "pwsh", "-WorkingDirectory", "hidden")]
    [InlineData(false, "pwsh", "-NoProfile", "-File", "-")]
    public void The_command_line_says_when_no_person_can_answer(bool isRefused, params string[] arguments)
    {
        using Shell shell = new();
        Type console = AppDomain.CurrentDomain.GetAssemblies().First(each => each.GetName().Name == "UgcLab.PowerShell")
            .GetType("UgcLab.PowerShell.Pipeline.HostConsole", throwOnError: true)!;

        Assert.Equal(isRefused, console.GetMethod("IsRefused", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [arguments]));
    }

    [Theory]
    [InlineData("one two three", 8, 0, "one two|three")]
    [InlineData("one two three", 7, 0, "one two|three")]
    [InlineData("one two three", 8, 2, "one|two|three")]
    [InlineData("one-word-that-is-long two", 8, 0, "one-word-that-is-long|two")]
    [InlineData("a  blank", 20, 0, "a  blank")]
    [InlineData("one two\nthree four", 10, 3, "one two|three four")]
    [InlineData("", 8, 0, "")]
    public void A_line_is_broken_between_words_at_the_width_of_the_terminal(string text, int width, int indent, string lines)
    {
        using Shell shell = new();
        Type console = AppDomain.CurrentDomain.GetAssemblies().First(each => each.GetName().Name == "UgcLab.PowerShell")
            .GetType("UgcLab.PowerShell.Pipeline.HostConsole", throwOnError: true)!;

        object? wrapped = console.GetMethod("Wrapped", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [text, width, indent]);

        Assert.Equal(lines.Split('|'), wrapped!.ToString()!.Split(Environment.NewLine));
    }

    [Fact]
    public void What_is_kept_of_warnings_and_lines_has_no_line_ends_of_the_terminal()
    {
        using Shell shell = new("A host with a screen", columns: 40);
        shell.Connect(_service);
        const string Command = "row 'A paper boat sails down a street' @{ Owner = 'Kim' } | Test-UgcVideo";
        const string Whole = "Columns not used: Owner. They stay available in InputRow.";

        shell.Run($"$null = {Command}").Clean();
        Assert.Contains(shell.Host.Lines, line => line.Contains($"Owner. They{Environment.NewLine}stay", StringComparison.Ordinal));
        Assert.Equal([Whole], shell.Run($"$null = {Command} -WarningVariable kept; $kept.Message").Texts);
        Assert.Equal([Whole], shell.Run($"({Command} 3>&1 | Where-Object {{ $_ -is [System.Management.Automation.WarningRecord] }}).Message").Texts);
        Assert.Equal([Whole], shell.Run($"({Command} *>&1 | Where-Object {{ $_ -is [System.Management.Automation.WarningRecord] }}).Message").Texts);
    }
}
