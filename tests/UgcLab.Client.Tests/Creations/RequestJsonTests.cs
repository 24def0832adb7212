using System.Text.Json.Nodes;

namespace UgcLab.Client.Tests.Creations;

/// <summary>How a body is written; that it is the documented one show <see cref="DocumentedRequestTests"/>.</summary>
public sealed class RequestJsonTests
{
    private static readonly VideoRequest Veo = new() { ProjectId = "p1", Prompt = "A wooden box opens", Model = "veo-3.1", Duration = "8" };

    [Fact]
    public void What_is_not_given_is_not_sent() =>
        Assert.Equal(["projectId", "prompt", "model", "duration", "variants"], JsonNode.Parse(Veo.ToJson())!.AsObject().Select(member => member.Key));

    [Fact]
    public void Members_of_a_later_service_go_as_they_are_in_the_order_of_their_names()
    {
        VideoRequest request = Veo with
        {
            AdditionalProperties = new Dictionary<string, object?>
            {
                ["seed"] = 7L, ["hd"] = true, ["weight"] = 0.5, ["none"] = null, ["tags"] = new List<object?> { "a", 1 }, ["camera"] = new Dictionary<string, object?> { ["zoom"] = 2, ["pan"] = "left" },
            },
        };

        Assert.EndsWith(""","camera":{"pan":"left","zoom":2},"hd":true,"none":null,"seed":7,"tags":["a",1],"weight":0.5}""", System.Text.Encoding.UTF8.GetString(request.ToJson()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_no_json_is_refused() =>
        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, Assert.Throws<UgcLabException>(() => (Veo with { AdditionalProperties = new Dictionary<string, object?> { ["x"] = double.NaN } }).ToJson()).Kind);

    [Fact]
    public void A_prompt_is_text_whatever_it_looks_like()
    {
        string prompt = "\"}],\"variants\":8,\"x\":\"\r\n\t grün 🎬 e\u0301";

        Assert.Equal(prompt, JsonNode.Parse((Veo with { Prompt = prompt }).ToJson())!["prompt"]!.GetValue<string>());
    }
}
