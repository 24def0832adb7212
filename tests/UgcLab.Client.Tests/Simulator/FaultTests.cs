using System.Text;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

public sealed class FaultTests
{
    [Theory]
    [InlineData(SimulatorFaultKind.TooManyRequests, "429 RATE_LIMIT_EXCEEDED")]
    [InlineData(SimulatorFaultKind.IpRateLimited, "429 IP_RATE_LIMITED")]
    [InlineData(SimulatorFaultKind.ServerError, "500 INTERNAL_ERROR")]
    [InlineData(SimulatorFaultKind.Unauthorized, "401 UNAUTHORIZED")]
    [InlineData(SimulatorFaultKind.Forbidden, "403 FORBIDDEN")]
    [InlineData(SimulatorFaultKind.InsufficientCredits, "402 INSUFFICIENT_CREDITS")]
    public async Task A_refusal_by_script_happens_once_and_charges_nothing(SimulatorFaultKind kind, string expected)
    {
        using Stage stage = Stage.With(new SimulatorFault { On = SimulatorTarget.Create, Kind = kind });

        HttpResponseMessage response = await stage.PostAsync();

        Assert.Equal(expected, await response.CodeAsync());
        Assert.Null(response.Headers.RetryAfter);
        Assert.Equal(10_000, stage.Simulator.Credits);
        Assert.Equal(kind, stage.Simulator.Requests[0].Fault);
        await stage.CreateAsync();
    }

    [Fact]
    public async Task At_and_Times_choose_which_requests_of_their_kind()
    {
        using Stage stage = Stage.With(new SimulatorFault { On = SimulatorTarget.Create, Kind = SimulatorFaultKind.ServerError, At = 2, Times = 2 });
        List<int> statuses = [];
        for (int i = 0; i < 5; i++)
        {
            await stage.GetAsync("projects");
            statuses.Add((int)(await stage.PostAsync()).StatusCode);
        }

        Assert.Equal([202, 500, 500, 202, 202], statuses);
    }

    [Fact]
    public async Task Any_counts_every_request()
    {
        using Stage stage = Stage.With(new SimulatorFault { Kind = SimulatorFaultKind.ServerError, At = 3 });
        await stage.GetAsync("nowhere");
        await stage.CreateAsync();

        Assert.Equal(500, (int)(await stage.GetAsync("projects")).StatusCode);
    }

    [Theory]
    [InlineData("120", "120")]
    [InlineData("-5", "-5")]
    [InlineData("soon, perhaps", "soon, perhaps")]
    [InlineData("Wed, 21 Oct 2099 07:28:00 GMT", "Wed, 21 Oct 2099 07:28:00 GMT")]
    [InlineData("date:+120", "Mon, 05 Jan 2026 09:02:00 GMT")]
    [InlineData("date:-60", "Mon, 05 Jan 2026 08:59:00 GMT")]
    public async Task Retry_After_is_sent_as_it_is_written(string script, string header)
    {
        using Stage stage = Stage.With(new SimulatorFault { On = SimulatorTarget.Create, Kind = SimulatorFaultKind.TooManyRequests, RetryAfter = script });

        HttpResponseMessage response = await stage.PostAsync();

        Assert.Equal(header, response.Headers.NonValidated["Retry-After"].ToString());
    }

