using System.Collections.Concurrent;
using UgcLab.Engines.Postgres;
using UgcLab.Engines.Sqlite;
using UgcLab.Simulator;
using UgcLab.Simulator.Endpoints;
using UgcLab.Simulator.Jobs;

namespace UgcLab.Crash.Tests;

/// <summary>A batch of some rows, the processes that run it, and a service that outlives them and knows what it charged.</summary>
internal class BatchScene : IDisposable
{
    public const string Name = "crash";

    private readonly string _root = Directory.CreateTempSubdirectory("ugclab-crash-").FullName;
    private readonly ConcurrentBag<ChildProcess> _children = [];
    private readonly IStoreEngine _store;
    private readonly int _speed;
    private readonly SemaphoreSlim _resolving = new(1, 1);
    private int _unconfirmed;
    private int _charged;

    /// <summary>Starts the service.</summary>
    /// <param name="rows">How many rows the batch has.</param>
    /// <param name="speed">Simulated seconds in a real second.</param>
    /// <param name="connection">A database that the processes share; null for one in the state folder.</param>
    /// <param name="clock">The clock of that database; null for the service's.</param>
    public BatchScene(int rows, int speed = 60, string? connection = null, TimeProvider? clock = null)
    {
        (Rows, _speed, Service) = (rows, speed, new LoopbackService(speed));
        _store = connection is null
            ? new SqliteStore(new StoreSettings(State))
            : new PostgresStore(new StoreSettings(State) { Connection = connection, Clock = clock ?? new SimulatorClock(speed, notBefore: Service.Began) });
    }

    public int Rows { get; }

    public LoopbackService Service { get; }

    /// <summary>How many rows were found unconfirmed.</summary>
    public int Unconfirmed => _unconfirmed;

    /// <summary>Unconfirmed rows that the service had charged.</summary>
    public int UnconfirmedAndCharged => _charged;

    /// <summary>The service's own record.</summary>
    public IReadOnlyList<SimulatedJob> Book => Service.Simulator.Jobs;

    public string State => Path.Combine(_root, "state");

    public string Out => Path.Combine(_root, "videos");

