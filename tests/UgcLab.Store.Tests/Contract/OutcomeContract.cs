namespace UgcLab.Store.Tests.Contract;

/// <summary>Outcomes, late answers, and what a person finds out.</summary>
public abstract class OutcomeContract(TestStore place) : StoreTest(place)
{
    [Fact]
    public async Task An_outcome_is_recorded_with_its_jobs()
    {
        string purchase = await GoAsync();
        Clock.Advance(TimeSpan.FromSeconds(7));

        await Store.EndAttemptAsync(purchase, Accepted(20.5m, "ca", "cb") with { Remaining = 979.5m, RequestId = "req", Status = 201, Message = "odd", Answer = "{}" });

        PurchaseRecord recorded = await FindAsync(purchase);
        Assert.Equal(
            (UgcPurchaseState.Accepted, Clock.GetUtcNow(), 20.5m, 979.5m, "req", 201, "odd", "{}"),
            (recorded.State, recorded.Ended!.Value, recorded.Charged, recorded.Remaining, recorded.RequestId, recorded.Status!.Value, recorded.Message, recorded.Answer));
        Assert.Equal([("ca", 0, 10.25m), ("cb", 1, 10.25m)], recorded.Jobs.Select(job => (job.UgcId, job.Variant, job.Charged!.Value)));
        Assert.Equal(purchase, (await Other.FindJobAsync("cb"))!.Id);
    }

    [Fact]
    public async Task Recording_an_outcome_twice_changes_nothing()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await GoAsync(At(batch, 1));
        AttemptOutcome outcome = Accepted(10, "cone") with { Charges = [10] };
        await Store.EndAttemptAsync(purchase, outcome);
        PurchaseRecord first = await FindAsync(purchase);
        Clock.Advance(TimeSpan.FromMinutes(5));

        AttemptResult again = await Store.EndAttemptAsync(purchase, outcome);

