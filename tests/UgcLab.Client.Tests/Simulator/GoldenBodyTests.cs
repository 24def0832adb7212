using System.Text;
using UgcLab.Client.Tests.Json;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

/// <summary>The bytes of the simulator's answers.</summary>
public sealed class GoldenBodyTests
{
    [Fact]
    public async Task Each_answer_is_the_one_that_was_recorded()
    {
        StringBuilder text = new();
        using Stage stage = new(new SimulatorOptions { Credits = 500.50m, ProjectNames = ["é+<b> \"'&\u2028"], ImageUrlField = SimulatorImageUrlField.OutputUrl, Faults = [new SimulatorFault { Kind = SimulatorFaultKind.FailedJob, On = SimulatorTarget.Create, At = 2 }] });
        List<string> ids = [];
        foreach ((string path, string request) in new[]
        {
            ("video", "video.request.veo.json"), ("image", "image.request.json"), ("talking-actor", "talking-actor.request.json"), ("product-in-hand", "product-in-hand.request.json"),
            ("product-in-hand", "product-in-hand.request.ugcl-1.0.json"), ("motion-control", "motion-control.request.json"),
        })
        {
            await AddAsync($"ugc/{path} {request}", stage.PostAsync(Sample.Request(request), path: $"ugc/{path}"));
            ids.Add(stage.Simulator.Jobs[^1].Id);
        }

        foreach (string body in new[]
        {
            "{}", "[]", """{"projectId":5,"prompt":"x","model":"kling","duration":"5"}""", Stage.Kling.Replace("PROJECT", "é<", StringComparison.Ordinal), "{\"prompt\":\"\\ud800\"}",
            Stage.Kling.Replace("\"5\"", "\"5\",\"tier\":\"é'\\n\",\"imageUrl\":\"http://x\",\"variants\":1.5,\"aspectRatio\":null", StringComparison.Ordinal),
            Stage.Kling.Replace("\"5\"", "\"5\",\"variants\":8,\"imageUrl\":\"https://unreachable.example/a\"", StringComparison.Ordinal), Stage.Kling.Replace("\"5\"", "\"10\",\"variants\":8", StringComparison.Ordinal),
        })
        {
            await AddAsync(body, stage.PostAsync(body));
        }

        foreach (string path in new[]
        {
            "projects", "projects?limit=1", "projects?limit=0", "projects?cursor=x", "actors?limit=2", "actors?gender=male&isPro=true&limit=1", "actors?gender=x", "actors?isPro=x", "ugclab-actors?limit=2", "nowhere", "ugc/none",
        })
        {
            await AddAsync(path, stage.GetAsync(path));
        }

        await AddAsync("no key", stage.GetAsync("projects", null));
        await AddAsync("wrong key", stage.GetAsync("projects", UgcSimulator.UnknownKey));
        await AddAsync("wrong method", stage.PostAsync(path: "projects"));
        foreach (int seconds in new[] { 0, 30, 60, 60 })
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(seconds));
            foreach (string id in ids)
            {
                await AddAsync($"job after {seconds} more seconds", stage.GetAsync($"ugc/{id}"));
            }
        }

        await AddAsync("projects at the end", stage.GetAsync("projects"));
        Golden.AssertEqual("golden-simulator.txt", text.ToString());

        async Task AddAsync(string name, Task<HttpResponseMessage> answer)
        {
            HttpResponseMessage response = await answer;
            text.Append("# ").Append(name.ReplaceLineEndings(" ")).Append('\n').Append((int)response.StatusCode).Append(' ').Append(response.Content.Headers.ContentType).Append('\n')
                .Append(await response.Content.ReadAsStringAsync()).Append("\n\n");
        }
    }
}
