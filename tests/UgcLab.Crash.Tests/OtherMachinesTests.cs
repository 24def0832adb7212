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
        await Start(new Machine("first-machine") { OwnFolder = _scene.Out }).EndsAsync(0);
        ChildProcess second = Start(new Machine("second-machine"));
        await second.EndsAsync(0);

        UgcJob[] jobs = await JobsAsync("first-machine");
        Assert.Empty(second.Created);
        Assert.Empty(Directory.GetFiles(_scene.Out, "*.mp4"));
        Assert.All(jobs, job => Assert.Equal(Path.Combine(_scene.Out, $"{job.UgcId}.mp4"), job.SavedPath));
        Assert.All(jobs, job => Assert.Contains($"{job.UgcId} was saved by first-machine to {job.SavedPath}, which this machine can't read.", second.After("WARNING ")));
        Assert.All(_scene.Service.FileRequests, file => Assert.Single(file));
    }

    [Fact]
    public async Task A_machine_that_can_read_the_files_copies_them_to_a_destination_of_its_own()
    {
        await Start(new Machine("first-machine")).EndsAsync(0);
        await Start(new Machine("second-machine"), _scene.Folder("copies")).EndsAsync(0);

        Assert.All(await JobsAsync("first-machine"), job => Assert.Equal(Path.Combine(_scene.Out, $"{job.UgcId}.mp4"), job.SavedPath));
        Assert.All(_scene.Service.FileRequests, file => Assert.Single(file));
        await _scene.CheckAsync(folders: [_scene.Out, _scene.Folder("copies")]);
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
        await JobsAsync("second-machine");
        await _scene.CheckAsync();
    }

    private ChildProcess Start(Machine machine, string? folder = null) => _scene.Start(settings => settings with
    {
        Connection = _database.Direct, TimeoutMinutes = SharedDatabase.TimeoutMinutes, State = _scene.Folder(machine.Name), Out = folder ?? _scene.Out, Under = machine.Under,
    });

    // All jobs, each with the machine that saved it.
    private async Task<UgcJob[]> JobsAsync(string machine)
    {
        UgcJob[] jobs = [.. (await _scene.RowsAsync()).SelectMany(row => row.Jobs)];
        Assert.Equal(Rows, jobs.Length);
        Assert.All(jobs, job => Assert.Equal(machine, job.SavedOn));
        return jobs;
    }
}