        Assert.Equal(new AttemptResult(false, []), again, Same);
        Assert.Equivalent(first, await FindAsync(purchase), strict: true);
        Assert.Equal(1, Assert.Single((await Store.ReadPricesAsync()).Prices).Value.Charges);
    }

    [Fact]
    public async Task An_outcome_of_a_purchase_that_was_never_recorded_is_an_error()
    {
        await CreateAsync();

        Assert.Equal(UgcLabErrorKind.RowNotUnconfirmed, (await Assert.ThrowsAsync<UgcLabException>(() => Store.EndAttemptAsync("unheard", Accepted(10, "cone")))).Kind);
    }

    [Fact]
    public async Task A_late_answer_moves_an_unconfirmed_row_to_accepted()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await LoseAsync(At(batch, 1));

        Assert.Equal(new AttemptResult(false, []), await Store.EndAttemptAsync(purchase, Accepted(10, "cone")), Same);

        Assert.Equal((UgcRowState.Running, 1, false), ((await RowAsync(batch, 1)).State, (await RowAsync(batch, 1)).Created, (await RowAsync(batch, 1)).IsDoubled));
        Assert.Equal("cone", Assert.Single((await FindAsync(purchase)).Jobs).UgcId);
    }

    [Fact]
    public async Task A_late_answer_of_a_process_thought_ended_is_recorded()
    {
        BatchRecord batch = await OpenAsync(store: Other);
        string purchase = await GoAsync(At(batch, 1), store: Other);
        Place.Kill(Other);
        Refusal(await BeginAsync(Request(NewId(), At(batch, 1))));

        Assert.Equal(new AttemptResult(false, []), await Other.EndAttemptAsync(purchase, Accepted(10, "cone")), Same);

        Assert.Equal("cone", Assert.Single(Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1)))).Purchase.Jobs).UgcId);
    }

    [Theory]
    [InlineData(UgcPurchaseState.NotSent, UgcRowState.NotSent)]
    [InlineData(UgcPurchaseState.Refused, UgcRowState.Refused)]
    public async Task A_late_refusal_resolves_an_unconfirmed_row(UgcPurchaseState state, UgcRowState row)
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await LoseAsync(At(batch, 1));

        await Store.EndAttemptAsync(purchase, Outcome(state, nameof(UgcLabErrorKind.RequestRefused)));

        Assert.Equal(row, (await RowAsync(batch, 1)).State);
    }

    [Fact]
    public async Task Not_charged_and_created_again_and_then_charged_after_all_keeps_both()
    {
        BatchRecord batch = await OpenAsync();
        string first = await LoseAsync(At(batch, 1));
        await Store.ResolveAsync(first, UgcResolution.NotCharged, []);
        string second = await CreateAsync(At(batch, 1));

        AttemptResult late = await Store.EndAttemptAsync(first, Accepted(12, "clate"));

        Assert.True(late.IsDoubled);
        RowState row = await RowAsync(batch, 1);
        Assert.Equal((true, 2, 22m, 1), (row.IsDoubled, row.Videos, row.Charged, row.Created));
        Assert.Equal([(first, true), (second, false)], (await AllAsync(new PurchaseFilter { OldestFirst = true })).Select(purchase => (purchase.Id, purchase.IsDoubled)));
        Assert.Equal(1, Assert.Single(await Store.ReadBatchesAsync(new BatchQuery(WithCounts: true))).Doubled);
        Assert.Equal(["clate", "c" + second], [(await FindAsync(first)).Jobs[0].UgcId, (await FindAsync(second)).Jobs[0].UgcId]);
        Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1))));
        await CreateAsync(At(batch, 1, generation: 2));
    }

    [Fact]
    public async Task A_late_answer_beside_a_request_in_flight_is_kept_and_so_is_the_others()
    {
        BatchRecord batch = await OpenAsync();
        string first = await LoseAsync(At(batch, 1));
        await Store.ResolveAsync(first, UgcResolution.NotCharged, []);
        string second = await GoAsync(At(batch, 1));

        await Store.EndAttemptAsync(first, Accepted(12, "clate"));
        Assert.Equal(UgcRowState.Sending, (await RowAsync(batch, 1)).State);
        await Store.EndAttemptAsync(second, Accepted(10, "csecond"));

        Assert.Equal((true, 2), ((await RowAsync(batch, 1)).IsDoubled, (await RowAsync(batch, 1)).Videos));
    }

    [Theory]
    [InlineData(UgcPurchaseState.NotSent)]
    [InlineData(UgcPurchaseState.Refused)]
    public async Task A_row_is_created_once_when_the_request_beside_a_late_answer_fails(UgcPurchaseState state)
    {
        BatchRecord batch = await OpenAsync();
        string first = await LoseAsync(At(batch, 1));
        await Store.ResolveAsync(first, UgcResolution.NotCharged, []);
        string second = await GoAsync(At(batch, 1));
        await Store.EndAttemptAsync(first, Accepted(12, "clate"));

        await Store.EndAttemptAsync(second, Outcome(state, nameof(UgcLabErrorKind.RequestRefused)));

        RowState row = await RowAsync(batch, 1);
        Assert.Equal((UgcRowState.Running, false, 1), (row.State, row.IsDoubled, row.Videos));
        Assert.False((await FindAsync(first)).IsDoubled);
        Assert.Equal(first, Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1)))).Purchase.Id);
        Assert.ThrowsAny<System.Data.Common.DbException>(() => Execute(
            $"INSERT INTO purchase SELECT 'wrong', account, owner, batch, row_key, generation, attempt, 0, run, slot, 'Abandoned', began, ended, kind, endpoint, model, duration, tier, has_image, outputs, has_more, project, reference, row_id, row_no, request, cells, refusal, status, code, message, request_id, evidence, price, charged, refunded, remaining, videos, sum FROM purchase WHERE purchase = '{second}'"));
    }

    [Fact]
    public async Task A_late_answer_brings_an_abandoned_row_back()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await LoseAsync(At(batch, 1));
        await Store.ResolveAsync(purchase, UgcResolution.Abandoned, []);

        Assert.Equal(new AttemptResult(false, []), await Store.EndAttemptAsync(purchase, Accepted(10, "cone")), Same);

        RowState row = await RowAsync(batch, 1);
        Assert.Equal((UgcRowState.Running, false, 1), (row.State, row.IsAbandoned, row.Created));
        Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1))));
    }

    [Theory]
    [InlineData(UgcResolution.NotCharged, UgcPurchaseState.NotCharged)]
    [InlineData(UgcResolution.Abandoned, UgcPurchaseState.Abandoned)]
    public async Task A_late_answer_without_jobs_leaves_what_a_person_reported(UgcResolution resolution, UgcPurchaseState state)
    {
        string purchase = await LoseAsync();
        await Store.ResolveAsync(purchase, resolution, []);

        await Store.EndAttemptAsync(purchase, Outcome(UgcPurchaseState.Unconfirmed));
        await Store.EndAttemptAsync(purchase, Outcome(UgcPurchaseState.NotSent));

        Assert.Equal(state, (await FindAsync(purchase)).State);
    }

    [Fact]
    public async Task A_late_answer_adds_the_jobs_that_a_person_did_not_adopt()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await LoseAsync(At(batch, 1));
        await Store.ResolveAsync(purchase, UgcResolution.Adopted, ["ca"]);

        Assert.Equal(new AttemptResult(false, []), await Store.EndAttemptAsync(purchase, Accepted(20, "ca", "cb")), Same);

        PurchaseRecord recorded = await FindAsync(purchase);
        Assert.Equal(["ca", "cb"], recorded.Jobs.Select(job => job.UgcId));
        Assert.Equal(20, recorded.Charged);
        Assert.Equal(2, (await RowAsync(batch, 1)).Videos);
    }

    [Fact]
    public async Task A_job_of_another_purchase_is_dropped_and_the_outcome_commits()
    {
        BatchRecord batch = await OpenAsync();
        string first = await CreateAsync(At(batch, 1));
        string second = await GoAsync(At(batch, 2));

        AttemptResult result = await Store.EndAttemptAsync(second, Accepted(20, "c" + first, "cnew"));

        Assert.Equal(["c" + first], result.JobsOfOthers);
        Assert.Equal("cnew", Assert.Single((await FindAsync(second)).Jobs).UgcId);
        Assert.Equal(first, (await Store.FindJobAsync("c" + first))!.Id);
        Assert.Equal((UgcRowState.Running, 1), ((await RowAsync(batch, 2)).State, (await RowAsync(batch, 2)).Videos));
    }

    [Fact]
    public async Task An_answer_with_only_jobs_of_another_purchase_still_ends_it()
    {
        BatchRecord batch = await OpenAsync();
        string first = await CreateAsync(At(batch, 1));
        string second = await GoAsync(At(batch, 2));

        await Store.EndAttemptAsync(second, Accepted(10, "c" + first));

        Assert.Equal((UgcRowState.Failed, 0), ((await RowAsync(batch, 2)).State, (await RowAsync(batch, 2)).Videos));
        Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 2))));
    }

    [Fact]
    public async Task Adopted_jobs_belong_to_the_purchase()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await LoseAsync(At(batch, 1), request => request with { Request = Sent(outputs: 2) });

        PurchaseRecord resolved = await Store.ResolveAsync(purchase, UgcResolution.Adopted, ["ca", "cb"]);

        Assert.Equal(UgcPurchaseState.Accepted, resolved.State);
        Assert.Equal(["ca", "cb"], resolved.Jobs.Select(job => job.UgcId));
        Assert.Equal(UgcRowState.Running, (await RowAsync(batch, 1)).State);
    }

    [Fact]
    public async Task More_jobs_than_a_purchase_asked_for_are_not_adopted()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await LoseAsync(At(batch, 1), request => request with { Request = Sent(outputs: 2) });

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => Store.ResolveAsync(purchase, UgcResolution.Adopted, ["ca", "cb", "cc"]));

        Assert.Equal(UgcLabErrorKind.JobIdInvalid, error.Kind);
        Assert.Contains("asked for 2 jobs, and 3 ids were specified", error.Message, StringComparison.Ordinal);
        Assert.Equal(UgcPurchaseState.Unconfirmed, (await FindAsync(purchase)).State);
    }

    [Fact]
    public async Task Charges_of_a_part_of_the_jobs_are_not_those_of_a_purchase()
    {
        string purchase = await GoAsync(change: request => request with { Request = Sent(outputs: 3) });
        await Store.EndAttemptAsync(purchase, Accepted(null, "ca"));

        await Store.RecordJobAsync(new UgcJob { UgcId = "ca", CreditsCharged = 30 });

        Assert.Null((await FindAsync(purchase)).Charged);
    }

    [Fact]
    public async Task Charges_that_an_answer_does_not_name_are_those_of_the_jobs()
    {
        string purchase = await GoAsync(change: request => request with { Request = Sent(outputs: 2) });
        await Store.EndAttemptAsync(purchase, Accepted(null, "ca", "cb"));
        await Store.RecordJobAsync(new UgcJob { UgcId = "ca", CreditsCharged = 30 });
        Assert.Null((await FindAsync(purchase)).Charged);

        await Store.RecordJobAsync(new UgcJob { UgcId = "cb", CreditsCharged = 50, CreditsRefunded = 50 });

        Assert.Equal((80m, 50m), ((await FindAsync(purchase)).Charged, (await FindAsync(purchase)).Jobs.Sum(job => job.Refunded)));
    }

    [Fact]
    public async Task A_job_of_another_purchase_is_not_adopted()
    {
        BatchRecord batch = await OpenAsync();
        string first = await CreateAsync(At(batch, 7));
        string second = await LoseAsync(At(batch, 8));

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => Store.ResolveAsync(second, UgcResolution.Adopted, ["cnew", "c" + first]));

        Assert.Equal(UgcLabErrorKind.JobIdInvalid, error.Kind);
        Assert.Contains("in batch Campaign, row 7", error.Message, StringComparison.Ordinal);
        Assert.Equal(UgcPurchaseState.Unconfirmed, (await FindAsync(second)).State);
        Assert.Null(await Store.FindJobAsync("cnew"));
    }

    [Fact]
    public async Task What_is_not_unconfirmed_is_not_resolved()
    {
        string created = await CreateAsync();
        string sending = await GoAsync();

        foreach (string purchase in (string[])[created, sending, "unheard"])
        {
            Assert.Equal(UgcLabErrorKind.RowNotUnconfirmed, (await Assert.ThrowsAsync<UgcLabException>(() => Store.ResolveAsync(purchase, UgcResolution.NotCharged, []))).Kind);
        }
    }

    [Theory]
    [InlineData(UgcResolution.Adopted, UgcRowState.Running)]
    [InlineData(UgcResolution.NotCharged, UgcRowState.NotSent)]
    public async Task What_was_abandoned_can_be_resolved_otherwise_later(UgcResolution resolution, UgcRowState state)
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await LoseAsync(At(batch, 1));
        await Store.ResolveAsync(purchase, UgcResolution.Abandoned, []);
        string[] jobs = resolution is UgcResolution.Adopted ? ["ca"] : [];

        Assert.Equal(UgcLabErrorKind.RowNotUnconfirmed, (await Assert.ThrowsAsync<UgcLabException>(() => Store.ResolveAsync(purchase, resolution, jobs))).Kind);
        await Store.ResolveAsync(purchase, resolution, jobs, wasAbandoned: true);

        RowState row = await RowAsync(batch, 1);
        Assert.Equal((state, false), (row.State, row.IsAbandoned));
        GateAnswer answer = await BeginAsync(Request(NewId(), At(batch, 1)));
        Assert.Equal(resolution is UgcResolution.NotCharged, answer is GateAnswer.Allowed);
        Assert.Equal(UgcLabErrorKind.RowNotUnconfirmed, (await Assert.ThrowsAsync<UgcLabException>(() => Store.ResolveAsync(purchase, resolution, jobs, wasAbandoned: true))).Kind);
    }

    [Fact]
    public async Task What_is_unconfirmed_is_not_resolved_as_if_it_had_been_abandoned()
    {
        string purchase = await LoseAsync();
        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => Store.ResolveAsync(purchase, UgcResolution.NotCharged, [], wasAbandoned: true));
        Assert.Equal(UgcLabErrorKind.RowNotUnconfirmed, error.Kind);
    }

    [Fact]
    public async Task Prices_are_learned_from_what_was_charged()
    {
        await Store.EndAttemptAsync(await GoAsync(), Accepted(30, "c1", "c2") with { Charges = [14, 16] });
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Store.EndAttemptAsync(await GoAsync(), Accepted(12.5m, "c3") with { Charges = [12.5m] });

        (PriceKey kind, UgcPrice price) = Assert.Single((await Other.ReadPricesAsync()).Prices);
        Assert.Equal(Sent().Key, kind);
        Assert.Equal(new UgcPrice { Kind = kind.ToString(), Credits = 12.5m, Least = 12.5m, Most = 16, Charges = 3, LastCharged = Clock.GetUtcNow() }, price);
    }

    [Fact]
    public async Task A_late_price_does_not_replace_a_newer_one()
    {
        string early = await LoseAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        DateTimeOffset newest = Clock.GetUtcNow();
        await Store.EndAttemptAsync(await GoAsync(), Accepted(20, "c1") with { Charges = [20], Remaining = 80 });
        await Store.EndAttemptAsync(early, Accepted(10, "c2") with { Charges = [10], Remaining = 100 });

        PriceRecords known = await Store.ReadPricesAsync();
        Assert.Equal((20m, 10m, 20m, 2, newest), Assert.Single(known.Prices).Value is UgcPrice price ? (price.Credits, price.Least, price.Most, price.Charges, price.LastCharged!.Value) : default);
        Assert.Equal((80m, newest), (Assert.Single(known.Balances).Credits, Assert.Single(known.Balances).Time));
    }

    [Fact]
    public async Task Balances_are_kept_for_each_project_the_newest_last()
    {
        foreach ((string project, decimal left) in (ValueTuple<string, decimal>[])[("a", 90), ("b", 80), ("a", 70)])
        {
            string purchase = await GoAsync(change: request => request with { Request = Sent(project: project) });
            await Store.EndAttemptAsync(purchase, Accepted(10, "c" + purchase) with { Remaining = left });
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([("b", 80m), ("a", 70m)], (await Store.ReadPricesAsync()).Balances.Select(balance => (balance.ProjectId, balance.Credits)));
    }
}

