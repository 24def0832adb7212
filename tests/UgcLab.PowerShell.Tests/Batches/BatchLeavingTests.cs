using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Batches;

/// <summary>Invoke-UgcBatch, left in the middle in every way there is: it ends, sends no more, and the next run goes on.</summary>
public sealed class BatchLeavingTests : IDisposable
{
    private const string Run = "Invoke-UgcBatch $sheet -Destination $videos -Force";

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [InlineData("foreach ($once in 1) { RUN -PassThru | & { process { break } } }")]
    [InlineData("RUN -PassThru | & { process { throw 'Enough.' } }")]
    [InlineData("RUN -PassThru | Test-Throwing")]
    [InlineData("RUN -ErrorAction Stop")]
    [InlineData("RUN -WarningAction Stop")]
    public void One_that_is_left_early_leaves_no_run_behind(string script)
    {
        // The third row would go out after an hour, which is a second and more; the second row's video fails.
        using Shell shell = _rehearsal.Sheet(5).Open("Speed = 2000; Faults = @{ Kind = 'FailedJob'; On = 'Create'; At = 2 }", "-CreationLimit 2");

        shell.Run(script.Replace("RUN", Run, StringComparison.Ordinal));

        int orders = _rehearsal.Arrived.Orders;
        Assert.InRange(orders, 1, 4);
        using Shell next = _rehearsal.Open();
        next.Run($"{Run} -ErrorAction SilentlyContinue");
        RunResult result = RunResult.Of(next.Run($"{Run} -RetryFailed").Clean());
        Assert.Equal((0, 5), (result.ExitCode, result.Saved));
        Assert.Equal(5, _rehearsal.Sold.Distinct().Count());
        Assert.Equal(6, _rehearsal.Sold.Count);
    }

    [Fact]
    public void Stopped_in_the_wait_for_the_hours_limit_it_ends_and_the_next_run_continues()
    {
        using (Shell shell = _rehearsal.Sheet(3).Open("Speed = 1", "-CreationLimit 1"))
        using (Running running = shell.Start(Run))
        {
            Assert.True(SpinWait.SpinUntil(() => running.Warnings.Count > 0, Shell.Deadline));
            Assert.Contains("Ctrl+C stops here and loses nothing", running.Warnings[0].Message, StringComparison.Ordinal);
            Assert.True(running.Stop().Stopped);
            Assert.Equal(1, _rehearsal.Arrived.Orders);
        }

        using Shell next = _rehearsal.Open();
        RunResult result = RunResult.Of(next.Run(Run).Clean());
        Assert.Equal((0, 2, 3), (result.ExitCode, result.Created, result.VideosSaved));
    }

    [Fact]
    public void Stopped_while_a_purchase_is_in_flight_it_completes_it_and_the_row_is_created()
    {
        using Service service = new();
        using Shell shell = new();
        string batch = "l" + Guid.NewGuid().ToString("N");
        shell.Connect(service).Set("batch", batch).Set("videos", _rehearsal.Videos);
        using ManualResetEventSlim gate = new();
        service.Instead = request =>
        {
            if (Service.IsOrder(request))
            {
                gate.Wait(Shell.Deadline);
            }

            return null;
        };
        using Running running = shell.Start("1..3 | & { process { row \"Row $_ of a batch that is stopped\" } } | Invoke-UgcBatch -Name $batch -Destination $videos -Force");
        Assert.True(SpinWait.SpinUntil(() => service.Orders.Count > 0, Shell.Deadline));

        Assert.True(running.Stop(gate.Set).Stopped);

        Assert.Single(service.Orders);
        Assert.Equal(["1"], shell.Run("Get-UgcBatch $batch -State Running").Clean().Values("RowNumber"));
        Assert.Empty(shell.Run("Get-UgcBatch $batch -State Unconfirmed").Clean().Output);
    }

    [Fact]
    public void Stopped_again_and_again_it_creates_each_row_once()
    {
        _rehearsal.Sheet(12);
        for (int bought = 1; bought <= 10; bought += 3)
        {
            using Shell shell = _rehearsal.Open("Speed = 30; Latency = 1");
            using Running running = shell.Start(Run);
            Assert.True(SpinWait.SpinUntil(() => _rehearsal.Sold.Count >= bought, Shell.Deadline));
            running.Stop();
        }

        using Shell last = _rehearsal.Open();
        Assert.Equal(0, RunResult.Of(last.Run(Run).Clean()).ExitCode);
        Assert.Equal(12, _rehearsal.Sold.Count);
        Assert.Equal(12, _rehearsal.Sold.Distinct().Count());
        Assert.Equal(12, _rehearsal.Files.Count);
    }
}
