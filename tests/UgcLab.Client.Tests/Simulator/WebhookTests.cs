using UgcLab.Simulator.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using UgcLab.Faults;
using UgcLab.Simulator;
using UgcLab.Simulator.Jobs;

namespace UgcLab.Client.Tests.Simulator;

public sealed class WebhookTests : IDisposable
{
    private readonly Channel<ReceivedRequest> _events = Channel.CreateUnbounded<ReceivedRequest>();
    private readonly FaultServer _listener;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "ugclab-" + Path.GetRandomFileName());
    private Func<int, Reply> _answer = _ => Reply.Text(200, "{}");
    private int _received;

    public WebhookTests() => _listener = new FaultServer(request =>
    {
        Reply reply = _answer(Interlocked.Increment(ref _received));
        _events.Writer.TryWrite(request);
        return reply;
    });

    private SimulatorOptions Telling => new() { WebhookUrl = new Uri(_listener.BaseUri, "hook?of=mine") };

    [Theory]
    [InlineData(0, "ugc.completed", "COMPLETED")]
    [InlineData(1, "ugc.failed", "FAILED")]
    public async Task The_end_of_a_job_is_posted_when_it_has_come(double failing, string name, string status)
    {
        using Stage stage = new(Telling with { FailedJobRate = failing });
        string id = (await stage.CreateAsync())[0];
        DateTimeOffset end = JobTimeline.EndOf(stage.Simulator.Jobs[0]);

        stage.Clock.Advance(end - stage.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        Assert.NotEqual(status, await stage.StatusAsync(id));
        Assert.Equal(0, _received);
        stage.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(status, await stage.StatusAsync(id));
        ReceivedRequest posted = await NextAsync();

        Assert.Equal(("POST", "/hook?of=mine"), (posted.Method, posted.Path));
        Assert.StartsWith("application/json", posted.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Null(posted.Header("Authorization"));
        Assert.Equal(
            $$$"""{"event":"{{{name}}}","timestamp":"{{{Envelope.Instant(end)}}}","data":{"ugcId":"{{{id}}}"}}""",
            Encoding.UTF8.GetString(posted.Body));
    }

    [Fact]
    public async Task Every_job_of_every_creation_is_reported_once()
    {
        using Stage stage = new(Telling);
        List<string> ids = [.. await stage.CreateAsync(Stage.Kling.Replace("\"5\"", "\"5\",\"variants\":8", StringComparison.Ordinal))];
        ids.AddRange(await stage.CreateAsync(Sample.Request("image.request.json"), "ugc/image"));
        stage.Clock.Advance(TimeSpan.FromMinutes(5));

        List<string> told = [];
        while (told.Count < ids.Count)
        {
            told.Add(IdIn(await NextAsync()));
        }

        Assert.Equal(ids.Order(), told.Order());
        string last = (await stage.CreateAsync())[0];
        stage.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(last, IdIn(await NextAsync()));
    }

    [Fact]
    public async Task A_job_whose_answer_was_lost_is_reported_anyway()
    {
        using Stage stage = new(Telling with { Faults = [new SimulatorFault { On = SimulatorTarget.Create, Kind = SimulatorFaultKind.LostReply }] });
        await Assert.ThrowsAsync<HttpRequestException>(() => stage.PostAsync());
        stage.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(stage.Simulator.Jobs[0].Id, IdIn(await NextAsync()));
    }

    [Fact]
    public async Task What_is_refused_is_tried_three_times_and_then_dropped()
    {
        _answer = number => number <= 3 ? Reply.Text(500, "no") : Reply.Text(200, "{}");
        TestClock clock = new();
        using UgcSimulator service = new(Telling with { VideoTime = TimeSpan.FromSeconds(8) }, clock);
        string first = await CreateAsync(service);

        await clock.RunAsync(Task.WhenAll(NextAsync(), NextAsync(), NextAsync()));
        string second = await CreateAsync(service);
        Task<ReceivedRequest> next = NextAsync();
        await clock.RunAsync(next);

        Assert.Equal([first, first, first], _listener.Requests.Take(3).Select(IdIn));
        Assert.Equal(second, IdIn(await next));
    }

    [Theory]
    [InlineData("redirect")]
    [InlineData("reset")]
    [InlineData("refusal")]
    public async Task A_try_that_goes_wrong_in_any_way_is_followed_by_another(string trouble)
    {
        _answer = number => (number, trouble) switch
        {
            (1, "redirect") => Reply.Redirect(new Uri(_listener.BaseUri, "elsewhere").AbsoluteUri, 307),
            (1, "reset") => new Reply { CutAt = 0, Ending = Ending.Rst },
            (1, _) => Reply.Text(404, "nobody"),
            _ => Reply.Text(204, ""),
        };
        TestClock clock = new();
        using UgcSimulator service = new(Telling with { VideoTime = TimeSpan.FromSeconds(8) }, clock);
        string id = await CreateAsync(service);

        await clock.RunAsync(Task.WhenAll(NextAsync(), NextAsync()));

        Assert.Equal([id, id], _listener.Requests.Select(IdIn));
        Assert.All(_listener.Requests, posted => Assert.Equal("/hook?of=mine", posted.Path));
    }

    [Fact]
    public async Task A_listener_that_is_not_there_disturbs_nothing()
    {
        SimulatorOptions options = Telling;
        _listener.Dispose();
        using Stage stage = new(options);
        string id = (await stage.CreateAsync())[0];
        stage.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("COMPLETED", await stage.StatusAsync(id));
        await stage.CreateAsync();
    }

    [Fact]
    public async Task A_listener_that_never_answers_delays_nothing()
    {
        _answer = _ => Reply.Silence;
        Stage stage = new(Telling);
        string id = (await stage.CreateAsync())[0];
        stage.Clock.Advance(TimeSpan.FromMinutes(5));
        await NextAsync();

        Assert.Equal("COMPLETED", await stage.StatusAsync(id));
        stage.Dispose();
        stage.Simulator.Dispose();
    }

    [Fact]
    public async Task Some_ends_are_never_reported_on_request_and_the_same_ones_each_time()
    {
        string[] first = await ToldAsync();
        string[] again = await ToldAsync();

        Assert.InRange(first.Length, 8, 32);
        Assert.Equal(first, again);

        async Task<string[]> ToldAsync()
        {
            using Stage stage = new(Telling with { LostWebhookRate = 0.5 });
            for (int i = 0; i < 5; i++)
            {
                await stage.CreateAsync(Stage.Kling.Replace("\"5\"", "\"5\",\"variants\":8", StringComparison.Ordinal));
            }

            int expected = stage.Simulator.Jobs.Count(job => Seeded.Fraction(1, "webhook " + job.Id, 0) >= 0.5);
            stage.Clock.Advance(TimeSpan.FromMinutes(5));
            List<string> told = [];
            while (told.Count < expected)
            {
                told.Add(IdIn(await NextAsync()));
            }

            // Another service's end comes after them, and nothing else has come before it.
            using Stage last = new(Telling with { Seed = 2 });
            string id = (await last.CreateAsync())[0];
            last.Clock.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal(id, IdIn(await NextAsync()));
            return [.. told.Order()];
        }
    }

    [Fact]
    public async Task Nothing_is_reported_after_the_end_of_the_service()
    {
        using (Stage stage = new(Telling))
        {
            await stage.CreateAsync();
            stage.Dispose();
            stage.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        // A second service tells its own end, and nothing came before it.
        using Stage other = new(Telling with { Seed = 2 });
        string id = (await other.CreateAsync())[0];
        other.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(id, IdIn(await NextAsync()));
        Assert.Single(_listener.Requests);
    }

    [Fact]
    public async Task Jobs_found_in_a_folder_are_reported_unless_their_end_is_past()
    {
        SimulatorOptions kept = new() { StatePath = _folder };
        string running;
        using (Stage first = new(kept))
        {
            await first.CreateAsync();
            first.Clock.Advance(TimeSpan.FromMinutes(5));
            running = (await first.CreateAsync())[0];
        }

        using Stage second = new(kept with { WebhookUrl = Telling.WebhookUrl });
        second.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(running, IdIn(await NextAsync()));
        string own = (await second.CreateAsync())[0];
        second.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(own, IdIn(await NextAsync()));
    }

    [Fact]
    public async Task A_wait_of_months_is_no_trouble()
    {
        using Stage stage = new(Telling with { VideoTime = TimeSpan.FromDays(100) });
        string id = (await stage.CreateAsync())[0];
        stage.Clock.Advance(TimeSpan.FromDays(150));

        Assert.Equal(id, IdIn(await NextAsync()));
    }

    public void Dispose()
    {
        _listener.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string IdIn(ReceivedRequest posted)
    {
        using JsonDocument body = JsonDocument.Parse(posted.Body);
        return body.RootElement.GetProperty("data").GetProperty("ugcId").GetString()!;
    }

    private static async Task<string> CreateAsync(UgcSimulator service)
    {
        using HttpClient http = new(service, disposeHandler: false) { BaseAddress = UgcSimulator.DefaultBaseUri };
        http.DefaultRequestHeaders.Authorization = new("Bearer", UgcSimulator.ApiKey);
        using StringContent body = new(Stage.Kling.Replace("PROJECT", service.FirstProjectId, StringComparison.Ordinal), Encoding.UTF8, "application/json");
        HttpResponseMessage response = await http.PostAsync("ugc/video", body);
        return (await response.JsonAsync()).Data("jobs")[0].GetProperty("ugcId").GetString()!;
    }

    private async Task<ReceivedRequest> NextAsync() => await _events.Reader.ReadAsync(TestContext.Current.CancellationToken);
}
