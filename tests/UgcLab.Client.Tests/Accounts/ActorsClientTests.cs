using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Accounts;

public sealed class ActorsClientTests
{
    // The documentation's own examples (docs/actors), their ids and addresses filled in.
    private const string Sarah = """{"data":{"items":[{"id":"clzz000000000000000actor1","name":"Sarah","username":"sarah_pro","videoPreviewUrl":"https://example.com/preview.mp4","age":"25-34","color":"#FF5733","gender":"female","tags":["professional","friendly"],"isPro":true}],"pagination":{"hasMore":true,"nextCursor":"clzz000000000000000actor2","limit":50}},"meta":{"requestId":"req_abc123def456"}}""";
    private const string Emma = """{"data":{"items":[{"id":"clzz0000000000000ugcactor","name":"Emma","gender":"female","imageUrl":"https://example.com/emma.jpg"}],"pagination":{"hasMore":false,"nextCursor":null,"limit":50}},"meta":{"requestId":"req_abc123def456"}}""";
    private const string Nobody = """{"data":{"items":[],"pagination":{"hasMore":false,"nextCursor":null,"limit":50}}}""";

    public static TheoryData<UgcActorFilter, string> Conditions => new()
    {
        { new UgcActorFilter(), "actors" },
        { new UgcActorFilter { Gender = "female", Age = "25-34", IsPro = true }, "actors?gender=female&age=25-34&isPro=true" },
        { new UgcActorFilter { IsPro = false }, "actors?isPro=false" },
        { new UgcActorFilter { Age = "65+ & more" }, "actors?age=65%2B%20%26%20more" },
        { new UgcActorFilter { Gender = " ", Age = "" }, "actors" },
        { new UgcActorFilter { Workflow = "ugcl-1.0" }, "ugclab-actors" },
        { new UgcActorFilter { Workflow = "ugcl-1.0", Gender = "male" }, "ugclab-actors?gender=male" },
    };

    [Fact]
    public async Task An_actor_of_the_second_workflow_is_read_whole()
    {
        using Bench bench = new(Answer(200, Sarah), Answer(200, Nobody));

        UgcActor sarah = Assert.Single(await bench.Client.Actors.ListAsync().ToListAsync());

        Assert.Equal(("clzz000000000000000actor1", "Sarah", "sarah_pro", "female", "25-34"), (sarah.Id, sarah.Name, sarah.Username, sarah.Gender, sarah.Age));
        Assert.Equal(("#FF5733", true, "https://example.com/preview.mp4", null), (sarah.Color, sarah.IsPro, sarah.VideoPreviewUrl, sarah.ImageUrl));
        Assert.Equal(["professional", "friendly"], sarah.Tags);
        Assert.Equal(("ugcl-2.0", "professional; friendly", sarah.Id), (sarah.Workflow, sarah.Tags.ToString(), sarah.ToString()));
    }

    [Fact]
    public async Task An_actor_of_the_first_workflow_has_what_its_list_reports()
    {
        using Bench bench = new(Answer(200, Emma));

        UgcActor emma = Assert.Single(await bench.Client.Actors.ListAsync(new UgcActorFilter { Workflow = "ugcl-1.0" }).ToListAsync());

        Assert.Equal(("Emma", "female", "https://example.com/emma.jpg", "ugcl-1.0"), (emma.Name, emma.Gender, emma.ImageUrl, emma.Workflow));
        Assert.Equal((null, null, null, null, null), (emma.Username, emma.Age, emma.Color, emma.IsPro, emma.VideoPreviewUrl));
        Assert.Empty(emma.Tags);
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task The_service_is_asked_for_those_who_are_wanted(UgcActorFilter filter, string query)
    {
        using ScriptedHandler handler = new(Answer(200, Nobody));
        using Bench bench = new(handler);

        Assert.Empty(await bench.Client.Actors.ListAsync(filter).ToListAsync());

        Assert.Equal($"GET /api/v1/{query}", Assert.Single(handler.Sent));
    }

    [Fact]
    public async Task Each_page_is_asked_for_with_the_same_conditions_and_the_last_cursor()
    {
        using ScriptedHandler handler = new(Answer(200, Page(true, "\"a b/+=&\"")), Answer(200, Page(true, "\"2\"")), Answer(200, Page(false, "null")));
        using Bench bench = new(handler);

        await bench.Client.Actors.ListAsync(new UgcActorFilter { Gender = "female" }, 7).ToListAsync();

        Assert.Equal(
            [
                "GET /api/v1/actors?gender=female&limit=7",
                "GET /api/v1/actors?gender=female&limit=7&cursor=a%20b%2F%2B%3D%26",
                "GET /api/v1/actors?gender=female&limit=7&cursor=2",
            ],
            handler.Sent);
    }

    [Theory]
    [InlineData("false", "\"3\"")]
    [InlineData("true", "null")]
    [InlineData("true", "\"\"")]
    [InlineData("true", "3")]
    [InlineData("\"true\"", "\"3\"")]
    [InlineData("null", "null")]
    public async Task Either_of_the_two_signs_ends_the_list(string hasMore, string cursor)
    {
        using ScriptedHandler handler = new(Answer(200, Page(hasMore, cursor)));
        using Bench bench = new(handler);

        Assert.Single(await bench.Client.Actors.ListAsync().ToListAsync());
        Assert.Single(handler.Sent);
    }

    [Fact]
    public async Task A_list_that_goes_in_a_wide_circle_is_left_too()
    {
        using ScriptedHandler handler = new(Answer(200, Page(true, "\"2\"")), Answer(200, Page(true, "\"3\"")), Answer(200, Page(true, "\"2\"")));
        using Bench bench = new(handler);

        UgcLabException failure = await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Actors.ListAsync().ToListAsync());

        Assert.Equal(UgcLabErrorKind.ProtocolError, failure.Kind);
        Assert.Contains("actors", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, handler.Sent.Count);
    }