public sealed class SqliteOutcomeTests() : OutcomeContract(new SqliteTestStore())
{
    [Fact]
    public async Task A_purchase_of_an_ended_process_can_be_resolved_at_once()
    {
        string purchase = await GoAsync(store: Other);
        Place.Kill(Other);

        Assert.Equal(UgcPurchaseState.NotCharged, (await Store.ResolveAsync(purchase, UgcResolution.NotCharged, [])).State);
    }
}

public sealed class PostgresOutcomeTests() : OutcomeContract(new PostgresTestStore())
{
    [Fact]
    public async Task A_purchase_of_a_lost_session_is_not_resolved_as_not_charged_before_its_timeout()
    {
        string purchase = await GoAsync(store: Other);
        Place.Kill(Other);

        foreach (TimeSpan wait in (TimeSpan[])[TimeSpan.FromMinutes(3), Place.SendWithin])
        {
            UgcLabException early = await Assert.ThrowsAsync<UgcLabException>(() => Store.ResolveAsync(purchase, UgcResolution.NotCharged, []));
            Assert.Equal(UgcLabErrorKind.RowNotUnconfirmed, early.Kind);
            Clock.Advance(wait);
        }

        Assert.Equal(UgcPurchaseState.NotCharged, (await Store.ResolveAsync(purchase, UgcResolution.NotCharged, [])).State);
    }

    [Fact]
    public async Task A_purchase_of_a_lost_session_can_be_adopted_at_once()
    {
        string purchase = await GoAsync(store: Other);
        Place.Kill(Other);

        Assert.Equal(UgcPurchaseState.Accepted, (await Store.ResolveAsync(purchase, UgcResolution.Adopted, ["cfound"])).State);
    }
}
