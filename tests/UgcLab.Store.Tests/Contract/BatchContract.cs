namespace UgcLab.Store.Tests.Contract;

/// <summary>Batches, their generations, claims and removal.</summary>
public abstract class BatchContract(TestStore place) : StoreTest(place)
{
    [Fact]
    public async Task A_batch_is_known_by_address_workspace_and_name_in_any_case()
    {
        long batch = (await OpenAsync()).Id;

        Assert.Equal(batch, (await OpenAsync(key: Batch with { Name = "CAMPAIGN" }, store: Other)).Id);
        Assert.NotEqual(batch, (await OpenAsync(key: Batch with { Workspace = "agency" })).Id);
        Assert.NotEqual(batch, (await OpenAsync(key: Batch with { BaseUri = "https://elsewhere.test/" })).Id);
        Assert.NotEqual(batch, (await OpenAsync(key: Batch with { Name = "Campaign 2" })).Id);
        Assert.Equal(4, (await Store.ReadBatchesAsync(new BatchQuery())).Count);
        Assert.Equal("Campaign", Assert.Single(await Store.ReadBatchesAsync(new BatchQuery("", Account.BaseUri, "campaign"))).Key.Name);
    }

    [Theory]
    [InlineData("Frühling", "FRÜHLING")]
    [InlineData("Fr\u00fchling", "Fru\u0308hling")]
    public async Task A_name_is_compared_as_people_read_it(string name, string same)
    {
        Assert.Equal((await OpenAsync(key: Batch with { Name = name })).Id, (await OpenAsync(key: Batch with { Name = same })).Id);
    }

