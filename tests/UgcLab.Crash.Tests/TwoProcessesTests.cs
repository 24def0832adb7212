using UgcLab.Simulator;

namespace UgcLab.Crash.Tests;

/// <summary>What two processes that run one batch do to each other: they wait, take over, join and leave, and create each row once.</summary>
public sealed class TwoProcessesTests
{
    private const int Rows = 8;

    [Fact]
    public async Task A_process_that_is_stopped_leaves_the_rest_to_the_other()
    {
        using BatchScene scene = new(Rows);
        using ManualResetEventSlim held = new();
        TaskCompletionSource third = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int purchases = 0;
        scene.Service.Purchase = (_, done) =>
        {
            if (done && ++purchases == 3)
            {
                third.TrySetResult();
                held.Wait(TestContext.Current.CancellationToken);
            }
        };
        ChildProcess first = scene.Start();
        await third.Task;
        ChildProcess second = scene.Start();
        await second.SaysAsync("WAITING A request is in flight in");

        // Its request is charged, and its answer is still to come.
        first.Tell("stop");
        await first.SaysAsync("TOOK stop");
        held.Set();
        await first.EndsAsync(130);
        await second.EndsAsync(0);

        Assert.Equal((3, Rows - 3), (first.Created.Count, second.Created.Count));
        Assert.Contains(first.After("WARNING "), warning => warning.Contains(FormattableString.Invariant($"process {second.Id} on {Environment.MachineName} is still running it"), StringComparison.Ordinal));
        await scene.CheckAsync();
    }

    [Fact]
    public async Task Two_processes_save_each_video_once_in_a_common_folder()
    {
        using BatchScene scene = new(Rows);
        ChildProcess[] both = [scene.Start(Waiting), scene.Start(Waiting)];
        await GoAsync(both);
        await Task.WhenAll(both.Select(child => child.EndsAsync(0)));

        await scene.CheckAsync();
        Assert.Equal(Rows, both.Sum(child => child.Created.Count));
        string[] saved = [.. both.SelectMany(child => child.After("SAVED "))];
        Assert.Equal((Rows, Rows), (saved.Length, saved.Distinct().Count()));
        Assert.All(scene.Service.FileRequests, file => Assert.Single(file));
    }

    [Fact]
    public async Task With_another_folder_a_process_copies_what_the_other_saved()
    {
        using BatchScene scene = new(Rows);
        string other = scene.Folder("copies");
        ChildProcess[] both = [scene.Start(Waiting), scene.Start(settings => Waiting(settings) with { Out = other })];
        await GoAsync(both);
        await Task.WhenAll(both.Select(child => child.EndsAsync(0)));

        Assert.All(scene.Service.FileRequests, file => Assert.Single(file));
        await scene.CheckAsync(folders: [scene.Out, other]);
    }

    [Fact]
    public async Task Two_processes_that_create_again_charge_each_row_once_more()
    {
        using BatchScene scene = new(Rows);
        await scene.Start().EndsAsync(0);

        ChildProcess[] both = [scene.Start(Again), scene.Start(Again)];
        await GoAsync(both);
        await Task.WhenAll(both.Select(child => child.EndsAsync(0)));

        Assert.Equal(Rows, both.Sum(child => child.Created.Count));
        await scene.CheckAsync(generations: 2);
    }

    [Theory]
    [InlineData(Rows)]
    [InlineData(1)]
    public async Task A_plan_to_create_again_made_at_the_end_of_another_joins_it(int row)
    {
        using BatchScene scene = new(Rows);
        await scene.Start().EndsAsync(0);
        await scene.Start(settings => settings with { CreatesAgain = true }).EndsAsync(0);

        // The other process is at this row of the third generation when the plan is made, and has ended before it is carried out.
        using ManualResetEventSlim held = new();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int purchases = 0;
        scene.Service.Purchase = (_, done) =>
        {
            if (done && ++purchases == row)
            {
                reached.TrySetResult();
                held.Wait(TestContext.Current.CancellationToken);
            }
        };
        ChildProcess first = scene.Start(settings => settings with { CreatesAgain = true });
        await reached.Task;
        ChildProcess second = scene.Start(Again);
        await second.SaysAsync("PLANNED ");
        held.Set();
        await first.EndsAsync(0);
        second.Tell("go");
        await second.EndsAsync(0);

        Assert.Empty(second.Created);
        await scene.CheckAsync(generations: 3);
    }

    [Fact]
    public async Task Runs_that_create_again_and_are_killed_are_resumed_and_create_each_row_once_more()
    {
        using BatchScene scene = new(Rows);
        await scene.Start().EndsAsync(0);

        // Each is killed when its second row was charged, and before it knows that; when no second one is left, at its first file.
        for (int kills = 0; scene.Book.Count < 2 * Rows || kills == 0; kills++)
        {
            ChildProcess? child = null;
            int purchases = 0;
            scene.Service.Purchase = (_, done) => Kill(done && ++purchases == 2);
            scene.Service.File = () =>
            {
                Kill(scene.Book.Count == 2 * Rows);
                return null;
            };
            child = scene.Start(settings => settings with { CreatesAgain = true });
            await child.EndedAsync();
            Assert.True(child.WasKilled, child.ToString());
            await scene.ResolveAsync();

            void Kill(bool isTime)
            {
                if (isTime)
                {
                    child?.Kill();
                }
            }
        }

        (scene.Service.Purchase, scene.Service.File) = (null, null);
        await scene.Start(settings => settings with { CreatesAgain = true }).EndsAsync(0);
        await scene.CheckAsync(generations: 2);
        await scene.Start(settings => settings with { CreatesAgain = true }).EndsAsync(0);
        await scene.CheckAsync(generations: 3);
    }

