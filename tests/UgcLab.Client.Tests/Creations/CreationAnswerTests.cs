using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Creations;

/// <summary>The answer to a paid request, in every form it may come: no id that is in it is lost, and none is made up.</summary>
public sealed class CreationAnswerTests
{
    public static TheoryData<string, string> WithoutIds => new()
    {
        { "nothing", "" },
        { "null", "null" },
        { "an empty object", "{}" },
        { "no data", """{"data":null}""" },
        { "data without jobs", """{"data":{}}""" },
        { "null jobs", """{"data":{"jobs":null}}""" },
        { "no jobs", """{"data":{"jobs":[]}}""" },
        { "a null job", """{"data":{"jobs":[null]}}""" },
        { "an empty job", """{"data":{"jobs":[{}]}}""" },
        { "an array", "[]" },
        { "a text", "\"ok\"" },
        { "a yes", "true" },
        { "a number", "42" },
        { "a number for an id", """{"data":{"jobs":[{"ugcId":5}]}}""" },
        { "an object for an id", """{"data":{"jobs":[{"ugcId":{}}]}}""" },
        { "an empty id", """{"data":{"jobs":[{"ugcId":""}]}}""" },
        { "a blank id", """{"data":{"jobs":[{"ugcId":"  "}]}}""" },
        { "half an id", """{"data":{"jobs":[{"ugcId":"clzz""" },
        { "an id of 10 kB", $$$"""{"data":{"jobs":[{"ugcId":"{{{new string('a', 10_000)}}}"}]}}""" },
        { "a line end in an id", """{"data":{"jobs":[{"ugcId":"a1\nb"}]}}""" },
        { "an id that leaves its path", """{"data":{"jobs":[{"ugcId":"../projects"}]}}""" },
        { "an id that is a dot", """{"data":{"jobs":[{"ugcId":"."}]}}""" },
        { "an id that is turned around", """{"data":{"jobs":[{"ugcId":"a\u202eb"}]}}""" },
        { "half a letter in an id", """{"data":{"jobs":[{"ugcId":"a\ud800b"}]}}""" },
        { "a page", "<html><body>Welcome</body></html>" },
        { "single quotes", "{'data':{'jobs':[{'ugcId':'clzz1'}]}}" },
        { "an error envelope", """{"error":{"message":"no"}}""" },
        { "depth", new string('[', 100_000) },
    };

    public static TheoryData<string, string, string[]> WithIds => new()
    {
        { "no envelope", """{"jobs":[{"ugcId":"a1"}]}""", ["a1"] },
        { "a mark in front", "\uFEFF" + """{"data":{"jobs":[{"ugcId":"a1"}]}}""", ["a1"] },
        { "a trailing comma", """{"data":{"jobs":[{"ugcId":"a1"},]}}""", ["a1"] },
        { "a comment", """{"data":{"jobs":[/* one */{"ugcId":"a1"}]}}""", ["a1"] },
        { "unknown members", """{"x":1,"data":{"y":[],"jobs":[{"z":{},"ugcId":"a1"}]}}""", ["a1"] },
        { "the same id twice", """{"data":{"jobs":[{"ugcId":"a1"},{"ugcId":"a1"}]}}""", ["a1"] },
        { "one good id of two", """{"data":{"jobs":[{"ugcId":7},{"ugcId":"a2"}]}}""", ["a2"] },
        { "data twice", """{"data":{"jobs":[{"ugcId":"a1"}]},"data":{"jobs":[{"ugcId":"a2"}]}}""", ["a2", "a1"] },
        { "odd credits", """{"data":{"jobs":[{"ugcId":"a1","creditsCharged":"many"}],"totalCreditsCharged":1e400}}""", ["a1"] },
        { "odd status", """{"data":{"jobs":[{"ugcId":"a1","status":"WAT"}]}}""", ["a1"] },
        { "credits beyond all sums", """{"data":{"jobs":[{"ugcId":"a1","creditsCharged":5e28},{"ugcId":"a2","creditsCharged":5e28}]}}""", ["a1", "a2"] },
        { "a name that is half a letter", """{"data":{"jobs":[{"ugcId":"a1"}],"\ud800zzzzzzzzzzzzzzzzzzz":1}}""", ["a1"] },
        { "rubbish behind", """{"data":{"jobs":[{"ugcId":"a1"}]}} trailing""", ["a1"] },
        { "other letters in an id", """{"data":{"jobs":[{"ugcId":"a-b_c/d:e.f"}]}}""", ["a-b_c/d:e.f"] },
        { "an id of 200 letters", $$$"""{"data":{"jobs":[{"ugcId":"{{{new string('a', 200)}}}"}]}}""", [new string('a', 200)] },
        { "an id that looks like a key", """{"data":{"jobs":[{"ugcId":"ugc_0123456789abcdef"}]}}""", ["ugc_0123456789abcdef"] },
        { "names in another case", """{"Data":{"Jobs":[{"UgcId":"a1"}]}}""", ["a1"] },
        { "names in capitals", """{"DATA":{"JOBS":[{"UGCID":"a1"}]}}""", ["a1"] },
        { "names with underscores", """{"data":{"jobs":[{"ugc_id":"a1"}]}}""", ["a1"] },
        { "names in another case, cut", """{"Data":{"Jobs":[{"UgcId":"a1","vari""", ["a1"] },
        { "cut after the id", """{"data":{"jobs":[{"ugcId":"a1","variantIn""", ["a1"] },
    };