    [Fact]
    public async Task A_rotated_key_continues_a_batch()
    {
        BatchRecord batch = await OpenAsync();
        string first = await CreateAsync(At(batch, 1));
        await LoseAsync(At(batch, 2));

        Assert.Equal(batch.Id, (await OpenAsync("next", Other)).Id);
        Assert.Equal(first, Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1)) with { Account = OtherAccount }, Other)).Purchase.Id);
        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, Refusal(await BeginAsync(Request(NewId(), At(batch, 2)) with { Account = OtherAccount }, Other)).Kind);
        await CreateAsync(At(batch, 3), change: request => request with { Account = OtherAccount }, store: Other);
    }

    [Fact]
    public async Task Rows_are_planned_once_and_stay_as_they_are()
    {
        BatchRecord batch = await OpenAsync();
        await Store.PlanRowsAsync(batch.Id, [Row(2), Row(1)]);
        await CreateAsync(At(batch, 1));
        await Other.PlanRowsAsync(batch.Id, [Row(1), Row(2), Row(3)]);

        List<BatchRowRecord> rows = await RowsAsync(batch);

        Assert.Equal([1, 2, 3], rows.Select(row => row.Request.RowNumber!.Value));
        Assert.Equal([UgcRowState.Running, UgcRowState.NotSent, UgcRowState.NotSent], rows.Select(row => row.State.State));
        Assert.Equal(Row(2).Request, rows[1].Request);
    }

    [Fact]
    public async Task A_batch_remembers_the_first_file_that_its_rows_came_from()
    {
        await Store.OpenBatchAsync(Batch, "piped", null);
        await Store.OpenBatchAsync(Batch, "first", "/jan/ads.csv");
        Assert.Equal("/jan/ads.csv", (await Other.OpenBatchAsync(Batch, "second", "/feb/ads.csv")).Source);
    }

    [Fact]
    public async Task Rows_that_were_created_or_may_have_been_are_found_by_content_in_every_batch()
    {
        BatchRecord batch = await OpenAsync();
        BatchRecord copy = await OpenAsync(key: Batch with { Name = "Copy" });
        await Store.PlanRowsAsync(batch.Id, [.. Enumerable.Range(1, 5).Select(Row)]);
        await CreateAsync(At(batch, 1));
        await CreateAsync(At(copy, 1));
        await LoseAsync(At(batch, 2));
        string abandoned = await LoseAsync(At(batch, 3));
        await Store.ResolveAsync(abandoned, UgcResolution.Abandoned, []);
        string refused = await GoAsync(At(batch, 4));
        await Store.EndAttemptAsync(refused, Outcome(UgcPurchaseState.Refused, nameof(UgcLabErrorKind.RequestRefused)));

        IReadOnlyList<CreatedRow> found = await Other.FindCreatedAsync([.. Enumerable.Range(1, 700).Select(number => Row(number).Content)]);

        Assert.Equal(["Campaign 1", "Campaign 2", "Campaign 3", "Copy 1"], found.Select(row => $"{row.BatchName} {int.Parse(row.Content, System.Globalization.CultureInfo.InvariantCulture)}").Order());
        Assert.All(found, row => Assert.Equal(Clock.GetUtcNow(), row.Time));
        Assert.Equal((batch.Id, Row(2).Key, (string?)null), (found.Single(row => row.Content == Row(2).Content).Batch, found.Single(row => row.Content == Row(2).Content).Key, found[0].RowId));
        Assert.Empty(await Store.FindCreatedAsync([]));
    }

    [Fact]
    public async Task The_rows_of_a_batch_are_read_in_pages_by_number()
    {
        BatchRecord batch = await OpenAsync();
        await Store.PlanRowsAsync(batch.Id, [.. Enumerable.Range(1, 1203).Reverse().Select(Row)]);
        await CreateAsync(At(batch, 700));

        List<BatchRowRecord> rows = await RowsAsync(batch);

        Assert.Equal(Enumerable.Range(1, 1203), rows.Select(row => row.Request.RowNumber!.Value));
        Assert.Single(rows[699].Purchases);
        Assert.Equal(700, Assert.Single(await RowsAsync(batch, UgcRowState.Running)).Request.RowNumber);
        Assert.Equal(1202, (await RowsAsync(batch, UgcRowState.NotSent, UgcRowState.Saved)).Count);
        Assert.Equal(1203, (await Store.FindRowsAsync(batch.Id, [.. Enumerable.Range(1, 1210).Select(number => Row(number).Key)])).Count);
    }

    [Fact]
    public async Task A_batch_counts_its_rows_videos_and_credits()
    {
        BatchRecord batch = await OpenAsync();
        await Store.PlanRowsAsync(batch.Id, [Row(1), Row(2), Row(3), Row(4), Row(5)]);
        string first = await CreateAsync(At(batch, 1), charged: 10.1m);
        string second = await CreateAsync(At(batch, 2), charged: 10.2m);
        await CreateAsync(At(batch, 3), charged: 10.2m);
        await LoseAsync(At(batch, 4));
        await Store.RecordSavedAsync(new SavedRecord("c" + first, "/videos/one.mp4", "abc", 17));
        await Store.RecordJobAsync(new UgcJob { UgcId = "c" + second, StatusText = "FAILED", CreditsRefunded = 10.2m, Status = UgcJobStatus.Failed });

        BatchRecord counted = Assert.Single(await Other.ReadBatchesAsync(new BatchQuery(WithCounts: true)));

        Assert.Equal(
            new Dictionary<UgcRowState, int> { [UgcRowState.Saved] = 1, [UgcRowState.Failed] = 1, [UgcRowState.Running] = 1, [UgcRowState.Unconfirmed] = 1, [UgcRowState.NotSent] = 1 },
            counted.States);
        Assert.Equal((3, 1, 30.5m, 10.2m, 0), (counted.Videos, counted.Unsaved, counted.Charged, counted.Refunded, counted.Doubled));
        Assert.Equal(Environment.ProcessId, Assert.Single(counted.Runs).ProcessId);
    }

    [Theory]
    [InlineData("COMPLETED", UgcJobStatus.Completed, UgcRowState.Finished)]
    [InlineData("FAILED", UgcJobStatus.Failed, UgcRowState.Failed)]
    [InlineData("CANCELLED", UgcJobStatus.Canceled, UgcRowState.Failed)]
    [InlineData("PROCESSING", UgcJobStatus.Processing, UgcRowState.Running)]
    public async Task A_job_that_ends_moves_its_row_and_never_back(string status, UgcJobStatus state, UgcRowState row)
    {
        BatchRecord batch = await OpenAsync();
        string job = "c" + await CreateAsync(At(batch, 1));
        await Store.RecordJobAsync(new UgcJob { UgcId = job, StatusText = status, ErrorMessage = "why", Status = state });
        Assert.Equal(row, (await RowAsync(batch, 1)).State);

        await Other.RecordJobAsync(new UgcJob { UgcId = job, StatusText = "PENDING", Status = UgcJobStatus.Pending });

        Assert.Equal(row, (await RowAsync(batch, 1)).State);
        await Store.RecordSavedAsync(new SavedRecord(job, "/videos/one.mp4", "abc", 17));
        Assert.Equal((UgcRowState.Saved, 0), ((await RowAsync(batch, 1)).State, (await RowAsync(batch, 1)).Unsaved));
    }

    [Fact]
    public async Task A_job_that_is_not_in_the_store_changes_nothing()
    {
        await OpenAsync();

        await Store.RecordJobAsync(new UgcJob { UgcId = "unheard", StatusText = "FAILED", Status = UgcJobStatus.Failed });
        await Store.RecordSavedAsync(new SavedRecord("unheard", "/videos/one.mp4", null, 1));

        Assert.Null(await Store.FindJobAsync("unheard"));
    }

    [Fact]
    public async Task Two_runs_that_create_again_create_each_row_once_more()
    {
        BatchRecord batch = await OpenAsync("one");
        await OpenAsync("two", Other);
        for (int row = 0; row < 6; row++)
        {
            await CreateAsync(At(batch, row));
        }

        int first = await Store.OpenGenerationAsync(batch.Id, "one", null);
        int second = await Other.OpenGenerationAsync(batch.Id, "two", null);
        for (int row = 0; row < 6; row++)
        {
            (IStoreEngine store, int generation) = row % 2 == 0 ? (Store, first) : (Other, second);
            (IStoreEngine late, int lateGeneration) = row % 2 == 0 ? (Other, second) : (Store, first);
            await CreateAsync(At(batch, row, generation), store: store);
            Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, row, lateGeneration)), late));
        }

        Assert.Equal((2, 2), (first, second));
        Assert.Equal(12, (await AllAsync()).Count);
    }

    [Fact]
    public async Task A_generation_is_resumed_until_a_run_that_has_created_all_of_it_ends_it()
    {
        BatchRecord batch = await OpenAsync("one");
        await OpenAsync("two", Other);
        await Store.OpenGenerationAsync(batch.Id, "one", 2);
        Assert.Equal(2, await Other.OpenGenerationAsync(batch.Id, "two", null));
        await Store.EndGenerationAsync(batch.Id, "one", 2);
        await Store.CloseBatchAsync(batch.Id, "one");
        Place.Kill(Other);

        await OpenAsync("three");
        Assert.Equal(2, await Store.OpenGenerationAsync(batch.Id, "three", 3));
        await Store.EndGenerationAsync(batch.Id, "three", 1);
        await Store.EndGenerationAsync(batch.Id, "three", null);
        Assert.Equal(2, (await Store.ReadBatchesAsync(new BatchQuery()))[0].OpenGeneration);
        await Store.EndGenerationAsync(batch.Id, "three", 2);
        Assert.Null((await Store.ReadBatchesAsync(new BatchQuery()))[0].OpenGeneration);
        await Store.CloseBatchAsync(batch.Id, "three");

        await OpenAsync("four");
        Assert.Equal(3, await Store.OpenGenerationAsync(batch.Id, "four", null));
        await Store.EndGenerationAsync(batch.Id, "four", null);
        Assert.Null((await Store.ReadBatchesAsync(new BatchQuery()))[0].OpenGeneration);
    }

    [Fact]
    public async Task A_row_that_another_run_has_created_since_it_was_planned_is_not_created_again()
    {
        BatchRecord batch = await OpenAsync();
        string first = await CreateAsync(At(batch, 1));

        GateAnswer.AlreadyCreated before = Assert.IsType<GateAnswer.AlreadyCreated>(
            await BeginAsync(Request(NewId(), At(batch, 1, generation: 2) with { Known = 0 })));

        Assert.Equal(first, before.Purchase.Id);
        Assert.IsType<GateAnswer.Allowed>(await BeginAsync(Request(NewId(), At(batch, 1, generation: 2) with { Known = 1 })));
    }

    [Fact]
    public async Task A_run_of_an_older_generation_returns_what_a_newer_one_created()
    {
        BatchRecord batch = await OpenAsync();
        await CreateAsync(At(batch, 1));
        string newest = await CreateAsync(At(batch, 1, generation: 3));

        foreach (int generation in (int[])[2, 3])
        {
            Assert.Equal(newest, Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1, generation)))).Purchase.Id);
        }

        await CreateAsync(At(batch, 1, generation: 4));
    }

    [Fact]
    public async Task A_job_is_claimed_by_one_living_run()
    {
        BatchRecord batch = await OpenAsync("one");
        await OpenAsync("two", Other);
        string mine = "c" + await CreateAsync(At(batch, 1, run: "one"));
        string free = "c" + await CreateAsync(At(batch, 2));

        Assert.Equal([free], await Other.ClaimJobsAsync([mine, free], "two"));
        Assert.Equal([mine], await Store.ClaimJobsAsync([mine, free], "one"));
        Assert.Equal([free], await Other.ClaimJobsAsync([mine, free], "two"));
        await Store.CloseBatchAsync(batch.Id, "one");

        Assert.Equal([free, mine], (await Other.ClaimJobsAsync([mine, free], "two")).Order(StringComparer.Ordinal).OrderByDescending(id => id == free));
    }

    [Fact]
    public async Task An_ended_run_holds_no_claim()
    {
        BatchRecord batch = await OpenAsync("one", Other);
        string job = "c" + await CreateAsync(At(batch, 1, run: "one"), store: Other);
        await OpenAsync("two");
        Assert.Empty(await Store.ClaimJobsAsync([job], "two"));
        Place.Kill(Other);

        Assert.Equal([job], await Store.ClaimJobsAsync([job], "two"));
    }

    [Fact]
    public async Task A_saved_video_is_known_to_other_runs_with_path_and_machine_and_not_saved_again()
    {
        BatchRecord batch = await OpenAsync("one");
        await OpenAsync("two", Other);
        string job = "c" + await CreateAsync(At(batch, 1, run: "one"));
        Assert.Empty(await Other.ClaimJobsAsync([job], "two"));

        await Store.RecordSavedAsync(new SavedRecord(job, "/videos/one.mp4", "abc", 17));

        JobRecord known = Assert.Single((await Other.FindJobAsync(job))!.Jobs);
        Assert.Equal(("/videos/one.mp4", Environment.MachineName), (known.Path, known.SavedOn));
        await foreach (SavedRecord saved in Other.ReadSavedAsync(batch.Id))
        {
            Assert.Equal(new SavedRecord(job, "/videos/one.mp4", "abc", 17) { Machine = Environment.MachineName }, saved);
        }

        Assert.Empty(await Other.ClaimJobsAsync([job], "two"));

        // Where its file is gone, it is saved again.
        Assert.Equal([job], await Other.ClaimJobsAsync([job], "two", isSaved: true));
    }

    [Fact]
    public async Task Many_jobs_are_claimed_at_once()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await GoAsync(At(batch, 1));
        string[] jobs = [.. Enumerable.Range(0, 1100).Select(index => $"cjob{index:d5}")];
        await Store.EndAttemptAsync(purchase, Accepted(1100, jobs));

        Assert.Equal(1100, (await Store.ClaimJobsAsync([.. jobs, "unheard"], "run")).Count);
    }

    [Fact]
    public async Task A_closed_run_says_which_process_is_still_running_the_batch()
    {
        BatchRecord batch = await OpenAsync("one");
        await OpenAsync("two", Other);

        Assert.Equal(Environment.ProcessId, Assert.Single(await Store.CloseBatchAsync(batch.Id, "one")).ProcessId);
        Assert.Empty(await Other.CloseBatchAsync(batch.Id, "two"));
    }

    [Theory]
    [InlineData("running")]
    [InlineData("unconfirmed")]
    [InlineData("in flight")]
    [InlineData("unsaved")]
    public async Task A_batch_that_is_not_resolved_is_not_removed(string why)
    {
        BatchRecord batch = await OpenAsync();
        if (why == "in flight")
        {
            await GoAsync(At(batch, 1));
        }
        else if (why == "unconfirmed")
        {
            await LoseAsync(At(batch, 1));
        }
        else
        {
            await CreateAsync(At(batch, 1));
        }

        if (why != "running")
        {
            await Store.CloseBatchAsync(batch.Id, "run");
        }

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => Other.RemoveBatchAsync(batch.Id, includeUnsaved: why != "unsaved"));
        Assert.Equal(UgcLabErrorKind.BatchNotResolved, error.Kind);
        Assert.Single(await AllAsync());
        Assert.Single(await RowsAsync(batch));
    }

    [Fact]
    public async Task A_resolved_batch_is_removed_with_all_that_belongs_to_it()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await CreateAsync(At(batch, 1));
        await Store.RecordSavedAsync(new SavedRecord("c" + purchase, "/videos/one.mp4", "abc", 17));
        await Store.RecordReportAsync(batch.Id, "/videos", 1);
        string alone = await CreateAsync();
        await Store.CloseBatchAsync(batch.Id, "run");

        await Store.RemoveBatchAsync(batch.Id, includeUnsaved: false);

        Assert.Empty(await Store.ReadBatchesAsync(new BatchQuery()));
        Assert.Equal(alone, Assert.Single(await AllAsync()).Id);
        Assert.Null(await Store.FindJobAsync("c" + purchase));
        await Store.RemoveBatchAsync(batch.Id, includeUnsaved: false);
        BatchRecord again = await OpenAsync();
        await CreateAsync(At(again, 1));
    }

    [Fact]
    public async Task A_batch_of_an_ended_run_can_be_removed()
    {
        BatchRecord batch = await OpenAsync(store: Other);
        await CreateAsync(At(batch, 1), store: Other);
        Place.Kill(Other);

        await Store.RemoveBatchAsync(batch.Id, includeUnsaved: true);

        Assert.Empty(await Store.ReadBatchesAsync(new BatchQuery()));
    }

    [Fact]
    public async Task A_batch_names_the_folder_of_its_newest_results()
    {
        BatchRecord batch = await OpenAsync();

        await Store.RecordReportAsync(batch.Id, "/a", 5);
        await Other.RecordReportAsync(batch.Id, "/b", 4);
        await Other.RecordReportAsync(batch.Id, "/a", 3);
        Assert.Equal("/a", Assert.Single(await Store.ReadBatchesAsync(new BatchQuery(WithCounts: true))).ReportFolder);

        await Other.RecordReportAsync(batch.Id, "/b", 6);
        Assert.Equal("/b", Assert.Single(await Store.ReadBatchesAsync(new BatchQuery(WithCounts: true))).ReportFolder);
    }

    [Fact]
    public async Task Every_change_of_a_row_gives_the_batch_a_new_version()
    {
        BatchRecord batch = await OpenAsync();
        long version = (await Store.ReadBatchesAsync(new BatchQuery()))[0].Version;
        string purchase = await GoAsync(At(batch, 1));
        version = await LaterThanAsync(version);
        await Store.EndAttemptAsync(purchase, Accepted(10, "cone"));
        version = await LaterThanAsync(version);
        await Store.RecordSavedAsync(new SavedRecord("cone", "/videos/one.mp4", "abc", 17));
        await LaterThanAsync(version);
    }

    [Fact]
    public async Task Saved_files_are_read_in_pages()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await GoAsync(At(batch, 1));
        string[] jobs = [.. Enumerable.Range(0, 1100).Select(index => $"cjob{index:d5}")];
        await Store.EndAttemptAsync(purchase, Accepted(1100, jobs));
        Execute("UPDATE job SET path = '/videos/' || ugc_id, sha256 = 'abc', length = 17 WHERE ugc_id <> 'cjob00007'");

        List<SavedRecord> saved = [];
        await foreach (SavedRecord one in Store.ReadSavedAsync(batch.Id))
        {
            saved.Add(one);
        }

        Assert.Equal(jobs.Where(job => job != "cjob00007"), saved.Select(one => one.UgcId));
        Assert.Equal(new SavedRecord("cjob00000", "/videos/cjob00000", "abc", 17), saved[0]);
    }

    private async Task<long> LaterThanAsync(long version)
    {
        long now = (await Other.ReadBatchesAsync(new BatchQuery()))[0].Version;
        Assert.True(now > version);
        return now;
    }

    private async Task<List<BatchRowRecord>> RowsAsync(BatchRecord batch, params UgcRowState[] states)
    {
        List<BatchRowRecord> rows = [];
        await foreach (BatchRowRecord row in Store.ReadRowsAsync(batch.Id, states))
        {
            rows.Add(row);
        }

        return rows;
    }
}

public sealed class SqliteBatchTests() : BatchContract(new SqliteTestStore());

public sealed class PostgresBatchTests() : BatchContract(new PostgresTestStore());