    [Fact]
    public async Task A_plan_to_create_again_made_while_another_only_saves_joins_it()
    {
        using BatchScene scene = new(Rows);
        await scene.Start().EndsAsync(0);

        using ManualResetEventSlim held = new();
        scene.Service.File = () =>
        {
            held.Wait(TestContext.Current.CancellationToken);
            return null;
        };
        ChildProcess first = scene.Start(settings => settings with { CreatesAgain = true });
        await first.SaysAsync("BOUGHT ", Rows);
        ChildProcess second = scene.Start(Again);
        await second.SaysAsync("PLANNED ");
        held.Set();
        await first.EndedAsync();
        second.Tell("go");
        await second.EndsAsync(0);

        Assert.Empty(second.Created);
        await scene.CheckAsync(generations: 2);
    }

    [Fact]
    public async Task A_batch_continues_with_another_key()
    {
        using BatchScene scene = new(Rows);
        int purchases = 0;
        scene.Service.Purchase = (_, done) =>
        {
            if (done && ++purchases == 3)
            {
                scene.Service.Keys = [LoopbackService.OtherKey];
            }
        };
        ChildProcess old = scene.Start();
        await old.EndsAsync(3);
        Assert.Equal(3, old.Created.Count);

        ChildProcess rotated = scene.Start(settings => settings with { Key = LoopbackService.OtherKey });
        await rotated.EndsAsync(0);
        Assert.Equal(Rows - 3, rotated.Created.Count);
        await scene.CheckAsync();
    }

    [Fact]
    public async Task Two_processes_with_two_keys_create_each_row_once()
    {
        using BatchScene scene = new(Rows * 3);
        scene.Service.Keys = [UgcSimulator.ApiKey, LoopbackService.OtherKey];
        ChildProcess[] both = [scene.Start(Waiting), scene.Start(settings => Waiting(settings) with { Key = LoopbackService.OtherKey })];
        await GoAsync(both);
        await Task.WhenAll(both.Select(child => child.EndsAsync(0)));

        await scene.CheckAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_suspended_process_is_waited_for_until_it_continues_or_ends(bool dies)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to suspend a process.");
        using BatchScene scene = new(Rows);
        TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ChildProcess? suspended = null;
        scene.Service.Purchase = (_, done) =>
        {
            if (!done && !sent.Task.IsCompleted)
            {
                suspended!.Signal("STOP");
                sent.SetResult();
            }
        };
        suspended = scene.Start();
        await sent.Task;
        ChildProcess other = scene.Start();
        string wait = await other.SaysAsync("WAITING A request is in flight in");
        Assert.StartsWith(FormattableString.Invariant($" process {suspended.Id} on {Environment.MachineName} since "), wait, StringComparison.Ordinal);
        Assert.Empty(other.Created);

        if (dies)
        {
            suspended.Kill();
            await suspended.EndedAsync();
            await other.EndsAsync(5);

            UgcBatchRow row = Assert.Single(await scene.RowsAsync(UgcRowState.Unconfirmed));
            Assert.Equal(1, row.RowNumber);
            Assert.Contains(other.After("OutcomeUnconfirmed "), failure => failure.StartsWith("Row 1 ", StringComparison.Ordinal));
            Assert.Equal(Rows - 1, other.Created.Count);
            Assert.Equal(1, await scene.ResolveAsync());
            await scene.Start().EndsAsync(0);
        }
        else
        {
            suspended.Signal("CONT");
            await suspended.EndsAsync(0);
            await other.EndsAsync(0);
            Assert.Equal(Rows, suspended.Created.Count + other.Created.Count);
        }

        await scene.CheckAsync();
    }

    [Fact]
    public async Task A_process_that_ends_between_two_requests_leaves_nothing_unconfirmed()
    {
        using BatchScene scene = new(Rows);
        ChildProcess first = scene.Start(settings => settings with { PerHour = 3 });
        await first.SaysAsync("WAITING 3 creations in the last hour");
        first.Kill();
        await first.EndedAsync();

        Assert.Empty(await scene.RowsAsync(UgcRowState.Unconfirmed, UgcRowState.Sending));
        Assert.Equal(3, scene.Book.Count);
        ChildProcess second = scene.Start();
        await second.EndsAsync(0);
        Assert.Equal(Rows - 3, second.Created.Count);
        await scene.CheckAsync();
    }

    private static ChildSettings Waiting(ChildSettings settings) => settings with { Waits = true };

    private static ChildSettings Again(ChildSettings settings) => settings with { Waits = true, CreatesAgain = true };

    // All have made their plans before the first sends anything.
    private static async Task GoAsync(ChildProcess[] children)
    {
        await Task.WhenAll(children.Select(child => child.SaysAsync("PLANNED ")));
        Array.ForEach(children, child => child.Tell("go"));
    }
}
