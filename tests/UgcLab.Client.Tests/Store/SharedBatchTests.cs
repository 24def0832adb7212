using UgcLab.Engines.Sqlite;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Store;

/// <summary>Several runs of one batch, in one process or in several: each row is created once.</summary>
public sealed class SharedBatchTests
{
    [Fact]
    public async Task Two_clients_of_a_process_share_a_batch_and_a_row_is_created_once()
    {
        ScriptedHandler handler = new(Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        using UgcLabClient other = Connect(bench, handler, bench.Store);
        await using OpenBatch one = await bench.Client.OpenBatchAsync("spring");
        await using OpenBatch two = await other.OpenBatchAsync("Spring");
        BatchRow first = await one.FindAsync(Bench.Row(1));
        BatchRow second = await two.FindAsync(Bench.Row(1));

        (IReadOnlyList<UgcJob> created, bool isNew) = await bench.Clock.RunAsync(one.CreateAsync(first));
        (IReadOnlyList<UgcJob> known, bool isNewAgain) = await bench.Clock.RunAsync(two.CreateAsync(second));

        Assert.Equal((true, false), (isNew, isNewAgain));
        Assert.Equal(created.Select(job => job.UgcId), known.Select(job => job.UgcId));
        Assert.Single(handler.Sent);
        Assert.Equal("spring", Assert.Single(await bench.Client.Batches.ListAsync()).Name);
    }

    [Fact]
    public async Task A_row_that_another_process_is_sending_is_waited_for_and_its_jobs_are_returned()
    {
        TaskCompletionSource sent = new();
        TaskCompletionSource answer = new();
        using ScriptedHandler handler = new(async (request, cancellationToken) =>
        {
            sent.SetResult();
            await answer.Task;
            return await Answer(202, Bench.Receipt)(request, cancellationToken);
        });
        using Bench bench = new(handler);
        using SqliteStore store = OpenStore(bench);
        using UgcLabClient other = Connect(bench, handler, store);
        await using OpenBatch one = await bench.Client.OpenBatchAsync("spring");
        await using OpenBatch two = await other.OpenBatchAsync("spring");
        Task<(IReadOnlyList<UgcJob> Jobs, bool IsNew)> first = one.CreateAsync(await one.FindAsync(Bench.Row(1)));
        await sent.Task;
        BatchRow row = await two.FindAsync(Bench.Row(1));
        Assert.Equal(RowDisposition.InFlight, RowDecision.Of(row));
        Waiting waiting = new();
        Task<(IReadOnlyList<UgcJob> Jobs, bool IsNew)> second = two.CreateAsync(row, notices: waiting);

        // It waits until the first has its answer, however often it asks.
        Assert.Contains($"A request is in flight in process {Environment.ProcessId} on ", await waiting.First.Task, StringComparison.Ordinal);
        answer.SetResult();
        await first;
        (IReadOnlyList<UgcJob> jobs, bool isNew) = await bench.Clock.RunAsync(second);

        Assert.False(isNew);
        Assert.Equal("clzzjob1", Assert.Single(jobs).UgcId);
        Assert.Single(handler.Sent);
    }

    [Fact]
    public async Task A_wait_for_another_process_ends_at_once_when_it_is_stopped()
    {
        using ScriptedHandler handler = new();
        using Bench bench = new(handler);
        using SqliteStore store = OpenStore(bench);
        using UgcLabClient other = Connect(bench, handler, store);
        await using OpenBatch one = await bench.Client.OpenBatchAsync("spring");
        await using OpenBatch two = await other.OpenBatchAsync("spring");
        await StoredRows.SendAsync(one, await one.FindAsync(Bench.Row(1)));
        using CancellationTokenSource stop = new();
        Waiting waiting = new();
        Task waits = two.CreateAsync(await two.FindAsync(Bench.Row(1)), notices: waiting, cancellationToken: stop.Token);
        await waiting.First.Task;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        Assert.Empty(handler.Sent);
    }

    [Fact]
    public async Task A_row_whose_process_ended_while_it_was_sent_is_unconfirmed_and_not_sent_again()
    {
        using ScriptedHandler handler = new();
        using Bench bench = new(handler);
        using (SqliteStore ended = OpenStore(bench))
        {
            using UgcLabClient other = Connect(bench, handler, ended);
            await using OpenBatch two = await other.OpenBatchAsync("spring");
            await StoredRows.SendAsync(two, await two.FindAsync(Bench.Row(1)));
        }

        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(() => bench.CreateRowAsync("spring", Bench.Row(1)));

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, refused.Kind);
        Assert.Equal(UgcRowState.Unconfirmed, Assert.Single(await bench.Client.Batches.RowsAsync("spring").ToListAsync()).State);
        Assert.Empty(handler.Sent);
    }

    [Fact]
    public async Task A_batch_is_in_use_until_its_last_run_ends()
    {
        using Bench bench = new();
        OpenBatch one = await bench.Client.OpenBatchAsync("spring");
        OpenBatch two = await bench.Client.OpenBatchAsync("spring");

        await two.DisposeAsync();
        await two.DisposeAsync();
        Assert.True((await bench.Client.Batches.GetAsync("spring")).IsInUse);

        await one.DisposeAsync();
        Assert.False((await bench.Client.Batches.GetAsync("spring")).IsInUse);
    }

