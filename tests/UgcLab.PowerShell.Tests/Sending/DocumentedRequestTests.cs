using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Sending;

/// <summary>Every cmdlet that buys, from what is typed or piped to the documented body on the wire, byte by byte but for white space.</summary>
public sealed class DocumentedRequestTests : IDisposable
{
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public DocumentedRequestTests() => _shell.Connect(_service);

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Theory]
    [InlineData("video", "video.request.text-to-video", "New-UgcVideo 'Steam curls over a ceramic cup while the camera drifts left' -Model sora-2-pro -Duration 10 -AspectRatio landscape -Tier pro")]
    [InlineData("video", "video.request.image-to-video", "New-UgcVideo 'The bottle turns once under a moving soft light' -Model kling-2.6 -Duration 5 -AspectRatio 9:16 -ImageUrl https://example.com/product.jpg -Variants 2")]
    [InlineData("video", "video.request.veo", "New-UgcVideo 'A wooden box opens and light falls on the product inside' -Model veo-3.1 -AspectRatio 16:9")]
    [InlineData("image", "image.request", "New-UgcImage 'Studio shot of a phone lying on pale stone, soft side light' -Model seedream-4.5 -Tier pro -AspectRatio 1:1 -Variants 2")]
    [InlineData("talking-actor", "talking-actor.request", "New-UgcTalkingActor 'Hi there, here is a quick look at what we made.' 'Smiles, leans in, points to the side' -ActorId clzz000000000000000actor1 -Duration 15s -Tier standard -RefineScript $true -RefineActions $true")]
    [InlineData("product-in-hand", "product-in-hand.request", "New-UgcProductVideo 'I have used this every morning for a month.' 'Holds the jar up, turns it, smiles' -ActorId clzz000000000000000actor1 -ProductImageUrl https://example.com/product.jpg -Duration 15s -Tier standard -RefineScript true -RefineActions true")]
    [InlineData("product-in-hand", "product-in-hand.request.ugcl-1.0", "New-UgcProductVideo 'I have used this every morning for a month.' -WorkflowType ugcl-1.0 -ActorId clzz0000000000000ugcactor -ProductImageUrl https://example.com/product.jpg")]
    [InlineData("motion-control", "motion-control.request", "New-UgcMotionVideo 'The actor keeps the product in view during the dance' -ActorId clzz0000000000000ugcactor -ReferenceVideoUrl https://example.com/reference-video.mp4 -Duration 15 -ProductImageUrl https://example.com/product.jpg -Quality pro")]
    public void What_is_typed_is_the_documented_body_at_the_documented_address(string endpoint, string sample, string command)
    {
        Outcome outcome = _shell.Run($"{command} -ProjectId $project").Clean();

        AssertSent(endpoint, sample);
        Assert.All(outcome.Output, job => Assert.Equal("UgcLab.UgcJob", job.TypeNames[0]));
    }

    [Theory]
    [InlineData("New-UgcVideo", "video", "video.request.text-to-video")]
    [InlineData("New-UgcVideo", "video", "video.request.image-to-video")]
    [InlineData("New-UgcVideo", "video", "video.request.veo")]
    [InlineData("New-UgcImage", "image", "image.request")]
    [InlineData("New-UgcTalkingActor", "talking-actor", "talking-actor.request")]
    [InlineData("New-UgcProductVideo", "product-in-hand", "product-in-hand.request")]
    [InlineData("New-UgcProductVideo", "product-in-hand", "product-in-hand.request.ugcl-1.0")]
    [InlineData("New-UgcMotionVideo", "motion-control", "motion-control.request")]
    public void A_documented_body_is_a_row_as_it_stands(string cmdlet, string endpoint, string sample)
    {
        // As ConvertFrom-Json makes one, which this engine comes without.
        PSObject row = new();
        foreach ((string member, JsonNode? value) in JsonNode.Parse(File.ReadAllText(PathOf(sample)))!.AsObject())
        {
            row.Properties.Add(new PSNoteProperty(member, Value(value!)));
        }

        _shell.Set("row", row).Run($"$row | {cmdlet}").Clean();

        AssertSent(endpoint, sample);
    }

    private static object Value(JsonNode value) => value switch
    {
        JsonArray items => items.Select(item => Value(item!)).ToArray(),
        _ when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        _ when value.GetValueKind() is JsonValueKind.Number => value.GetValue<long>(),
        _ => value.GetValue<string>(),
    };

    private static string PathOf(string sample) => Path.Combine(AppContext.BaseDirectory, "Samples", $"{sample}.json");

    private void AssertSent(string endpoint, string sample)
    {
        Faults.ReceivedRequest request = Assert.Single(_service.Requests);
        Assert.Equal(("POST", $"/ugc/{endpoint}"), (request.Method, request.Path));
        Assert.Equal(JsonNode.Parse(File.ReadAllText(PathOf(sample)))!.ToJsonString(), JsonNode.Parse(request.Body)!.ToJsonString());
    }
}