    /// <summary>The most creations in a time, by the service's own clock and count.</summary>
    public int MostIn(TimeSpan window)
    {
        DateTimeOffset[] times = [.. Book.Select(job => job.CreatedAt).Order()];
        int most = 0;
        for (int first = 0, last = 0; last < times.Length; last++)
        {
            while (times[last] - times[first] >= window)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    /// <summary>All purchases, as the store has them.</summary>
    public async Task<List<PurchaseRecord>> PurchasesAsync(params UgcPurchaseState[] states)
    {
        List<PurchaseRecord> purchases = [];
        await foreach (PurchaseRecord purchase in _store.ReadPurchasesAsync(new PurchaseFilter { States = states }))
        {
            purchases.Add(purchase);
        }

        return purchases;
    }

    public BatchService Batches => new(_store, Service.Address);

    /// <summary>Starts a process that runs the batch.</summary>
    public ChildProcess Start(Func<ChildSettings, ChildSettings>? with = null)
    {
        ChildSettings settings = new() { Address = Service.Address, State = State, Out = Out, Project = Service.Simulator.FirstProjectId!, Began = Service.Began, Speed = _speed, Rows = Rows };
        ChildProcess child = ChildProcess.Start(with?.Invoke(settings) ?? settings);
        _children.Add(child);
        return child;
    }

    /// <summary>Another folder of this scene.</summary>
    public string Folder(string name) => Path.Combine(_root, name);

    /// <summary>The batch as it stands.</summary>
    public Task<UgcBatch> GetAsync() => Batches.GetAsync(Name);

    public async Task RemoveAsync() => await Batches.RemoveAsync(await GetAsync());

    /// <summary>The rows as they stand; none before a process has opened the batch.</summary>
    public async Task<IReadOnlyList<UgcBatchRow>> RowsAsync(params UgcRowState[] states)
    {
        List<UgcBatchRow> rows = [];
        foreach (UgcBatch batch in await Batches.ListAsync(new BatchQuery(Name: Name)))
        {
            await foreach (UgcBatchRow row in Batches.RowsAsync(batch, states))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>The process that is sending a row, as the store has it; 0 when there is none.</summary>
    public async Task<int> SenderAsync(string prompt)
    {
        foreach (PurchaseRecord purchase in await PurchasesAsync(UgcPurchaseState.Sending))
        {
            if ((await RowsAsync(UgcRowState.Sending)).Any(row => row.PurchaseId == purchase.Id && row.Prompt == prompt))
            {
                return purchase.Owner!.ProcessId;
            }
        }

        return 0;
    }

    /// <summary>
    /// Resolves what ended processes left unconfirmed by the service's record, as a person would with its dashboard. Returns
    /// how many rows there were. Whatever was charged and is not recorded must be among them, or be in flight.
    /// </summary>
    public async Task<int> ResolveAsync()
    {
        await _resolving.WaitAsync();
        try
        {
            SimulatedJob[] charged = [.. Book];
            await RequireNamedAsync(charged);
            HashSet<int> ended = [.. _children.Where(child => child.HasEnded).Select(child => child.Id)];
            HashSet<string> theirs = [.. (await PurchasesAsync(UgcPurchaseState.Unconfirmed)).Where(purchase => ended.Contains(purchase.Owner!.ProcessId)).Select(purchase => purchase.Id)];

            await Service.ResolveAsync();
            UgcBatchRow[] unconfirmed = [.. (await RowsAsync(UgcRowState.Unconfirmed)).Where(row => theirs.Contains(row.PurchaseId!))];
            HashSet<string> known = [.. (await RowsAsync()).SelectMany(row => row.Jobs).Select(job => job.UgcId)];
            foreach (UgcBatchRow row in unconfirmed)
            {
                string[] ids = [.. Book.Where(job => job.Prompt == row.Prompt && !known.Contains(job.Id)).Select(job => job.Id)];
                try
                {
                    await Batches.ResolveAsync(row, ids.Length > 0 ? UgcResolution.Adopted : UgcResolution.NotCharged, ids);
                }
                catch (UgcLabException early) when (early.Kind is UgcLabErrorKind.RowNotUnconfirmed && ids.Length == 0)
                {
                    // It may still be answered, as far as a shared store can know, or its process wrote its outcome meanwhile.
                    continue;
                }

                _unconfirmed++;
                _charged += ids.Length > 0 ? 1 : 0;
            }

            return unconfirmed.Length;
        }
        finally
        {
            _resolving.Release();
        }
    }

    /// <summary>What must be so when all is done: every row charged once in each generation, and its video saved once.</summary>
    /// <param name="generations">How often each row was to be created.</param>
    /// <param name="folders">The folders that hold all videos.</param>
    public async Task CheckAsync(int generations = 1, params string[] folders)
    {
        ILookup<string, string> charged = Book.ToLookup(job => job.Prompt, job => job.Id);
        IReadOnlyList<UgcBatchRow> rows = await RowsAsync();
        UgcBatch batch = await GetAsync();

        Assert.Equal(Rows, charged.Count);
        Assert.All(charged, row => Assert.Equal(generations, row.Count()));
        Assert.Equal(Rows, rows.Count);
        Assert.All(rows, row => Assert.Equal(charged[row.Prompt!].Order(), row.Jobs.Select(job => job.UgcId).Order()));
        Assert.Equal((Rows, 0), (batch.Saved, batch.CreatedTwice));
        Assert.False(batch.IsInUse);

        string[] told = [.. _children.SelectMany(child => child.Created)];
        Assert.Subset(Book.Select(job => job.Id).ToHashSet(), told.ToHashSet());
        Assert.Equal(told.Length, told.Distinct().Count());
        Assert.All(folders.DefaultIfEmpty(Out), folder => CheckFolder(folder, rows));
    }

    public virtual void Dispose()
    {
        foreach (ChildProcess child in _children)
        {
            child.Dispose();
        }

        _store.Dispose();
        _resolving.Dispose();
        Service.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private void CheckFolder(string folder, IReadOnlyList<UgcBatchRow> rows)
    {
        Assert.All(Book, job => Assert.Equal(FinishedFile.Of(job).Bytes, File.ReadAllBytes(Path.Combine(folder, $"{job.Id}.mp4"))));
        Assert.DoesNotContain(Directory.GetFiles(folder).Select(Path.GetFileName), name => name!.Contains(".part", StringComparison.Ordinal));
        Assert.Equal(Book.Count, Directory.GetFiles(folder, "*.mp4").Length);

        // One line for each video: row, state, id and so on.
        string[] results = File.ReadAllLines(Path.Combine(folder, "results.csv"));
        Assert.Equal(
            rows.SelectMany(row => row.Jobs.Select(job => FormattableString.Invariant($"{row.RowNumber},Saved,{job.UgcId}"))).Order(),
            results.Skip(1).Select(line => string.Join(',', line.Split(',')[..3])).Order());
    }

    // A charge that the store has no job for is of a row that it names as unconfirmed or in flight. Read after the service's record.
    private async Task RequireNamedAsync(IReadOnlyList<SimulatedJob> charged)
    {
        IReadOnlyList<UgcBatchRow> rows = await RowsAsync();
        HashSet<string> known = [.. rows.SelectMany(row => row.Jobs).Select(job => job.UgcId)];
        HashSet<string?> open = [.. rows.Where(row => row.State is UgcRowState.Unconfirmed or UgcRowState.Sending).Select(row => row.Prompt)];
        Assert.All(charged, job => Assert.True(known.Contains(job.Id) || open.Contains(job.Prompt), $"Job {job.Id} was charged, and nothing names it."));
    }
}
