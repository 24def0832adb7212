using UgcLab.Simulator;
using UgcLab.Simulator.Jobs;

namespace UgcLab.Client.Tests.Simulator;

public sealed class DeterminismTests
{
    private static readonly SimulatorOptions Rough = new()
    {
        FailedJobRate = 0.2,
        ServerErrorRate = 0.2,
        TooManyRequestsRate = 0.1,
    };

    [Fact]
    public async Task The_same_seed_gives_the_same_answers_to_the_last_byte() =>
        Assert.Equal(await PlayAsync(Rough), await PlayAsync(Rough));

    [Fact]
    public async Task Another_seed_gives_others() =>
        Assert.NotEqual(await PlayAsync(Rough), await PlayAsync(Rough with { Seed = 2 }));

    [Fact]
    public async Task More_polls_change_no_creation()
    {
        using Stage quiet = new(Rough);
        using Stage busy = new(Rough);
        for (int i = 0; i < 40; i++)
        {
            await quiet.PostAsync();
            await busy.PostAsync();
            await busy.GetAsync("projects");
        }

        Assert.Equal(quiet.Simulator.Jobs, busy.Simulator.Jobs);
    }

    [Fact]
    public async Task Many_at_once_lose_nothing()
    {
        using Stage stage = new(new SimulatorOptions { Credits = 35 * 150 });

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => stage.PostAsync())));

        Assert.Equal(150, answers.Count(answer => (int)answer.StatusCode == 202));
        Assert.Equal(50, answers.Count(answer => (int)answer.StatusCode == 402));
        Assert.Equal(0, stage.Simulator.Credits);
        Assert.Equal(150, stage.Simulator.Jobs.Select(job => job.Id).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 200), stage.Simulator.Requests.Select(request => (int)request.Number));
    }

    private static async Task<string> PlayAsync(SimulatorOptions options)
    {
        using Stage stage = new(options);
        List<string> answers = [];
        for (int i = 0; i < 20; i++)
        {
            answers.Add(await (await stage.PostAsync()).TextAsync());
            stage.Clock.Advance(TimeSpan.FromSeconds(7));
            answers.Add(await (await stage.GetAsync("projects")).TextAsync());
            foreach (SimulatedJob job in stage.Simulator.Jobs)
            {
                answers.Add(await (await stage.GetAsync($"ugc/{job.Id}")).TextAsync());
            }
        }

        return string.Join('\n', answers);
    }
}
