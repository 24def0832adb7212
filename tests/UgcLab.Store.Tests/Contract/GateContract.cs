using System.Data.Common;
using System.Globalization;

namespace UgcLab.Store.Tests.Contract;

/// <summary>What passes the gate and what does not.</summary>
public abstract class GateContract(TestStore place) : StoreTest(place)
{
    [Fact]
    public async Task A_purchase_that_passes_is_recorded_as_sending()
    {
        string purchase = await GoAsync();

        PurchaseRecord recorded = await FindAsync(purchase);
        Assert.Equal(UgcPurchaseState.Sending, recorded.State);
        Assert.Equal(Sent(), recorded.Request);
        Assert.Equal(Clock.GetUtcNow(), recorded.Began);
        Assert.Null(recorded.Ended);
        Assert.Equal(Environment.ProcessId, recorded.Owner!.ProcessId);
        Assert.Equal(Environment.MachineName, recorded.Owner.Host);
    }

    [Fact]
    public async Task Attempts_after_429_are_one_purchase_that_has_the_time_of_the_last()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await GoAsync(At(batch, 1));
        for (int attempt = 2; attempt < 5; attempt++)
        {
            await Store.EndAttemptAsync(purchase, Outcome(UgcPurchaseState.NotSent, nameof(UgcLabErrorKind.RateLimited)) with { Status = 429 });
            Assert.Equal(UgcRowState.NotSent, (await RowAsync(batch, 1)).State);
            Clock.Advance(TimeSpan.FromSeconds(30));
            Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(purchase, At(batch, 1)) with { Attempt = attempt }));
        }

        DateTimeOffset began = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromSeconds(2));
        await Store.EndAttemptAsync(purchase, Accepted(10, "cone"));

        PurchaseRecord only = Assert.Single(await AllAsync());
        Assert.Equal((purchase, UgcPurchaseState.Accepted, began, Clock.GetUtcNow()), (only.Id, only.State, only.Began, only.Ended));
        Assert.Equal(4, (await Store.ReadLimitUsageAsync(Account, UgcLimits.None)).CreationsUsed);
        Assert.Equal(4L, Scalar($"SELECT attempt FROM purchase WHERE purchase = '{purchase}'"));
    }

    [Fact]
    public async Task A_request_that_never_reached_the_service_does_not_count()
    {
        string purchase = await GoAsync();
        await Store.EndAttemptAsync(purchase, Outcome(UgcPurchaseState.NotSent) with { ReachedService = false });

        Assert.Equal(0, (await Store.ReadLimitUsageAsync(Account, UgcLimits.None)).CreationsUsed);
    }

    [Theory]
    [InlineData(UgcPurchaseState.NotSent, null)]
    [InlineData(UgcPurchaseState.Refused, nameof(UgcLabErrorKind.RequestRefused))]
    [InlineData(UgcPurchaseState.Refused, nameof(UgcLabErrorKind.InsufficientCredits))]
    public async Task A_row_that_was_not_created_may_be_sent_again(UgcPurchaseState state, string? refusal)
    {
        BatchRecord batch = await OpenAsync();
        await Store.EndAttemptAsync(await GoAsync(At(batch, 1)), Outcome(state, refusal));

        await CreateAsync(At(batch, 1));

        Assert.Equal(1, (await RowAsync(batch, 1)).Created);
    }

    [Theory]
    [InlineData(nameof(UgcLabErrorKind.RequestRefused), UgcRowState.Refused)]
    [InlineData(nameof(UgcLabErrorKind.ImageDownloadFailed), UgcRowState.Refused)]
    [InlineData(nameof(UgcLabErrorKind.InsufficientCredits), UgcRowState.NotSent)]
    [InlineData(nameof(UgcLabErrorKind.KeyRefused), UgcRowState.NotSent)]
    [InlineData(nameof(UgcLabErrorKind.AccessDenied), UgcRowState.NotSent)]
    [InlineData(nameof(UgcLabErrorKind.RateLimited), UgcRowState.NotSent)]
    [InlineData(nameof(UgcLabErrorKind.NotTheService), UgcRowState.NotSent)]
    public async Task A_refusal_that_is_not_about_the_row_leaves_it_not_sent(string refusal, UgcRowState state)
    {
        BatchRecord batch = await OpenAsync();
        await Store.EndAttemptAsync(await GoAsync(At(batch, 1)), Outcome(UgcPurchaseState.Refused, refusal));

        RowState row = await RowAsync(batch, 1);
        Assert.Equal((state, refusal), (row.State, row.Refusal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_created_row_returns_its_jobs(bool isOther)
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await GoAsync(At(batch, 1));
        await Store.EndAttemptAsync(purchase, Accepted(20, "ca", "cb"));

        GateAnswer.AlreadyCreated answer = Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1)), isOther ? Other : Store));

        Assert.Equal(purchase, answer.Purchase.Id);
        Assert.Equal(["ca", "cb"], answer.Purchase.Jobs.Select(job => job.UgcId));
        Assert.Single(await AllAsync());
    }

    [Fact]
    public async Task An_answered_row_is_created_though_no_job_is_known()
    {
        BatchRecord batch = await OpenAsync();
        await Store.EndAttemptAsync(await GoAsync(At(batch, 1)), Outcome(UgcPurchaseState.Answered));

        Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1))));
    }

    [Fact]
    public async Task An_unconfirmed_row_is_refused_in_every_generation()
    {
        BatchRecord batch = await OpenAsync();
        await LoseAsync(At(batch, 1));

        foreach (int generation in (int[])[1, 2, 7])
        {
            Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, Refusal(await BeginAsync(Request(NewId(), At(batch, 1, generation)))).Kind);
        }
    }

    [Fact]
    public async Task An_abandoned_row_is_refused_in_every_generation()
    {
        BatchRecord batch = await OpenAsync();
        await Store.ResolveAsync(await LoseAsync(At(batch, 1)), UgcResolution.Abandoned, []);

        foreach (int generation in (int[])[1, 2, 7])
        {
            Assert.Equal(UgcLabErrorKind.AlreadyCreated, Refusal(await BeginAsync(Request(NewId(), At(batch, 1, generation)))).Kind);
        }
    }

    [Fact]
    public async Task A_row_that_was_found_not_charged_may_be_sent_again()
    {
        BatchRecord batch = await OpenAsync();
        await Store.ResolveAsync(await LoseAsync(At(batch, 1)), UgcResolution.NotCharged, []);

        await CreateAsync(At(batch, 1));
    }

    [Fact]
    public async Task A_row_in_flight_elsewhere_waits_and_says_where()
    {
        BatchRecord batch = await OpenAsync();
        await GoAsync(At(batch, 1));

        // Another account, so that only the row is in the way.
        string reason = Waiting(await BeginAsync(Request(NewId(), At(batch, 1)) with { Account = OtherAccount }, Other));

        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", reason, StringComparison.Ordinal);
        Assert.Contains(Clock.GetUtcNow().ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture), reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_request_of_an_account_is_in_flight_at_a_time()
    {
        string first = await GoAsync();

        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", Waiting(await BeginAsync(Request(NewId()), Other)), StringComparison.Ordinal);
        Waiting(await BeginAsync(Request(NewId())));
        await GoAsync(change: request => request with { Account = OtherAccount }, store: Other);
        await Store.EndAttemptAsync(first, Accepted(10, "cone"));
        await GoAsync(store: Other);
    }

    [Fact]
    public async Task What_waits_or_is_refused_leaves_no_record()
    {
        BatchRecord batch = await OpenAsync();
        await GoAsync(At(batch, 1));
        await BeginAsync(Request(NewId(), At(batch, 2)), Other);
        await BeginAsync(Request(NewId()), Other);

        Assert.Single(await AllAsync());
        Assert.Empty(await Store.FindRowsAsync(batch.Id, [Row(2).Key]));
        Assert.Equal(1, (await Store.ReadLimitUsageAsync(Account, UgcLimits.None)).CreationsUsed);
    }

    [Fact]
    public async Task A_row_id_that_stands_for_another_content_is_refused()
    {
        BatchRecord batch = await OpenAsync();
        await Store.PlanRowsAsync(batch.Id, [Row(1)]);

        RowAttempt changed = At(batch, 1) with { Row = Row(1) with { Content = "another" } };

        Assert.Equal(UgcLabErrorKind.RowIdReused, Refusal(await BeginAsync(Request(NewId(), changed))).Kind);
    }

    [Fact]
    public async Task A_purchase_of_an_ended_process_is_unconfirmed_once_it_is_found()
    {
        BatchRecord batch = await OpenAsync(store: Other);
        string purchase = await GoAsync(At(batch, 1), store: Other);
        Place.Kill(Other);

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, Refusal(await BeginAsync(Request(NewId(), At(batch, 1)))).Kind);

        PurchaseRecord found = await FindAsync(purchase);
        Assert.Equal((UgcPurchaseState.Unconfirmed, Clock.GetUtcNow()), (found.State, found.Ended));
        Assert.Equal(nameof(UgcLabErrorKind.OutcomeUnconfirmed), found.Refusal);
    }

    [Fact]
    public async Task An_ended_process_holds_up_no_other_row()
    {
        BatchRecord batch = await OpenAsync(store: Other);
        await GoAsync(At(batch, 1), store: Other);
        Place.Kill(Other);

        await CreateAsync(At(batch, 2));
    }

    [Fact]
    public async Task A_read_finds_the_purchase_of_an_ended_process_too()
    {
        BatchRecord batch = await OpenAsync(store: Other);
        string purchase = await GoAsync(At(batch, 1), store: Other);
        await OpenAsync();
        Assert.Equal(UgcPurchaseState.Sending, (await FindAsync(purchase)).State);
        Place.Kill(Other);

        Assert.Equal(UgcPurchaseState.Unconfirmed, (await FindAsync(purchase)).State);
        Assert.Equal(UgcRowState.Unconfirmed, (await RowAsync(batch, 1)).State);
    }

    [Fact]
    public async Task A_store_that_is_closed_counts_as_ended()
    {
        BatchRecord batch = await OpenAsync(store: Other);
        await GoAsync(At(batch, 1), store: Other);
        await Other.DisposeAsync();

        // A server ends the session of a closed connection a moment later.
        GateAnswer answer = await BeginAsync(Request(NewId(), At(batch, 1)));
        for (int tries = 0; answer is GateAnswer.Wait && tries < 1000; tries++)
        {
            answer = await BeginAsync(Request(NewId(), At(batch, 1)));
        }

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, Refusal(answer).Kind);
    }

    [Fact]
    public async Task A_running_owner_is_waited_for_however_long_it_takes()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await GoAsync(At(batch, 1));
        Clock.Advance(TimeSpan.FromDays(3));

        Waiting(await BeginAsync(Request(NewId(), At(batch, 1)), Other));

        await Store.EndAttemptAsync(purchase, Accepted(10, "cone"));
        Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1)), Other));
    }

    [Fact]
    public async Task A_purchase_that_has_ended_cannot_begin_again()
    {
        string purchase = await CreateAsync();

        Assert.Equal(UgcLabErrorKind.StoreDamaged, Refusal(await BeginAsync(Request(purchase) with { Attempt = 2 })).Kind);
        Assert.Equal(UgcPurchaseState.Accepted, (await FindAsync(purchase)).State);
    }

    [Fact]
    public async Task A_stop_ends_a_wait_for_the_store_before_anything_is_recorded()
    {
        await CreateAsync();
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.BeginAttemptAsync(Request(NewId()), stop.Token));
        Assert.Single(await AllAsync());
    }

    [Theory]
    [InlineData("Sending", false)]
    [InlineData("Accepted", true)]
    [InlineData("Answered", true)]
    [InlineData("Unconfirmed", true)]
    [InlineData("Abandoned", true)]
    public async Task The_indexes_refuse_a_second_purchase_even_for_wrong_code(string state, bool hasEnded)
    {
        BatchRecord batch = await OpenAsync();
        await CreateAsync(At(batch, 1));

        Assert.ThrowsAny<DbException>(() => Insert(batch, "Sending", generation: 1));
        Assert.ThrowsAny<DbException>(() => Insert(batch, state, generation: 1, hasEnded));
        Assert.Equal(1, Insert(batch, "Refused", generation: 1, hasEnded: true));
        Assert.Equal(1, Insert(batch, "Sending", generation: 2));
    }

    [Fact]
    public async Task The_indexes_refuse_a_purchase_of_an_unconfirmed_row_in_every_generation()
    {
        BatchRecord batch = await OpenAsync();
        await LoseAsync(At(batch, 1));

        Assert.ThrowsAny<DbException>(() => Insert(batch, "Sending", generation: 1));
        Assert.ThrowsAny<DbException>(() => Insert(batch, "Sending", generation: 2));
    }

    [Fact]
    public async Task The_indexes_refuse_a_second_request_of_an_account_in_flight()
    {
        BatchRecord batch = await OpenAsync();
        await GoAsync(At(batch, 1));
        await Store.PlanRowsAsync(batch.Id, [Row(2)]);

        Assert.ThrowsAny<DbException>(() => Insert(batch, "Sending", generation: 1, row: 2));
    }

    [Fact]
    public async Task A_sending_purchase_has_no_end_and_every_other_has_one()
    {
        BatchRecord batch = await OpenAsync();
        await CreateAsync(At(batch, 1));

        Assert.ThrowsAny<DbException>(() => Insert(batch, "Sending", generation: 2, hasEnded: true));
        Assert.ThrowsAny<DbException>(() => Insert(batch, "Accepted", generation: 2));
    }

    private int Insert(BatchRecord batch, string state, int generation, bool hasEnded = false, int row = 1) => Execute(string.Create(CultureInfo.InvariantCulture,
        $"""
        INSERT INTO purchase (purchase, account, owner, batch, row_key, generation, state, began, ended, endpoint, has_image, outputs, has_more, sum)
        SELECT '{NewId("raw")}', account, owner, {batch.Id}, '{Row(row).Key}', {generation}, '{state}', began, {(hasEnded ? "began" : "NULL")}, endpoint, 0, 1, 0, '' FROM purchase LIMIT 1
        """));
}

public sealed class SqliteGateTests() : GateContract(new SqliteTestStore());

public sealed class PostgresGateTests() : GateContract(new PostgresTestStore());
