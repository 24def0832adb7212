using System.Management.Automation;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Waiting;

public sealed partial class WebhookWaitTests : IDisposable
{
    private readonly Service _service = new();
    private readonly Shell _shell = new();
    private readonly HttpClient _sender = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Shell.Deadline };

    // Of a job that no record knows, the first look would come after a minute: what ends sooner was woken.
    public WebhookWaitTests() => _shell.Connect(_service);

    public void Dispose()
    {
        _sender.Dispose();
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public async Task A_post_ends_the_wait_before_the_next_look()
    {
        using Running running = _shell.Start("'a1' | Wait-UgcJob -WebhookPrefix auto");
        string address = Address(running);

        await PostAsync(address, """{"event":"?","data":{"id":"a1","status":"FAILED"}}""");
        Outcome outcome = running.End().Clean();

        Assert.Equal(["Completed"], outcome.Values("Status"));
        Assert.Single(_service.Requests);
        await IsClosedAsync(address);
    }

    [Fact]
    public async Task A_post_that_names_another_job_asks_nothing()
    {
        using Running running = _shell.Start("'a1' | Wait-UgcJob -WebhookPrefix auto");
        string address = Address(running);

        await PostAsync(address, "a2 a11 xa1");
        Assert.Empty(_service.Requests);
        await PostAsync(address, "a1");
        running.End().Clean();

        Assert.Single(_service.Requests);
    }

    [Fact]
    public async Task Any_returns_the_one_that_was_named_and_closes()
    {
        using Running running = _shell.Start("'a1', 'a2', 'a3' | Wait-UgcJob -Any -WebhookPrefix auto");
        string address = Address(running);

        await PostAsync(address, "a2");
        Outcome outcome = running.End().Clean();

        Assert.Equal(["a2"], outcome.Values("UgcId"));
        await IsClosedAsync(address);
    }

    [Fact]
    public async Task A_warning_that_ends_the_wait_leaves_no_port_open()
    {
        int port = FreePort.At("127.0.0.1");

        Outcome outcome = _shell.Start($"'a1' | Wait-UgcJob -WebhookPrefix http://*:{port}/x/ -WarningAction Stop").End();

        Assert.NotEmpty(outcome.AllErrors);
        Assert.Empty(_service.Requests);
        await IsClosedAsync($"http://localhost:{port}/x/");
    }

    [Fact]
    public async Task A_stop_closes_the_receiver()
    {
        using Running running = _shell.Start("'a1' | Wait-UgcJob -WebhookPrefix auto");
        string address = Address(running);

        Assert.True(running.Stop().Stopped);
        await IsClosedAsync(address);
    }

    [Fact]
    public async Task Who_ends_the_pipeline_after_the_first_closes_the_receiver()
    {
        using Running running = _shell.Start("foreach ($once in 1) { 'a1', 'a2' | Wait-UgcJob -WebhookPrefix auto | & { process { $global:first = $_; break } } }");
        string address = Address(running);

        await PostAsync(address, "a1");
        running.End().Clean();

        Assert.Equal(["a1"], _shell.Run("$first").Values("UgcId"));
        await IsClosedAsync(address);
    }

    [Fact]
    public async Task A_failure_that_ends_everything_closes_the_receiver()
    {
        _service.Instead = _ => Service.Error(401, "UNAUTHORIZED");
        using Running running = _shell.Start("'a1', 'a2' | Wait-UgcJob -WebhookPrefix auto");
        string address = Address(running);

        await PostAsync(address, "a1");

        Assert.Equal(["UgcKeyRefused"], running.End().ErrorIds);
        await IsClosedAsync(address);
    }

    [Fact]
    public async Task An_address_that_was_closed_can_be_given_again_at_once()
    {
        using Running first = _shell.Start("'a1' | Wait-UgcJob -WebhookPrefix auto");
        string address = Address(first);
        await PostAsync(address, "a1");
        first.End().Clean();

        using Running second = _shell.Start($"'a2' | Wait-UgcJob -WebhookPrefix {address}");
        Assert.Equal(address, Address(second));
        await PostAsync(address, "a2");
        second.End().Clean();
    }

    [Theory]
    [InlineData("localhost", "-InformationAction Stop")]
    [InlineData("+", "-WarningAction Stop")]
    public async Task Who_stops_at_the_words_that_name_the_address_leaves_no_port_taken(string host, string preference)
    {
        int port = FreePort.At("127.0.0.1");

        Outcome outcome = _shell.Run($"'a1' | Wait-UgcJob -WebhookPrefix http://{host}:{port}/ugc/ {preference}");

        Assert.NotNull(outcome.Caught);
        Assert.Empty(_service.Requests);
        await IsClosedAsync($"http://localhost:{port}/ugc/");
    }

    [Fact]
    public void Nothing_to_wait_for_ends_at_once() => Assert.Empty(_shell.Run("@() | Wait-UgcJob -WebhookPrefix auto").Clean().Output);

    [Fact]
    public void A_port_that_is_taken_is_reported_before_anything_is_created()
    {
        using TcpListener other = new(System.Net.IPAddress.Loopback, 0);
        other.Start();

        Outcome outcome = _shell.Run($"row 'A row that is not bought' | New-UgcVideo | Wait-UgcJob -WebhookPrefix http://127.0.0.1:{((System.Net.IPEndPoint)other.LocalEndpoint).Port}/ugc/");

        Assert.Equal(["UgcWebhookUnavailable"], outcome.ErrorIds);
        Assert.Equal(ErrorCategory.OpenError, outcome.Caught!.CategoryInfo.Category);
        Assert.Contains("auto", outcome.Caught.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData("https://localhost:8765/ugc/", "reverse proxy")]
    [InlineData("somewhere", "auto")]
    [InlineData("70000", "auto")]
    public void What_is_no_prefix_is_refused_with_advice(string prefix, string wayOut)
    {
        Outcome outcome = _shell.Run($"'a1' | Wait-UgcJob -WebhookPrefix '{prefix}'");

        Assert.Equal(["UgcArgumentInvalid"], outcome.ErrorIds);
        Assert.Contains(wayOut, outcome.Caught!.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_webhook_holds_is_shown_nowhere()
    {
        using Running running = _shell.Start("'a1' | Wait-UgcJob -WebhookPrefix auto -Verbose -Debug");
        string address = Address(running);

        await PostAsync(address, "a1 canary-of-the-body");
        Outcome outcome = running.End().Clean();

        Assert.Contains(outcome.Verbose, line => line.Contains("webhook names job a1", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Verbose.Concat(outcome.Debug).Concat(outcome.Information).Concat(outcome.Warnings).Concat(outcome.Progress), line => line.Contains("canary", StringComparison.Ordinal));
    }

    // Said without -Verbose, for a random path has to get into the dashboard.
    private static string Address(Running running)
    {
        string? address = null;
        Assert.True(SpinWait.SpinUntil(() => (address = running.Information.Select(line => Shown().Match(line).Value).FirstOrDefault(found => found.Length > 0)) is not null, Shell.Deadline), "No address was shown.");
        return address!;
    }

    private async Task PostAsync(string address, string body)
    {
        using StringContent content = new(body);
        using HttpResponseMessage answer = await _sender.PostAsync(new Uri(address), content);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    private async Task IsClosedAsync(string address)
    {
        using StringContent content = new("a1");
        await Assert.ThrowsAsync<HttpRequestException>(() => _sender.PostAsync(new Uri(address), content));
    }

    [GeneratedRegex("http://localhost:[0-9]+/[0-9a-f]{32}/")]
    private static partial Regex Shown();
}