    [Fact]
    public async Task A_lost_reply_has_done_its_work()
    {
        using Stage stage = Stage.With(new SimulatorFault { On = SimulatorTarget.Create, Kind = SimulatorFaultKind.LostReply });

        HttpRequestException lost = await Assert.ThrowsAsync<HttpRequestException>(() => stage.PostAsync());

        Assert.Equal(HttpRequestError.ResponseEnded, lost.HttpRequestError);
        Assert.Equal(9965, stage.Simulator.Credits);
        Assert.Single(stage.Simulator.Jobs);
        Assert.Null(stage.Simulator.Requests[0].Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task A_cut_reply_has_its_status_and_a_piece_of_its_body(int bytes)
    {
        using Stage stage = Stage.With(new SimulatorFault { On = SimulatorTarget.Create, Kind = SimulatorFaultKind.CutReply, CutAfter = bytes });
        using HttpMessageInvoker http = new(stage.Simulator, disposeHandler: false);
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(UgcSimulator.DefaultBaseUri, "ugc/video"))
        {
            Headers = { { "Authorization", "Bearer " + UgcSimulator.ApiKey } },
            Content = new StringContent(Stage.Kling.Replace("PROJECT", await stage.ProjectAsync(), StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        };

        HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Stream body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        byte[] piece = new byte[bytes];
        await body.ReadExactlyAsync(piece, TestContext.Current.CancellationToken);

        Assert.Equal(202, (int)response.StatusCode);
        Assert.True(response.Content.Headers.ContentLength > bytes);
        HttpIOException end = await Assert.ThrowsAsync<HttpIOException>(async () => _ = await body.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        Assert.Equal(HttpRequestError.ResponseEnded, end.HttpRequestError);
        Assert.Equal("{\"data\":{\"jobs\":[{\"ugcId\":\"cl"[..Math.Min(bytes, 29)], Encoding.UTF8.GetString(piece)[..Math.Min(bytes, 29)]);
        Assert.Single(stage.Simulator.Jobs);
    }

    [Fact]
    public async Task A_client_that_reads_the_whole_of_a_cut_reply_gets_the_real_error()
    {
        using Stage stage = Stage.With(new SimulatorFault { On = SimulatorTarget.Job, Kind = SimulatorFaultKind.CutReply });
        string id = (await stage.CreateAsync())[0];

        HttpRequestException cut = await Assert.ThrowsAsync<HttpRequestException>(() => stage.GetAsync($"ugc/{id}"));

        Assert.Equal(HttpRequestError.ResponseEnded, cut.HttpRequestError);
    }

    [Fact]
    public async Task A_download_can_be_cut_and_continue_where_it_stopped()
    {
        using Stage stage = Stage.With(new SimulatorFault { On = SimulatorTarget.Download, Kind = SimulatorFaultKind.CutReply, CutAfter = 1000 });
        Uri link = await stage.LinkAsync();

        HttpResponseMessage cut = await stage.DownloadAsync(link);
        byte[] first = new byte[1000];
        await (await cut.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)).ReadExactlyAsync(first, TestContext.Current.CancellationToken);
        byte[] rest = await (await stage.DownloadAsync(link, headers => headers.Range = new(1000, null))).BytesAsync();

        Assert.Equal(await (await stage.DownloadAsync(link)).BytesAsync(), first.Concat(rest));
    }

    [Fact]
    public async Task A_connection_that_fails_never_asks_for_the_body()
    {
        using Stage stage = Stage.With(new SimulatorFault { On = SimulatorTarget.Create, Kind = SimulatorFaultKind.ConnectFailure });
        using WatchedContent content = new();

        HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(
            () => stage.SendAsync(new HttpRequestMessage(HttpMethod.Post, "ugc/video") { Content = content }));
        int before = content.Sent;
        await stage.SendAsync(new HttpRequestMessage(HttpMethod.Post, "ugc/video") { Content = content });

        Assert.Equal(HttpRequestError.ConnectionError, failure.HttpRequestError);
        Assert.Equal((0, 1), (before, content.Sent));
    }

    [Theory]
    [InlineData(SimulatorFaultKind.ServerError, 500)]
    [InlineData(SimulatorFaultKind.HtmlError, 502)]
    public async Task An_error_can_come_after_the_work(SimulatorFaultKind kind, int status)
    {
        using Stage stage = Stage.With(
            new SimulatorFault { On = SimulatorTarget.Create, Kind = kind, AfterWork = true },
            new SimulatorFault { On = SimulatorTarget.Create, Kind = kind, At = 2 });

        Assert.Equal(status, (int)(await stage.PostAsync()).StatusCode);
        Assert.Single(stage.Simulator.Jobs);
        Assert.Equal(status, (int)(await stage.PostAsync()).StatusCode);
        Assert.Single(stage.Simulator.Jobs);
    }

    [Fact]
    public async Task A_gateway_answers_in_HTML()
    {
        using Stage stage = Stage.With(new SimulatorFault { Kind = SimulatorFaultKind.HtmlError });

        HttpResponseMessage response = await stage.GetAsync("projects");

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("<html>", await response.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_body_comes_with_the_right_status_and_the_work_done()
    {
        using Stage stage = Stage.With(new SimulatorFault { Kind = SimulatorFaultKind.EmptyBody });

        HttpResponseMessage response = await stage.PostAsync();

        Assert.Equal((202, ""), ((int)response.StatusCode, await response.TextAsync()));
        Assert.Single(stage.Simulator.Jobs);
    }

    [Fact]
    public async Task A_redirect_leads_to_another_host()
    {
        using Stage stage = Stage.With(new SimulatorFault { Kind = SimulatorFaultKind.Redirect });

        HttpResponseMessage response = await stage.PostAsync();

        Assert.Equal((307, "elsewhere.example"), ((int)response.StatusCode, response.Headers.Location?.Host));
        Assert.Empty(stage.Simulator.Jobs);
    }

    [Theory]
    [InlineData(SimulatorTarget.Job)]
    [InlineData(SimulatorTarget.Download)]
    public async Task An_expired_link_is_met_at_the_job_or_at_the_file(SimulatorTarget where)
    {
        using Stage stage = Stage.With(new SimulatorFault { On = where, Kind = SimulatorFaultKind.ExpiredLink });
        Uri link = await stage.LinkAsync();

        Assert.Equal(403, (int)(await stage.DownloadAsync(link)).StatusCode);
        Uri fresh = await stage.LinkOfAsync(stage.Simulator.Jobs[0].Id);
        Assert.Equal(200, (int)(await stage.DownloadAsync(fresh)).StatusCode);
    }

    [Fact]
    public async Task A_fault_at_the_files_host_speaks_no_JSON()
    {
        using Stage stage = Stage.With(new SimulatorFault { On = SimulatorTarget.Download, Kind = SimulatorFaultKind.ServerError });

        HttpResponseMessage response = await stage.DownloadAsync(await stage.LinkAsync());

        Assert.Equal((500, "text/plain"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Rates_strike_about_as_often_as_they_say()
    {
        using Stage stage = new(new SimulatorOptions { ServerErrorRate = 0.2, TooManyRequestsRate = 0.1, Credits = 1_000_000 });
        for (int i = 0; i < 400; i++)
        {
            await stage.PostAsync();
        }

        Assert.InRange(stage.Simulator.Requests.Count(request => request.Status == 429), 20, 60);
        Assert.InRange(stage.Simulator.Requests.Count(request => request.Status == 500), 45, 100);
        Assert.Equal(stage.Simulator.Requests.Count(request => request.Status == 202), stage.Simulator.Jobs.Count);
    }

    [Fact]
    public async Task An_answer_takes_its_latency_and_a_caller_who_leaves_may_have_been_charged()
    {
        using Stage stage = new(new SimulatorOptions { Latency = TimeSpan.FromSeconds(10) });
        using CancellationTokenSource stop = new();
        using HttpMessageInvoker http = new(stage.Simulator, disposeHandler: false);
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(UgcSimulator.DefaultBaseUri, "ugc/video"))
        {
            Headers = { { "Authorization", "Bearer " + UgcSimulator.ApiKey } },
            Content = new StringContent(Stage.Kling.Replace("PROJECT", Seeded.Id(1, "project", 1), StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        };

        Task<HttpResponseMessage> sending = http.SendAsync(request, stop.Token);
        Assert.Empty(stage.Simulator.Jobs);
        stage.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Single(stage.Simulator.Jobs);
        Assert.False(sending.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(9965, stage.Simulator.Credits);
    }

    [Fact]
    public async Task A_request_that_was_canceled_before_it_left_never_arrives()
    {
        using Stage stage = new();
        using HttpMessageInvoker http = new(stage.Simulator, disposeHandler: false);
        using HttpRequestMessage request = new(HttpMethod.Get, UgcSimulator.DefaultBaseUri);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.SendAsync(request, new CancellationToken(canceled: true)));

        Assert.Empty(stage.Simulator.Requests);
    }

    private sealed class WatchedContent : HttpContent
    {
        public int Sent { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            Sent++;
            return Task.CompletedTask;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
