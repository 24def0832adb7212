using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Batches;

/// <summary>Two processes that run the same command on one batch share its rows.</summary>
public sealed class TwoConsolesTests : IDisposable
{
    // Nothing that takes seconds alone takes so long on a busy machine.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new();
    private string? _missed;

    private string State => Path.Combine(_folder, "state");

    private string Run => $"$run = Invoke-UgcBatch '{Path.Combine(_folder, "ads.csv")}' -Destination '{Path.Combine(_folder, "videos")}' -Timeout 3 -Force; \"Created $($run.Created), saved $($run.Saved).\"; exit $run.ExitCode";

    public void Dispose()
    {
        _service.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Each_row_is_created_and_saved_once_and_both_end_well()
    {
        WriteSheet(6);
        _service.Instead = request => Service.IsOrder(request) && _service.Orders.Count == 1 ? Until("SELECT COUNT(DISTINCT owner) FROM batch_run", "2") : null;

        using Child first = new(_service, State, Run);
        using Child second = new(_service, State, Run);
        ((int ExitCode, string Output) one, (int ExitCode, string Output) two) = (first.End(), second.End());

        Assert.Null(_missed);
        Assert.True((one.ExitCode, two.ExitCode) == (0, 0), one.Output + two.Output);
        Assert.Equal(6, _service.Prompts.Count);
        Assert.Equal(6, _service.Prompts.Distinct().Count());
        Assert.Contains("saved 6.", one.Output, StringComparison.Ordinal);
        Assert.Contains("saved 6.", two.Output, StringComparison.Ordinal);
        Assert.Equal(6, Number(one.Output) + Number(two.Output));
        Assert.Equal(6, Directory.GetFiles(Path.Combine(_folder, "videos"), "*.mp4").Length);
        Assert.Equal(7, File.ReadAllLines(Path.Combine(_folder, "videos", "results.csv")).Length);
    }

    [Fact]
    public void With_BuyAgain_each_row_is_created_once_more_and_not_twice()
    {
        WriteSheet(3);
        using (Child before = new(_service, State, Run))
        {
            Assert.Equal(0, before.End().ExitCode);
        }

        _service.Instead = request => Service.IsOrder(request) && _service.Orders.Count == 4 ? Until("SELECT COUNT(*) FROM batch_run WHERE generation = 2", "2") : null;
        using Child first = new(_service, State, Run.Replace(" -Force", " -BuyAgain -Force", StringComparison.Ordinal));
        using Child second = new(_service, State, Run.Replace(" -Force", " -BuyAgain -Force", StringComparison.Ordinal));
        ((int ExitCode, string Output) one, (int ExitCode, string Output) two) = (first.End(), second.End());

        Assert.Null(_missed);
        Assert.True((one.ExitCode, two.ExitCode) == (0, 0), one.Output + two.Output);
        Assert.Equal([2, 2, 2], _service.Prompts.GroupBy(prompt => prompt).Select(group => group.Count()));
    }

    [Fact]
    public void A_row_whose_process_is_killed_is_unconfirmed_for_the_other()
    {
        WriteSheet(3);
        using Child first = new(_service, State, Run);
        using ManualResetEventSlim gate = new();
        int orders = 0;
        _service.Instead = request =>
        {
            if (Service.IsOrder(request) && Interlocked.Increment(ref orders) == 1)
            {
                gate.Wait(Deadline);
            }

            return null;
        };
        Assert.True(SpinWait.SpinUntil(() => _service.Orders.Count == 1, Deadline));
        using Child second = new(_service, State, Run);
        Assert.True(SpinWait.SpinUntil(() => Database.Read(State, "SELECT COUNT(DISTINCT owner) FROM batch_run") is ["2"], Deadline));

        first.Kill();
        gate.Set();
        (int exitCode, string output) = second.End();

        Assert.True(exitCode == 5, output);
        Assert.Equal(["Unconfirmed", "Saved", "Saved"], Database.Read(State, "SELECT state FROM batch_row ORDER BY row_no"));
        Assert.Equal(3, _service.Prompts.Distinct().Count());
        Assert.Equal(3, _service.Prompts.Count);
        Assert.Contains("Resolve-UgcBatchRow", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_daily_limit_holds_over_both_and_ends_a_batch_with_4()
    {
        WriteSheet(6);
        _service.Instead = request => Service.IsOrder(request) && _service.Orders.Count == 1 ? Until("SELECT COUNT(DISTINCT owner) FROM batch_run", "2") : null;

        using Child first = new(_service, State, Run, "-MaxCreditPerDay 35");
        using Child second = new(_service, State, Run, "-MaxCreditPerDay 35");
        ((int ExitCode, string Output) one, (int ExitCode, string Output) two) = (first.End(), second.End());

        Assert.Null(_missed);
        Assert.True((one.ExitCode, two.ExitCode) == (4, 4), one.Output + two.Output);
        Assert.Equal(3, _service.Orders.Count);
        Assert.Contains("35 credits a day", one.Output, StringComparison.Ordinal);
    }

    // The only answer that is held back: the two must have met by then.
    private Reply? Until(string question, string answer)
    {
        Exception? missed = Record.Exception(() => Assert.True(SpinWait.SpinUntil(() => Database.Read(State, question) is [string now] && now == answer, Deadline), $"{question} was never {answer}: {string.Join("; ", Database.Batch(State, "ads"))}; {string.Join("; ", _service.Requests.Select(request => $"{request.Method} {request.Path}"))}"));
        _missed ??= missed?.Message;
        return null;
    }

    private static int Number(string output) => int.Parse(output.Split("Created ")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);

    private void WriteSheet(int rows) => File.WriteAllText(
        Path.Combine(_folder, "ads.csv"),
        "Reference,Prompt,Model,Duration,ProjectId\n" + string.Concat(Enumerable.Range(1, rows).Select(n => $"ad-{n},A paper boat sails down street number {n},kling-2.6,5,{Service.Project}\n")));
}
