using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Sending;

public sealed class LongWaitTests
{
    [Theory]
    [InlineData("3000")]
    [InlineData("date:+3000")]
    public void A_long_wait_is_announced_with_the_time_of_its_end_and_then_the_row_continues(string retryAfter)
    {
        using Shell shell = new();
        shell.Rehearse($"Speed = 5000; Faults = @(@{{ Kind = 'TooManyRequests'; On = 'Create'; At = 1; RetryAfter = '{retryAfter}' }})");

        Outcome outcome = shell.Run("New-UgcVideo 'A row that is sent away once' -Model veo-3.1").Clean();

        // At this speed a moment of this computer is minutes, so the end may move and be announced again.
        Assert.NotEmpty(outcome.Warnings);
        Assert.All(outcome.Warnings, line =>
            Assert.Matches(@"Going on at (\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d \d\d:\d\d)\..*Ctrl\+C", line));
        Assert.Single(outcome.Output);
        Assert.Contains(outcome.Progress, bar => bar.Contains("Going on at", StringComparison.Ordinal));
        Assert.Equal(["Accepted"], shell.Run("Get-UgcHistory").Clean().Values("State"));
    }

    [Fact]
    public void The_seconds_that_are_left_are_the_readers_however_fast_a_simulator_is()
    {
        using Shell shell = new();
        shell.Rehearse("Speed = 1000; Faults = @(@{ Kind = 'TooManyRequests'; On = 'Create'; At = 1; RetryAfter = '6000' })");
        using Running running = shell.Start("New-UgcVideo 'A row that is sent away once' -Model veo-3.1");
        running.End();

        int[] left = [.. running.Bars.Where(bar => bar.StatusDescription.Contains("Going on at", StringComparison.Ordinal)).Select(bar => bar.SecondsRemaining)];
        Assert.Contains(left, seconds => seconds > 0);
        Assert.All(left, seconds => Assert.InRange(seconds, 0, 6));
    }

    [Fact]
    public void A_short_wait_is_for_those_who_asked_for_many_lines()
    {
        using Shell shell = new();
        shell.Rehearse("Speed = 5000; Faults = @(@{ Kind = 'TooManyRequests'; On = 'Create'; At = 1; RetryAfter = '120' })");

        Outcome outcome = shell.Run("New-UgcVideo 'A row that is sent away once' -Model veo-3.1 -Verbose").Clean();

        Assert.Empty(outcome.Warnings);
        Assert.Contains(outcome.Verbose, line => line.Contains("Going on at", StringComparison.Ordinal));
    }

    [Fact]
    public void The_hours_limit_of_ones_own_is_announced_too()
    {
        using Shell shell = new();
        shell.Rehearse("Speed = 10000", "-CreationLimit 1");

        Outcome outcome = shell.Run("'The first of two rows', 'The second of two rows' | New-UgcVideo -Model veo-3.1").Clean();

        Assert.NotEmpty(outcome.Warnings);
        Assert.All(outcome.Warnings, line => Assert.StartsWith("1 creation in the last hour: that is the limit. Going on at", line));
        Assert.Equal(2, outcome.Output.Count);
    }
}
