using System.Text.Json;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Creations;

/// <summary>Every kind of creation, from what somebody wrote down to the bytes that go out, and from the answer to the record.</summary>
public sealed class DocumentedRequestTests
{
    public static TheoryData<UgcKind, string, string> Samples => DocumentedCreations.All;

    /// <summary>Requests of every kind, with all that they can have and with what they must have alone.</summary>
    public static TheoryData<string, CreationRequest> Requests
    {
        get
        {
            JsonElement person = JsonDocument.Parse("""{"characterDescription":"A man in his forties","environment":"Bright kitchen"}""").RootElement;
            JsonElement scene = JsonDocument.Parse("""{"whatever":["it",{"is":1}]}""").RootElement;
            VideoRequest video = new() { ProjectId = "p1", Prompt = "A wooden box opens", Model = "veo-3.1", Duration = "8" };
            ImageRequest image = new() { ProjectId = "p1", Prompt = "A wooden box, shut", Model = "seedream-4.5", Tier = "pro" };
            TalkingActorRequest talk = new() { ProjectId = "p1", Script = "Good morning, all", Actions = "Waves a hand", Duration = "10s", ActorIds = ["a1"] };
            ProductVideoRequest product = new() { ProjectId = "p1", Script = "Good morning, all", Actions = "Waves a jar", Duration = "15s", ActorIds = ["a1"], ProductImageUrl = "https://example.com/jar.png" };
            MotionVideoRequest motion = new() { ProjectId = "p1", ActorIds = ["a1"], ReferenceVideoUrl = "https://example.com/dance.mp4", VideoDuration = 15 };
            return new()
            {
                { "video", video },
                { "video with all", video with { AspectRatio = "16:9", Tier = "pro", ImageUrl = "https://example.com/a.png", Variants = 8 } },
                { "image", image },
                { "image with all", image with { AspectRatio = "1:1", Variants = 8 } },
                { "image with more", image with { AdditionalProperties = new Dictionary<string, object?> { ["seed"] = 7L } } },
                { "talk", talk },
                { "talk at pro", talk with { Tier = "pro" } },
                { "talk with all", talk with { ActorIds = ["a1", "a2"], CustomActors = [person, person], Duration = "25s", Tier = "standard", Variants = 3, RefineScript = false, RefineActions = true, StoryboardScenes = [scene, scene] } },
                { "talk of ugcl-1.0", talk with { WorkflowType = "ugcl-1.0", Duration = "60s", Actions = null } },
                { "talk of ugcl-1.0 with nothing", new TalkingActorRequest { ProjectId = "p1", WorkflowType = "ugcl-1.0" } },
                { "product", product },
                { "product with all", product with { CustomActors = [person], Tier = "pro", Variants = 2, RefineScript = true, RefineActions = false } },
                { "product of ugcl-1.0", product with { WorkflowType = "ugcl-1.0", Tier = null, Duration = null, ActorIds = ["a1", "a2", "a3"] } },
                { "motion", motion },
                { "motion with all", motion with { ActorIds = ["a1", "a2"], ProductImageUrl = "https://example.com/jar.png", Prompt = "Keeps the jar in view", Quality = "std", Variants = 8, VideoDuration = 12.5m } },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_documented_body_comes_from_the_same_parameters_in_its_order(UgcKind kind, string sample, string answer)
    {
        Assert.Equal(DocumentedCreations.Body(sample), DocumentedCreations.Sent(DocumentedCreations.Request(kind, sample)));
        Assert.NotEmpty(answer);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task It_goes_to_the_documented_address_once_and_the_documented_answer_is_read(UgcKind kind, string sample, string answer)
    {
        using ScriptedHandler handler = new(Answer(202, DocumentedCreations.Text(answer)));
        using Bench bench = new(handler);
        CreationRequest request = DocumentedCreations.Request(kind, sample);
        JsonElement documented = JsonDocument.Parse(DocumentedCreations.Text(answer)).RootElement;
        JsonElement data = documented.GetProperty("data");

        IReadOnlyList<UgcJob> jobs = await bench.Clock.RunAsync(bench.Client.Purchases.CreateAsync(new PurchaseRequest(request) { Reference = "r1" }, bench.Notices));

        Assert.Equal($"POST /api/v1/{CreationDescriptor.Of(kind).Endpoint} {DocumentedCreations.Body(sample)}", Assert.Single(handler.Sent));
        Assert.Equal($"Bearer {Bench.Key}", Assert.Single(handler.Authorizations));
        Assert.Equal(data.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("ugcId").GetString()), jobs.Select(job => job.UgcId));
        Assert.Equal(data.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("variantIndex").GetInt32()), jobs.Select(job => job.VariantIndex));
        Assert.Equal(data.GetProperty("jobs").EnumerateArray().Select(job => (decimal?)job.GetProperty("creditsCharged").GetDecimal()), jobs.Select(job => job.CreditsCharged));
        Assert.All(jobs, job =>
        {
            Assert.Equal((UgcJobStatus.Pending, kind, "r1"), (job.Status, job.Kind, job.Reference));
            Assert.Equal((data.GetProperty("totalCreditsCharged").GetDecimal(), data.GetProperty("remainingCredits").GetDecimal()), (job.TotalCreditsCharged, job.RemainingCredits));
            Assert.Equal(("req_abc123def456", new DateTimeOffset(2025, 1, 15, 10, 30, 0, TimeSpan.Zero)), (job.RequestId, job.CreatedAt));
        });
        Assert.Equal(request.Outputs == jobs.Count, !bench.Notices.Warnings.Any());
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void What_a_request_says_of_itself_is_what_is_read_back_from_its_own_bytes(string what, CreationRequest request)
    {
        UgcJob said = request.Describe("j1");
        UgcJob read = RequestDescription.Of(request.Endpoint, DocumentedCreations.Json(request));

        Assert.Equal(
            (said.Kind, said.Model, said.Duration, said.Tier, said.AspectRatio, said.Prompt, said.ImageUrl),
            (read.Kind, read.Model, read.Duration, read.Tier, read.AspectRatio, read.Prompt, read.ImageUrl));
        Assert.Equal((said.ProjectId, request.Outputs, said.VariantCount), (read.ProjectId, read.VariantCount, read.VariantCount));
        Assert.NotEmpty(what);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task The_store_has_the_price_of_the_request_and_returns_the_same_job(string what, CreationRequest request)
    {
        string jobs = string.Join(',', Enumerable.Range(0, request.Outputs).Select(n => $$"""{"ugcId":"clzzjob{{n}}","variantIndex":{{n}},"status":"PENDING","creditsCharged":8}"""));
        using Bench bench = new(Answer(202, $$$"""{"data":{"jobs":[{{{jobs}}}]}}"""));

        IReadOnlyList<UgcJob> bought = await bench.Clock.RunAsync(bench.Client.Purchases.CreateAsync(new PurchaseRequest(request), bench.Notices));
        UgcHistoryEntry entry = Assert.Single(await bench.HistoryAsync());

        RequestRecord recorded = Assert.Single(await bench.Store.ReadPurchasesAsync(new PurchaseFilter()).ToListAsync()).Request;
        Assert.Equal(request.PriceKey, recorded.Key);
        Assert.Equal(request.Outputs, entry.Variants);
        Assert.Equal(bought.Select(Told), entry.Jobs.Select(Told));
        Assert.True(!bench.Notices.Warnings.Any(), what);
    }

    [Fact]
    public async Task A_text_that_an_actor_speaks_is_stored_exactly()
    {
        TalkingActorRequest request = new() { ProjectId = "p1", Script = "Look at https://example.com/a?page=2 today", Actions = "Points at https://example.com/b?page=3", ActorIds = ["a1"] };
        using Bench bench = new(Answer(202, Bench.Receipt));

        await bench.Clock.RunAsync(bench.Client.Purchases.CreateAsync(new PurchaseRequest(request)));

        Assert.Equal(request.Script, Assert.Single(await bench.HistoryAsync()).Prompt);
        Assert.Contains("page=3", bench.StoreText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_in_seconds_goes_out_as_the_number_it_is()
    {
        CreationDraft draft = DocumentedCreations.Draft("motion-control.request");
        foreach ((string typed, string sent) in new[] { ("15", "15"), ("15.0", "15"), ("1", "1"), ("30.000", "30"), ("12.50", "12.5") })
        {
            CreationRequest request = CreationDescriptor.Of(UgcKind.MotionVideo).Check(draft with { Duration = typed }).Request!;
            Assert.Equal(sent, DocumentedCreations.Json(request).GetProperty("videoDuration").GetRawText());
        }
    }

    private static object Told(UgcJob job) => (job.UgcId, job.Kind, job.Model, job.Duration, job.Tier, job.AspectRatio, job.Prompt, job.ImageUrl, job.ProjectId, job.VariantIndex, job.VariantCount, job.CreditsCharged);
}
