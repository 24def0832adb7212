using System.Globalization;

namespace UgcLab.Client.Tests.Rows;

/// <summary>What makes a row itself. A key that changed with a version would buy every sheet again.</summary>
public sealed class RowKeyTests
{
    private static readonly Uri Service = new("https://api.ugclab.app/api/v1/");

    private static VideoRequest Full => Bench.Video with { AspectRatio = "9:16", ImageUrl = "https://cdn.example/start.png", Tier = "pro", Variants = 2 };

    [Fact]
    public void A_key_stays_the_same()
    {
        Assert.Equal("1fae317f191e425f0f00c446510c5fe9-1", KeyOf(new PurchaseRequest(Bench.Video)).ToString());
        Assert.Equal("9da2578fa4ecd5640119471e85d08a9f-1", KeyOf(new PurchaseRequest(Full)).ToString());
        Assert.Equal("d4d838f089e5006f8d45a265d81a4828-1", KeyOf(new PurchaseRequest(Bench.Video) { RowId = "SKU-7" }, 1).ToString());
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    public void No_culture_changes_it(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string expected = KeyOf(new PurchaseRequest(Full), 12).ToString();
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);

            Assert.Equal(expected, KeyOf(new PurchaseRequest(Full), 12).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_order_of_additional_members_is_none()
    {
        PurchaseRequest one = new(Bench.Video with { AdditionalProperties = new Dictionary<string, object?> { ["seed"] = 7, ["camera"] = "slow", ["more"] = new Dictionary<string, object?> { ["b"] = 1, ["a"] = 2 } } });
        PurchaseRequest other = new(Bench.Video with { AdditionalProperties = new Dictionary<string, object?> { ["more"] = new Dictionary<string, object?> { ["a"] = 2, ["b"] = 1 }, ["camera"] = "slow", ["seed"] = 7 } });

        Assert.Equal(KeyOf(one), KeyOf(other));
        Assert.NotEqual(KeyOf(one), KeyOf(new PurchaseRequest(Bench.Video)));
    }

    [Theory]
    [InlineData("""{"characterDescription":"Ann","environment":{"room":"Kitchen","light":2}}""", """ { "environment" : {"light": 2.00, "room": "Kitchen"}, "characterDescription": "\u0041nn" } """, true)]
    [InlineData("""{"age":30}""", """[{"age":3e1}]""", true)]
    [InlineData("""{"age":30}""", """{"age":"30"}""", false)]
    [InlineData("""{"list":[1,2]}""", """{"list":[2,1]}""", false)]
    [InlineData("""[{"a":1},{"b":1}]""", """[{"b":1},{"a":1}]""", false)]
    public void Neither_the_order_of_members_nor_the_form_of_numbers_makes_another_row(string one, string other, bool isSame)
    {
        RowKey first = Described(one, scenes: null);

        Assert.Equal(isSame, first == Described(other, scenes: null));
        Assert.Equal(isSame, Described("""{"x":1}""", scenes: $"[{one.Trim('[', ']')},{{}}]") == Described("""{"x":1}""", scenes: $"[{other.Trim().Trim('[', ']')},{{}}]"));
    }

    [Fact]
    public void What_goes_over_the_wire_has_the_order_that_was_written()
    {
        CreationRequest request = Acted("""{"b":1.0,"a":2}""", null);

        Assert.Contains("""{"b":1.0,"a":2}""", System.Text.Encoding.UTF8.GetString(request.ToJson()), StringComparison.Ordinal);
    }

    private static CreationRequest Acted(string actors, string? scenes) => CreationDescriptor.Of(UgcKind.TalkingActor)
        .Check(UgcLab.Client.Tests.Creations.Drafts.Talking with { ActorId = null, CustomActor = actors, StoryboardScene = scenes, Duration = scenes is null ? "15s" : "25s" }).Request!;

    private static RowKey KeyOf(PurchaseRequest order, int occurrence = 1) => RowKey.Of(order, Service) with { Occurrence = occurrence };

    private static RowKey Described(string actors, string? scenes) => KeyOf(new PurchaseRequest(Acted(actors, scenes)));

    [Fact]
    public void The_label_the_number_and_the_cells_are_no_part_of_it() => Assert.Equal(
        KeyOf(new PurchaseRequest(Bench.Video)),
        KeyOf(new PurchaseRequest(Bench.Video) { Reference = "spring", RowNumber = 9, Cells = new Dictionary<string, string> { ["note"] = "x" } }));

    [Fact]
    public void Whatever_goes_over_the_wire_is()
    {
        VideoRequest[] requests =
        [
            Bench.Video, Bench.Video with { Prompt = Bench.Video.Prompt + "!" }, Bench.Video with { Model = "veo-3.1-fast" }, Bench.Video with { Duration = "4" },
            Bench.Video with { Variants = 2 }, Bench.Video with { ProjectId = "clzzproject2" }, Bench.Video with { Tier = "pro" },
            Bench.Video with { AspectRatio = "9:16" }, Bench.Video with { ImageUrl = "https://cdn.example/a.png" },
        ];

        Assert.Equal(requests.Length, requests.Select(request => KeyOf(new PurchaseRequest(request))).Distinct().Count());
        Assert.NotEqual(KeyOf(new PurchaseRequest(Bench.Video)), RowKey.Of(new PurchaseRequest(Bench.Video), new Uri("https://other.example/api/v1/")));
    }
}
