namespace UgcLab.Crash.Tests;

/// <summary>A batch is in use while a process runs it, and free as soon as the last of them ends, however it ends.</summary>
public sealed class RunsOfABatchTests
{
    [Fact]
    public async Task A_batch_that_a_process_runs_is_not_removed_until_the_process_ends()
    {
        using BatchScene scene = new(rows: 2);
        ChildProcess first = scene.Start(Waiting);
        ChildProcess second = scene.Start(Waiting);
        await Task.WhenAll(first.SaysAsync("PLANNED "), second.SaysAsync("PLANNED "));
        await AssertInUseAsync(scene, [first, second]);

        first.Kill();
        await first.EndedAsync();
        await AssertInUseAsync(scene, [second]);

        second.Kill();
        await second.EndedAsync();
        Assert.False((await scene.GetAsync()).IsInUse);
        await scene.RemoveAsync();
        Assert.Empty(await scene.Batches.ListAsync());
    }

    [Fact]
    public async Task Eight_that_begin_at_once_create_every_row_once()
    {
        for (int round = 0; round < Proof.Of(2, 20); round++)
        {
            using BatchScene scene = new(rows: 12);
            ChildProcess[] children = [.. Enumerable.Range(0, 8).Select(_ => scene.Start())];
            await Task.WhenAll(children.Select(child => child.EndsAsync(0)));

            Assert.Equal(12, children.Sum(child => child.Created.Count));
            await scene.CheckAsync();
        }
    }

    private static ChildSettings Waiting(ChildSettings settings) => settings with { Waits = true };

    private static async Task AssertInUseAsync(BatchScene scene, ChildProcess[] running)
    {
        Assert.True((await scene.GetAsync()).IsInUse);
        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(scene.RemoveAsync);
        Assert.Equal(UgcLabErrorKind.BatchNotResolved, refused.Kind);
        Assert.Contains(running, child => refused.Message.Contains(FormattableString.Invariant($"process {child.Id} on {Environment.MachineName} is running"), StringComparison.Ordinal));
    }
}
