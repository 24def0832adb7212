using UgcLab.Client.Tests.Store;
using UgcLab.Engines.Sqlite;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Purchasing;

/// <summary>What surrounds a paid request can't change its outcome.</summary>
public sealed class PurchaseGuardTests
{
    [Fact]
    public async Task A_receiver_of_notices_that_throws_changes_no_outcome()
    {
        using ScriptedHandler handler = new(Answer(429, "", "1"), Answer(202, Bench.Receipt));
        using Bench bench = new(handler);

        IReadOnlyList<UgcJob> jobs = await bench.Clock.RunAsync(
            bench.Client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video), new Bench.Thrower()));

        Assert.Equal("clzzjob1", Assert.Single(jobs).UgcId);
        Assert.Equal(UgcPurchaseState.Accepted, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task A_purchase_is_in_flight_until_its_outcome_is_recorded()
    {
        using TestFolder folder = new();
        using SqliteStore database = new(new StoreSettings(folder.Path));
        Bench? bench = null;
        List<bool> isInFlight = [];
        IStoreEngine store = StoreProxy.Over(database, (call, _) =>
        {
            if (call is nameof(IStoreEngine.EndAttemptAsync))
            {
                isInFlight.Add(bench!.Client.Purchases.IsInFlight);
            }
        });
        using (bench = new(new ScriptedHandler(Answer(202, Bench.Receipt)), options => options with { Store = store }))
        {
            await bench.CreateAsync();

            Assert.Equal([true], isInFlight);
            Assert.False(bench.Client.Purchases.IsInFlight);
        }
    }

    [Fact]
    public async Task A_stop_makes_the_wait_for_an_answer_no_longer()
    {
        TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ScriptedHandler handler = new(async (request, cancellationToken) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, CancellationToken.None);
            sent.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("unreachable");
        });
        using Bench bench = new(handler);
        using CancellationTokenSource stop = new();
        DateTimeOffset began = bench.Clock.GetUtcNow();
        Task<IReadOnlyList<UgcJob>> creating = bench.Client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video), null, stop.Token);
        await sent.Task;

        bench.Clock.Pass(TimeSpan.FromSeconds(175));
        await stop.CancelAsync();

        UgcLabException lost = await Assert.ThrowsAsync<UgcLabException>(() => bench.Clock.RunAsync(creating));
        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, lost.Kind);
        Assert.Equal(TimeSpan.FromMinutes(3), bench.Clock.GetUtcNow() - began);
    }

    [Fact]
    public async Task A_handler_that_sends_the_body_again_is_refused()
    {
        using MemoryStream wire = new();
        using ScriptedHandler handler = new(async (request, cancellationToken) =>
        {
            await request.Content!.CopyToAsync(wire, cancellationToken);
            await request.Content!.CopyToAsync(wire, cancellationToken);
            return await Answer(202, Bench.Receipt)(request, cancellationToken);
        });
        using Bench bench = new(handler);

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await bench.FailToCreateAsync()).Kind);
        Assert.Equal(Bench.Video.ToJson(), wire.ToArray());
        Assert.Equal(UgcPurchaseState.Unconfirmed, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(9)]
    public async Task A_request_for_too_many_variants_is_refused_before_it_is_recorded(int variants)
    {
        using Bench bench = new(new ScriptedHandler());
        PurchaseRequest purchase = new(Bench.Video with { Variants = variants });

        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Purchases.CreateAsync(purchase));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, refused.Kind);
        Assert.Empty(await bench.HistoryAsync());
    }

    [Fact]
    public async Task An_unconfirmed_purchase_is_named_by_its_error()
    {
        using Bench bench = new(new ScriptedHandler(Lost()));

        UgcLabException lost = await bench.FailToCreateAsync();

        Assert.Equal(Assert.Single(await bench.HistoryAsync()).PurchaseId, lost.PurchaseId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(50 * 86400)]
    public void A_timeout_that_no_timer_can_have_is_refused(int seconds) =>
        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, Assert.Throws<UgcLabException>(
            () => new UgcLabClientOptions(Bench.Key) { ChargeTimeout = TimeSpan.FromSeconds(seconds) }).Kind);

    [Fact]
    public async Task Disposing_of_a_client_waits_for_its_request_in_flight()
    {
        TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using Bench bench = new(new ScriptedHandler(async (request, cancellationToken) =>
        {
            sent.SetResult();
            await answer.Task;
            return await Answer(202, Bench.Receipt)(request, cancellationToken);
        }));
        Task<IReadOnlyList<UgcJob>> creating = bench.Client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video));
        await sent.Task;

        ValueTask closing = bench.Client.DisposeAsync();
        Assert.False(closing.IsCompleted);
        answer.SetResult();
        await closing;

        Assert.Equal("clzzjob1", Assert.Single(await creating).UgcId);
    }
}
