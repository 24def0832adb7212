using UgcLab.Faults;

namespace UgcLab.Crash.Tests;

/// <summary>What a machine knows of the videos that another one has saved, or was saving when it ended.</summary>
public sealed class OtherMachinesTests : IDisposable
{
    private const int Rows = 3;

    private readonly SharedDatabase _database;
    private readonly BatchScene _scene;

    public OtherMachinesTests()
    {
        Assert.SkipUnless(Machine.IsUsable, Machine.Missing);
        Assert.SkipWhen(PostgresServer.Shared is null, PostgresServer.Missing);
        _database = new SharedDatabase();
        _scene = new BatchScene(Rows, connection: _database.Direct);
        Directory.CreateDirectory(_scene.Out);
    }

    public void Dispose()
    {
        _scene.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task What_another_machine_saved_is_known_with_path_and_machine_and_not_saved_again()
    {
        Machine[] machines = [new("first-machine") { OwnFolder = _scene.Out }, new("second-machine") { OwnFolder = _scene.Out }];
        ChildProcess[] both = await RunAsync(machines);

        UgcJob[] jobs = await JobsAsync();
        Assert.All(jobs, job => Assert.Equal(Path.Combine(_scene.Out, $"{job.UgcId}.mp4"), job.SavedPath));
        for (int place = 0; place < both.Length; place++)
        {
            string[] saved = [.. jobs.Where(job => job.SavedOn == machines[place].Name).Select(job => job.UgcId)];
            Assert.Equal(saved.Order(), both[place].After("SAVED ").Order());
            Assert.All(jobs.Where(job => !saved.Contains(job.UgcId)), job => Assert.Contains(
                $"{job.UgcId} was saved by {machines[1 - place].Name} to {job.SavedPath}, which this machine can't read.", both[place].After("WARNING ")));
        }

        // One that comes later has nothing to create or to save.
        ChildProcess later = Start(new Machine("third-machine"));
        await later.EndsAsync(0);
        Assert.Equal(["0"], later.After("PLANNED "));
        Assert.All(jobs.Select(job => job.SavedOn).Distinct(), name => Assert.Contains(later.After("WARNING "), warning => warning.Contains($"They are in {_scene.Out} on {name};", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFiles(_scene.Out, "*.mp4"));
        Assert.Equal((Rows, true), (_scene.Service.FileRequests.Count, _scene.Service.FileRequests.All(file => file.Count() == 1)));
    }

    [Fact]
    public async Task A_machine_that_can_read_the_files_copies_them_or_says_where_they_are()
    {
        await RunAsync([new("first-machine"), new("second-machine")], _scene.Folder("copies"));

        await JobsAsync();
        await _scene.CheckAsync(folders: [_scene.Out, _scene.Folder("copies")]);
        ChildProcess later = Start(new Machine("third-machine"), _scene.Folder("later"));
        await later.EndsAsync(0);
        Assert.Contains(later.After("WARNING "), warning => warning.StartsWith($"Saved by an earlier run, and not saved to {_scene.Folder("later")} again: ", StringComparison.Ordinal));
        Assert.All(_scene.Service.FileRequests, file => Assert.Single(file));
    }

    [Fact]
    public async Task What_a_machine_was_saving_when_it_ended_is_saved_by_another()
    {
        using ManualResetEventSlim held = new();
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isFirst = true;
        _scene.Service.File = () =>
        {
            if (Volatile.Read(ref isFirst))
            {
                asked.TrySetResult();
                held.Wait(TestContext.Current.CancellationToken);
            }

            return null;
        };
        ChildProcess first = Start(new Machine("first-machine"));
        await first.SaysAsync("BOUGHT ", Rows);
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        ChildProcess second = Start(new Machine("second-machine"));
        await second.SaysAsync("PLANNED 0");
        Assert.Empty(second.After("SAVED "));

        first.Kill();
        await first.EndedAsync();
        Volatile.Write(ref isFirst, false);
        held.Set();
        await second.EndsAsync(0);

        Assert.Empty(first.After("SAVED "));
        Assert.All(await JobsAsync(), job => Assert.Equal("second-machine", job.SavedOn));
        await _scene.CheckAsync();
    }

    private ChildProcess Start(Machine machine, string? folder = null) => _scene.Start(settings => settings with
    {
        Connection = _database.Direct, TimeoutMinutes = SharedDatabase.TimeoutMinutes, State = _scene.Folder(machine.Name), Out = folder ?? _scene.Out, Under = machine.Under,
    });

    // Both are running when the first row is created.
    private async Task<ChildProcess[]> RunAsync(Machine[] machines, string? folderOfSecond = null)
    {
        using ManualResetEventSlim held = new();
        TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _scene.Service.Purchase = (_, _) =>
        {
            began.TrySetResult();
            held.Wait(TestContext.Current.CancellationToken);
        };
        ChildProcess one = Start(machines[0]);
        await began.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        ChildProcess two = Start(machines[1], folderOfSecond);
        await two.SaysAsync("WAITING A request is in flight in");
        held.Set();
        await Task.WhenAll(one.EndsAsync(0), two.EndsAsync(0));
        return [one, two];
    }

    // All jobs. Each has the machine that saved it.
    private async Task<UgcJob[]> JobsAsync()
    {
        UgcJob[] jobs = [.. (await _scene.RowsAsync()).SelectMany(row => row.Jobs)];
        Assert.Equal(Rows, jobs.Length);
        Assert.All(jobs, job => Assert.EndsWith("-machine", job.SavedOn, StringComparison.Ordinal));
        return jobs;
    }
}