    [Theory]
    [MemberData(nameof(WithoutIds))]
    public async Task A_success_without_an_id_is_unconfirmed(string what, string body)
    {
        using ScriptedHandler handler = new(Answer(202, body));
        using Bench bench = new(handler);

        UgcLabException error = await bench.FailToCreateAsync();

        Assert.True(error.Kind is UgcLabErrorKind.OutcomeUnconfirmed, what);
        Assert.Single(handler.Sent);
        Assert.Equal(UgcPurchaseState.Unconfirmed, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Theory]
    [MemberData(nameof(WithIds))]
    public async Task Every_readable_id_is_kept(string what, string body, string[] ids)
    {
        using Bench bench = new(Answer(202, body));

        IReadOnlyList<UgcJob> jobs = await bench.CreateAsync();

        Assert.Equal(ids, jobs.Select(job => job.UgcId));
        Assert.Equal(ids, (await bench.HistoryAsync()).SelectMany(entry => entry.Jobs).Select(job => job.UgcId));
        Assert.Equal(Enumerable.Range(0, ids.Length), jobs.Select(job => job.VariantIndex));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_cut_after_any_byte_never_loses_an_id_that_was_whole(bool withError)
    {
        string whole = """{"data":{"jobs":[{"ugcId":"clzz0000000000000000000001","variantIndex":0,"status":"PENDING","creditsCharged":8},{"ugcId":"clzz0000000000000000000002","variantIndex":1,"status":"PENDING","creditsCharged":8}],"totalCreditsCharged":16,"remainingCredits":4984},"meta":{"requestId":"req_1"}}""";
        int first = whole.IndexOf("0001\"", StringComparison.Ordinal) + 5;
        int second = whole.IndexOf("0002\"", StringComparison.Ordinal) + 5;
        for (int length = 0; length < whole.Length; length++)
        {
            using ScriptedHandler handler = new(Cut(202, whole[..length], withError));
            using Bench bench = new(handler);
            int expected = length >= second ? 2 : length >= first ? 1 : 0;

            if (expected == 0)
            {
                Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await bench.FailToCreateAsync()).Kind);
            }
            else
            {
                Assert.Equal(expected, (await bench.CreateAsync()).Count);
                Assert.NotEmpty(bench.Notices.Warnings);
            }

            Assert.Single(handler.Sent);
        }
    }

    [Theory]
    [InlineData(20, 320)]
    [InlineData(105, 1000)]
    public async Task No_id_is_lost_of_the_most_jobs_that_one_request_can_make_checked_or_not(int actors, int expected)
    {
        string[] people = [.. Enumerable.Range(1, actors).Select(n => $"a{n}")];
        System.Text.Json.JsonElement[] described = [.. Enumerable.Range(1, 20).Select(_ => System.Text.Json.JsonDocument.Parse("{}").RootElement)];
        TalkingActorRequest request = new() { ProjectId = "p1", ActorIds = people, CustomActors = described, Variants = 8 };
        string[] ids = [.. Enumerable.Range(1, request.Outputs).Select(n => $"clzzjob{n}")];
        using Bench bench = new(Cut(202, "{\"data\":{\"jobs\":[" + string.Join(',', ids.Select(id => $"{{\"ugcId\":\"{id}\"}}"))));

        IReadOnlyList<UgcJob> jobs = await bench.Clock.RunAsync(bench.Client.Purchases.CreateAsync(new PurchaseRequest(request)));

        Assert.Equal(expected, ids.Length);
        Assert.Equal(ids, jobs.Select(job => job.UgcId));
    }

    [Fact]
    public async Task A_failure_that_names_the_jobs_it_made_is_a_purchase()
    {
        using Bench bench = new(Answer(500, Bench.Receipt));

        Assert.Equal("clzzjob1", Assert.Single(await bench.CreateAsync()).UgcId);
        Assert.Contains(bench.Notices.Warnings, warning => warning.Contains("names 1 jobs", StringComparison.Ordinal));
        Assert.Equal(UgcPurchaseState.Accepted, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task Credits_that_do_not_add_up_are_kept_and_reported()
    {
        using Bench bench = new(Answer(202, """{"data":{"jobs":[{"ugcId":"a1","creditsCharged":8}],"totalCreditsCharged":16}}"""));

        UgcJob job = Assert.Single(await bench.CreateAsync());

        Assert.Equal((8m, 16m), (job.CreditsCharged, job.TotalCreditsCharged));
        Assert.Contains(bench.Notices.Warnings, warning => warning.Contains("add up to 8", StringComparison.Ordinal));
    }

    [Fact]
    public void Salvage_never_makes_up_an_id()
    {
        Random random = new(20260115);
        byte[] whole = System.Text.Encoding.UTF8.GetBytes("""{"data":{"jobs":[{"ugcId":"clzzAAAA"},{"ugcId":"clzzBBBB"}]}}""");
        for (int round = 0; round < 20_000; round++)
        {
            byte[] broken = [.. whole[..random.Next(whole.Length + 1)]];
            for (int hit = random.Next(4); hit > 0 && broken.Length > 0; hit--)
            {
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            }

            string text = System.Text.Encoding.Latin1.GetString(broken);
            Assert.All(PartialJsonIds.Ids(broken), id => Assert.Contains($"\"{id}\"", text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_body_without_end_is_read_no_further_than_a_megabyte()
    {
        using Bench bench = new(Answer(202, """{"data":{"jobs":[{"ugcId":"a1"}],"x":" """ + new string(' ', 2_000_000)));

        Assert.Equal("a1", Assert.Single(await bench.CreateAsync()).UgcId);
    }
}