    [Fact]
    public async Task A_batch_that_another_process_runs_is_not_removed_and_the_process_is_named()
    {
        using ScriptedHandler handler = new();
        using Bench bench = new(handler);
        SqliteStore store = OpenStore(bench);
        using UgcLabClient other = Connect(bench, handler, store);
        await other.OpenBatchAsync("spring");

        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Batches.RemoveAsync("spring"));
        Assert.Equal(UgcLabErrorKind.BatchNotResolved, refused.Kind);
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", refused.Message, StringComparison.Ordinal);

        // A process that ends without a word runs it no more.
        store.Dispose();
        await bench.Client.Batches.RemoveAsync("spring");
        Assert.Empty(await bench.Client.Batches.ListAsync());
    }

    [Fact]
    public async Task A_request_in_flight_is_recorded_although_its_batch_was_closed()
    {
        OpenBatch? batch = null;
        using Bench bench = new(async (request, cancellationToken) =>
        {
            await batch!.DisposeAsync();
            return await Answer(202, Bench.Receipt)(request, cancellationToken);
        });
        batch = await bench.Client.OpenBatchAsync("spring");

        await bench.Clock.RunAsync(batch.CreateAsync(await batch.FindAsync(Bench.Row(1)), notices: bench.Notices));

        Assert.Empty(bench.Notices.Warnings);
        Assert.Equal("clzzjob1", Assert.Single(Assert.Single(await bench.Client.Batches.RowsAsync("spring").ToListAsync()).Jobs).UgcId);
        Assert.False((await bench.Client.Batches.GetAsync("spring")).IsInUse);
    }

    [Fact]
    public async Task A_batch_that_was_removed_can_be_created_anew()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(202, Bench.Receipt.Replace("clzzjob1", "clzzjob2", StringComparison.Ordinal)));
        for (int life = 0; life < 2; life++)
        {
            await bench.CreateRowAsync("spring", Bench.Row(1));
            await bench.Client.Batches.RemoveAsync("spring", includeUnsaved: true);
        }

        Assert.Empty(await bench.Client.Batches.ListAsync());
        Assert.Empty(await bench.HistoryAsync());
        Assert.Empty(StoreDump.Query(bench.Folder, "SELECT row_key FROM batch_row UNION SELECT ugc_id FROM job"));
    }

    [Fact]
    public async Task A_batch_of_the_same_name_at_another_service_or_workspace_is_another_batch()
    {
        ScriptedHandler handler = new([.. Enumerable.Range(1, 3).Select(number => Answer(202, Bench.Receipt.Replace("clzzjob1", $"clzzjob{number}", StringComparison.Ordinal)))]);
        using Bench bench = new(handler);
        using UgcLabClient elsewhere = Connect(bench, handler, bench.Store, options => options with { BaseUri = new Uri("https://elsewhere.example/") });
        using UgcLabClient profile = Connect(bench, handler, bench.Store, options => options with { Workspace = "agency" });

        foreach (UgcLabClient client in new[] { bench.Client, elsewhere, profile })
        {
            await using OpenBatch batch = await client.OpenBatchAsync("spring");
            Assert.True((await bench.Clock.RunAsync(batch.CreateAsync(await batch.FindAsync(Bench.Row(1))))).IsNew);
            Assert.Equal(1, (await client.Batches.GetAsync("spring")).Rows);
        }

        Assert.Equal(3, handler.Sent.Count);
        Assert.Equal("clzzjob2", Assert.Single(Assert.Single(await elsewhere.Batches.RowsAsync("spring").ToListAsync()).Jobs).UgcId);
    }

    [Fact]
    public async Task A_batch_continues_with_another_key()
    {
        using ScriptedHandler handler = new(Answer(202, Bench.Receipt));
        using Bench bench = new(handler);
        await bench.CreateRowAsync("spring", Bench.Row(1));
        using UgcLabClient rotated = new(new UgcLabClientOptions(Bench.Key.Replace('0', '1')) { Handler = handler, Clock = bench.Clock, Limits = UgcLimits.None, Store = bench.Store });

        await using OpenBatch batch = await rotated.OpenBatchAsync("spring");
        (IReadOnlyList<UgcJob> jobs, bool isNew) = await bench.Clock.RunAsync(batch.CreateAsync(await batch.FindAsync(Bench.Row(1))));

        Assert.Equal(("clzzjob1", false), (Assert.Single(jobs).UgcId, isNew));
        Assert.Single(handler.Sent);
    }

    private static SqliteStore OpenStore(Bench bench) => new(new StoreSettings(bench.Folder) { Clock = bench.Clock });

    private static UgcLabClient Connect(Bench bench, HttpMessageHandler handler, IStoreEngine store, Func<UgcLabClientOptions, UgcLabClientOptions>? change = null)
    {
        UgcLabClientOptions options = new(Bench.Key) { Handler = handler, Clock = bench.Clock, Limits = UgcLimits.None, Store = store };
        return new UgcLabClient(change?.Invoke(options) ?? options);
    }

    private sealed class Waiting : IProgress<UgcNotice>
    {
        public TaskCompletionSource<string> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Report(UgcNotice value)
        {
            if (value.Kind is UgcNoticeKind.Waiting)
            {
                First.TrySetResult(value.Text);
            }
        }
    }
}
