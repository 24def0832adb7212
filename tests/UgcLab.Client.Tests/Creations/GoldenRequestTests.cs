using System.Text;
using System.Text.Json;

namespace UgcLab.Client.Tests.Creations;

/// <summary>The bytes of each kind of request and the key of a row that creates it, as released, with what its jobs are known by: another byte is another row, and is paid for again.</summary>
public sealed class GoldenRequestTests
{
    private static readonly Uri Service = new("https://api.ugclab.app/api/v1/");

    private static IEnumerable<(string Name, CreationRequest Request)> All
    {
        get
        {
            JsonElement person = JsonDocument.Parse("""{"environment":"Bright kitchen, <b>","characterDescription":"A man in his 40s — \u00e9","age":3e1,"list":[1.0,{"b":2,"a":null}]}""").RootElement;
            UgcJob image = new() { UgcId = "img1" };
            Dictionary<string, object?> more = new()
            {
                ["seed"] = 7, ["hd"] = true, ["weight"] = 0.5, ["none"] = null, ["blank"] = "", ["price"] = 1.50m, ["tags"] = new object?[] { "é+'&", 1L, new[] { "x" } },
                ["camera"] = new Dictionary<string, object?> { ["zoom"] = 2, ["Pan"] = "left", ["at"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)), ["see"] = new Uri("https://example.com/a?b=c&d=é") },
            };
            foreach ((string name, CreationRequest request) in DocumentedRequestTests.Requests.Select(row => row.Data))
            {
                yield return (name, request);
                yield return ($"{name}, more", request with { AdditionalProperties = more, ProjectId = "p+é\"<" });
            }

            VideoRequest video = new() { ProjectId = "", Prompt = "\"}],\"x\":\"\r\n\t grün 🎬 e\u0301 \u2028 +'<>&\\/", Model = " Veo ", Duration = "", ImageUrl = "https://cdn.example/a b?x=1&y=ü#z", ImageJob = image };
            yield return ("odd video", video);
            yield return ("odd motion", new MotionVideoRequest { ProjectId = "p1", ActorIds = [], ReferenceVideoUrl = "", VideoDuration = 15.00m, Prompt = "", Quality = "" });
            yield return ("odd talk", new TalkingActorRequest { ProjectId = "p1", WorkflowType = "ugcl-1.0", Variants = 2, CustomActors = [person], StoryboardScenes = [person, person], Script = "", Tier = "" });
            yield return ("odd product", new ProductVideoRequest { ProjectId = "p1", WorkflowType = "ugcl-3", ActorIds = ["", "é"], CustomActors = [person], ProductImageUrl = "" });
        }
    }

    [Fact]
    public void Each_body_and_each_row_key_is_the_one_that_was_recorded()
    {
        StringBuilder actual = new();
        foreach ((string name, CreationRequest request) in All)
        {
            actual.Append(name).Append('\n').Append(Encoding.UTF8.GetString(request.ToJson())).Append('\n').Append(RowKey.Of(new PurchaseRequest(request), Service)).Append('\n');
            UgcJob job = request.Describe("j1");
            object?[] known = [job.Kind, job.Model, job.Duration, job.Tier, job.AspectRatio, job.Prompt, job.ImageUrl, job.ActorId, job.ProjectId, job.VariantCount, request.Outputs];
            actual.Append(name.StartsWith("odd", StringComparison.Ordinal) ? "" : string.Join(" | ", known)).Append("\n\n");
        }

        string golden = Path.Combine(AppContext.BaseDirectory, "Samples", "golden-requests.txt");
        Assert.Equal(File.ReadAllText(golden), actual.ToString());
    }
}