    [Theory]
    [InlineData("""{"id":"a"}""")]
    [InlineData("""{"id":"a","name":null,"username":7,"gender":[],"age":25,"color":{},"tags":"friendly","isPro":"yes","videoPreviewUrl":false,"imageUrl":{}}""")]
    [InlineData("""{"id":"a","name":"\ud800","tags":[1,null,{},[],"  "],"isPro":null,"unheardOf":{"a":[1]}}""")]
    public async Task What_is_missing_or_of_another_type_is_nothing(string item)
    {
        using Bench bench = new(Answer(200, $$$"""{"data":{"items":[{{{item}}}]}}"""));

        UgcActor actor = Assert.Single(await bench.Client.Actors.ListAsync().ToListAsync());

        Assert.Equal(("a", null, null, null, null, null), (actor.Id, actor.Name, actor.Username, actor.Gender, actor.Age, actor.Color));
        Assert.Equal((null, null, null), (actor.IsPro, actor.VideoPreviewUrl, actor.ImageUrl));
        Assert.Empty(actor.Tags);
    }

    [Theory]
    [InlineData("""{"data":{"items":[{"name":"No id"},{"id":null},{"id":5},"text",null,{"id":"a"}]}}""", 1)]
    [InlineData("""{"data":{"items":{"id":"a"}}}""", 0)]
    [InlineData("""{"data":{}}""", 0)]
    public async Task What_is_no_actor_is_passed_over(string body, int actors)
    {
        using Bench bench = new(Answer(200, body));

        Assert.Equal(actors, (await bench.Client.Actors.ListAsync().ToListAsync()).Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("<html>")]
    public async Task An_answer_that_is_no_list_is_not_taken_for_an_empty_one(string body)
    {
        using Bench bench = new(Answer(200, body));

        Assert.Equal(UgcLabErrorKind.ProtocolError, (await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Actors.ListAsync().ToListAsync())).Kind);
    }

    [Theory]
    [InlineData("25-34", null, 50)]
    [InlineData(null, true, 50)]
    [InlineData(null, false, 50)]
    [InlineData(null, null, 0)]
    [InlineData(null, null, 101)]
    public void What_the_first_list_cannot_be_asked_is_refused_and_not_sent(string? age, bool? isPro, int size)
    {
        using ScriptedHandler handler = new();
        using Bench bench = new(handler);

        UgcLabException failure = Assert.Throws<UgcLabException>(() => bench.Client.Actors.ListAsync(new UgcActorFilter { Workflow = "ugcl-1.0", Age = age, IsPro = isPro }, size));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, failure.Kind);
        Assert.Contains(size == 50 ? "only by gender" : "1 to 100 actors", failure.Message, StringComparison.Ordinal);
        Assert.Empty(handler.Sent);
    }

    [Fact]
    public void A_workflow_that_is_none_is_refused()
    {
        using Bench bench = new();

        UgcLabException failure = Assert.Throws<UgcLabException>(() => bench.Client.Actors.ListAsync(new UgcActorFilter { Workflow = "ugcl-3.0" }));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, failure.Kind);
        Assert.Contains("ugcl-3.0", failure.Message, StringComparison.Ordinal);
    }

    private static string Page(bool hasMore, string cursor) => Page(hasMore ? "true" : "false", cursor);

    private static string Page(string hasMore, string cursor) =>
        $$$"""{"data":{"items":[{"id":"a"}],"pagination":{"limit":50,"hasMore":{{{hasMore}}},"nextCursor":{{{cursor}}} } } }""";
}
