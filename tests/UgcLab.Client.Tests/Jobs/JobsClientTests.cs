using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Jobs;

public sealed class JobsClientTests
{
    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("%2e%2e")]
    [InlineData("")]
    [InlineData("a b")]
    public async Task What_can_be_no_id_is_not_asked_for(string id)
    {
        using ScriptedHandler handler = new();
        using Bench bench = new(handler);

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Jobs.GetAsync(id));

        Assert.Equal(UgcLabErrorKind.JobIdInvalid, error.Kind);
        Assert.Empty(handler.Sent);
    }

    [Fact]
    public async Task Another_jobs_answer_is_never_taken_for_this_ones()
    {
        using Bench bench = new(Answer(200, """{"data":{"id":"b","status":"COMPLETED"}}"""));

        Assert.Equal(UgcLabErrorKind.ProtocolError, (await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Jobs.GetAsync("a"))).Kind);
    }

    [Fact]
    public async Task A_job_created_here_is_known_again_by_its_id_only()
    {
        using ScriptedHandler handler = new(Answer(202, Bench.Receipt), Answer(200, """{"data":{"id":"clzzjob1","status":"PROCESSING","progress":45.5}}"""));
        using Bench bench = new(handler);
        await bench.Clock.RunAsync(bench.Client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video) { Reference = "sku", RowNumber = 4 }));

        UgcJob job = await bench.Client.Jobs.GetAsync("clzzjob1");

        Assert.Equal((UgcJobStatus.Processing, 45.5, "sku", 4, 150m, "veo-3.1"), (job.Status, job.Progress, job.Reference, job.RowNumber, job.CreditsCharged, job.Model));
        Assert.Equal(UgcJobStatus.Processing, Assert.Single((await bench.HistoryAsync())[0].Jobs).Status);
        Assert.Equal("GET /api/v1/ugc/clzzjob1", handler.Sent[1]);
    }

    [Fact]
    public async Task A_read_is_repeated_over_faults_and_over_an_answer_that_breaks_off()
    {
        using ScriptedHandler handler = new(Answer(500, "<html>"), Unreachable(), Cut(200, """{"data":{"id":"a","sta"""), Answer(200, """{"data":{"id":"a","status":"COMPLETED"}}"""));
        using Bench bench = new(handler);

        Assert.True((await bench.Clock.RunAsync(bench.Client.Jobs.GetAsync("a"))).IsSuccess);
        Assert.Equal(0, handler.Unused);
    }

    [Theory]
    [InlineData("<html>hello</html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"data":null}""")]
    public async Task An_answer_that_is_none_is_called_that(string body)
    {
        using Bench bench = new(Answer(200, body));

        Assert.Equal(UgcLabErrorKind.ProtocolError, (await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Jobs.GetAsync("a"))).Kind);
    }

    [Theory]
    [InlineData("-5", 0.0)]
    [InlineData("101", 100.0)]
    [InlineData("\"45\"", null)]
    [InlineData("null", null)]
    public async Task Odd_progress_is_clamped_or_passed_over(string value, double? expected)
    {
        using Bench bench = new(Answer(200, $$$"""{"data":{"id":"a","status":"PROCESSING","progress":{{{value}}}}}"""));

        Assert.Equal(expected, (await bench.Client.Jobs.GetAsync("a")).Progress);
    }

    [Fact]
    public async Task The_documented_job_is_read_member_by_member()
    {
        using Bench bench = new(Answer(200, """
            {"data":{"id":"a","status":"PROCESSING","progress":45,"videoUrl":null,"processingSteps":{"refineScript":"completed","videoGeneration":"pending","odd":5},"actor":{"id":"x","name":"Sarah"},"isCustomActor":false,"model":"talking-actor-pro-15sec","creditsCharged":125,"creditsRefunded":0,"errorMessage":null,"createdAt":"2025-01-15T10:30:00.000Z","updatedAt":"not a date"},"meta":{"requestId":"req_abc123def456"}}
            """));

        UgcJob job = await bench.Client.Jobs.GetAsync("a");

        Assert.Equal(("talking-actor-pro-15sec", 125m, 0m, 125m, "req_abc123def456"), (job.ServiceModel, job.CreditsCharged, job.CreditsRefunded, job.NetCredits, job.RequestId));
        Assert.Equal("refineScript: completed; videoGeneration: pending; odd: 5", job.ProcessingSteps.ToString());
        Assert.Equal(new DateTimeOffset(2025, 1, 15, 10, 30, 0, TimeSpan.Zero), job.CreatedAt);
        Assert.Null(job.UpdatedAt);
        Assert.Null(job.Model);
    }

    [Fact]
    public async Task Several_are_read_and_each_has_its_own_failure()
    {
        using Bench bench = new(Answer(404, "{}"), Answer(200, """{"data":{"id":"b","status":"PENDING"}}"""));

        List<JobOutcome> outcomes = await bench.Client.Jobs.GetEachAsync([new UgcJob { UgcId = "a" }, new UgcJob { UgcId = "b" }]).ToListAsync();

        Assert.Equal([UgcLabErrorKind.JobNotFound, null], outcomes.Select(outcome => outcome.Failure?.Kind));
    }

    [Fact]
    public async Task An_error_text_of_megabytes_is_cut_and_holds_no_key_anywhere()
    {
        string key = Bench.Key;
        string error = $"Denied for {key}, {Uri.EscapeDataString("Bearer " + key)}, BEARER {key.ToUpperInvariant()}, {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("Bearer " + key))}. ";
        string json = System.Text.Json.JsonSerializer.Serialize(error + new string('x', 5_000_000));
        string job = $$$"""{"data":{"id":"clzzjob1","status":"FAILED","errorMessage":{{{json}}},"creditsCharged":150,"creditsRefunded":0},"meta":{"requestId":"{{{key}}}"}}""";
        using Bench bench = new(ScriptedHandler.Answer(202, Bench.Receipt), ScriptedHandler.Answer(200, job));
        UgcJob bought = Assert.Single(await bench.CreateAsync());

        UgcJob failed = await bench.Client.Jobs.GetAsync(bought);

        Assert.Equal(UgcJobStatus.Failed, failed.Status);
        Assert.StartsWith("Denied for ugc_…, ", failed.ErrorMessage, StringComparison.Ordinal);
        Assert.InRange(failed.ErrorMessage!.Length, 1000, 2001);
        string recorded = (await bench.Client.History.FindJobAsync("clzzjob1"))!.ErrorMessage!;
        Assert.All([failed.ErrorMessage, recorded, bench.StoreText, failed.RequestId!], text =>
        {
            Assert.DoesNotContain(key[4..20], text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(key))[6..20], text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("""{"message":"The prompt was refused."}""")]
    [InlineData("""["The prompt was refused."]""")]
    public async Task A_reason_in_another_form_is_read(string error)
    {
        using Bench bench = new(ScriptedHandler.Answer(200, $$$"""{"data":{"id":"cjob1","status":"FAILED","errorMessage":{{{error}}}}}"""));
        Assert.Equal("The prompt was refused.", (await bench.Client.Jobs.GetAsync("cjob1")).ErrorMessage);
    }
}
