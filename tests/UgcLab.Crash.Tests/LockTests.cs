using System.Globalization;

namespace UgcLab.Crash.Tests;

/// <summary>One process writes to a batch. The others are told which, and when it dies the next one writes at once.</summary>
public sealed class LockTests : IDisposable
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/api/v1/");

    private readonly string _state = Directory.CreateTempSubdirectory("ugclab-lock-").FullName;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task Another_process_is_turned_away_by_name_and_takes_over_when_the_holder_is_killed()
    {
        using ChildProcess holder = Start();
        await holder.BeganAsync();
        Assert.Equal(["HELD"], holder.Lines);

        using ChildProcess second = Start();
        await second.EndedAsync();
        Assert.StartsWith("BatchInUse", Assert.Single(second.Lines), StringComparison.Ordinal);
        Assert.Contains($"process {holder.Id.ToString(CultureInfo.InvariantCulture)} ", second.Lines[0], StringComparison.Ordinal);

        // This process is turned away too, and may look.
        Assert.Equal(UgcLabErrorKind.BatchInUse, Assert.Throws<UgcLabException>(() => new Batches(_state).Repair("crash")).Kind);
        Assert.True(new Batches(_state).Get("crash").IsInUse);

        holder.Kill();
        await holder.EndedAsync();
        Assert.False(new Batches(_state).Get("crash").IsInUse);
        using ChildProcess next = Start();
        await next.BeganAsync();
        Assert.Equal(["HELD"], next.Lines);
    }

    [Fact]
    public async Task Of_eight_that_begin_at_once_one_writes()
    {
        for (int round = 0; round < Proof.Of(2, 50); round++)
        {
            ChildProcess[] children = [.. Enumerable.Range(0, 8).Select(_ => Start())];
            await Task.WhenAll(children.Select(child => child.BeganAsync()));

            Assert.Single(children, child => child.Lines[0] == "HELD");
            Assert.Equal(7, children.Count(child => child.Lines[0].StartsWith("BatchInUse", StringComparison.Ordinal)));

            // Half of the rounds end well and half do not; the next begins just the same.
            ChildProcess holder = children.Single(child => child.Lines[0] == "HELD");
            if (round % 2 == 0)
            {
                holder.Kill();
            }
            else
            {
                holder.EndInput();
            }

            await holder.EndedAsync();
            Array.ForEach(children, child => child.Dispose());
        }
    }

    private ChildProcess Start() => ChildProcess.Start("hold", Nowhere, _state, _state, null);
}
