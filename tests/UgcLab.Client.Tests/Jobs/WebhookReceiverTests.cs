using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace UgcLab.Client.Tests.Jobs;

public sealed class WebhookReceiverTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly ConcurrentQueue<string> _named = new();
    private readonly HttpClient _sender = new(new SocketsHttpHandler { UseProxy = false });
    private readonly WebhookReceiver _receiver;

    public WebhookReceiverTests()
    {
        _receiver = WebhookReceiver.Open("auto", _clock);
        _receiver.Start(_named.Enqueue);
    }

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }

    [Fact]
    public async Task A_post_hands_over_its_words_and_is_thanked()
    {
        using HttpResponseMessage answer = await PostAsync("""{"id":"clzzjob1"}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["clzzjob1", "id"], _named.Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("nothing that anybody waits for")]
    [InlineData("\0\u0001\uffff")]
    public async Task Every_post_is_answered_alike(string body)
    {
        using HttpResponseMessage answer = await PostAsync(body);

        Assert.Equal((HttpStatusCode.OK, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Another_method_is_not_allowed(string method)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), _receiver.Address);
        using HttpResponseMessage answer = await _sender.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("POST", answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x/")]
    [InlineData("../")]
    public async Task Another_path_is_not_there(string path)
    {
        using StringContent body = new("clzzjob1");
        using HttpResponseMessage answer = await _sender.PostAsync(new Uri(new Uri(_receiver.Address), path), body);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(_named);
    }

    [Theory]
    [InlineData("public.example")]
    [InlineData("127.0.0.1")]
    public async Task Another_host_is_refused(string host)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _receiver.Address) { Content = new StringContent("clzzjob1") };
        request.Headers.Host = host;
        using HttpResponseMessage answer = await _sender.SendAsync(request);

        // 404 from .NET's own listener, 400 from that of Windows.
        Assert.InRange((int)answer.StatusCode, 400, 404);
        Assert.Empty(_named);
    }

    [Fact]
    public async Task The_last_slash_may_be_missing_and_a_query_may_be_there()
    {
        using StringContent body = new("clzzjob1");
        using HttpResponseMessage answer = await _sender.PostAsync(new Uri(_receiver.Address.TrimEnd('/') + "?token=1"), body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["clzzjob1"], _named);
    }

    [Theory]
    [InlineData(WebhookBody.Limit, false, HttpStatusCode.OK)]
    [InlineData(WebhookBody.Limit + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(WebhookBody.Limit * 4, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(WebhookBody.Limit, true, HttpStatusCode.OK)]
    [InlineData(WebhookBody.Limit + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_has_a_limit_and_what_is_longer_is_not_looked_at(int length, bool isChunked, HttpStatusCode expected)
    {
        byte[] body = Encoding.ASCII.GetBytes("clzzjob1".PadRight(length));
        using HttpRequestMessage request = new(HttpMethod.Post, _receiver.Address) { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = isChunked;
        using HttpResponseMessage answer = await _sender.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected is HttpStatusCode.OK, _named.Contains("clzzjob1"));
    }

    [Fact]
    public async Task A_body_without_end_is_cut_off()
    {
        using TcpClient endless = await ConnectAsync();
        NetworkStream wire = endless.GetStream();
        await wire.WriteAsync(Head("Transfer-Encoding: chunked"));
        byte[] chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string('a', 0x10000) + "\r\n");
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (true)
            {
                await wire.WriteAsync(chunk);
            }
        });

        using HttpResponseMessage answer = await PostAsync("clzzjob1");
        Assert.Equal(["clzzjob1"], _named);
    }

    [Fact]
    public async Task Slow_senders_are_cut_off_and_hold_up_no_one_for_longer()
    {
        List<TcpClient> slow = [];
        for (int i = 0; i < 20; i++)
        {
            TcpClient sender = await ConnectAsync();
            await sender.GetStream().WriteAsync(Head("Content-Length: 100"));
            await sender.GetStream().WriteAsync("clzzslow"u8.ToArray());
            slow.Add(sender);
        }

        // They fill every lane, so this one is answered when the first of them have had their time.
        using HttpResponseMessage answer = await _clock.RunAsync(PostAsync("clzzjob1"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await _clock.RunAsync(Task.WhenAll(slow.Select(EndAsync)));
        Assert.Equal(["clzzjob1"], _named);
        slow.ForEach(sender => sender.Dispose());
    }

    [Fact]
    public async Task Who_goes_away_in_the_middle_ends_nothing()
    {
        for (int i = 0; i < 40; i++)
        {
            using TcpClient sender = await ConnectAsync();
            await sender.GetStream().WriteAsync(Head(i % 2 == 0 ? "Content-Length: 100" : "Transfer-Encoding: chunked"));
            await sender.GetStream().WriteAsync("zz\r\n"u8.ToArray());
            sender.Client.LingerState = new LingerOption(true, 0);
        }

        using HttpResponseMessage answer = await _clock.RunAsync(PostAsync("clzzjob1"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(_receiver.IsOpen);
    }

    [Fact]
    public async Task A_burst_of_posts_is_answered_whole()
    {
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => PostAsync($"clzzjob{i}")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(200, _named.Distinct().Count());
    }

    [Fact]
    public async Task A_closed_receiver_answers_nothing_and_leaves_its_port()
    {
        _receiver.Dispose();
        _receiver.Dispose();

        Assert.False(_receiver.IsOpen);
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("clzzjob1"));
        using WebhookReceiver next = WebhookReceiver.Open(_receiver.Address);
        Assert.Equal(_receiver.Address, next.Address);
    }

    [Fact]
    public async Task What_comes_before_anybody_listens_waits()
    {
        using WebhookReceiver early = WebhookReceiver.Open("auto");
        using StringContent body = new("clzzjob1");
        Task<HttpResponseMessage> posted = _sender.PostAsync(early.Address, body);
        early.Start(_named.Enqueue);

        using HttpResponseMessage answer = await posted;
        Assert.Equal(["clzzjob1"], _named);
    }

    [Fact]
    public void An_address_that_is_taken_is_reported_with_advice()
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => WebhookReceiver.Open(_receiver.Address));

        Assert.Equal(UgcLabErrorKind.WebhookUnavailable, error.Kind);
        Assert.Contains(_receiver.Address, error.Message, StringComparison.Ordinal);
        Assert.Contains("auto", error.Advice!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_another_program_has_is_reported()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();

        UgcLabException error = Assert.Throws<UgcLabException>(() => WebhookReceiver.Open($"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}/ugc/"));

        Assert.Equal(UgcLabErrorKind.WebhookUnavailable, error.Kind);
    }

    [Fact]
    public void A_host_that_is_not_this_machine_is_reported() =>
        Assert.Equal(UgcLabErrorKind.WebhookUnavailable, Assert.Throws<UgcLabException>(() => WebhookReceiver.Open("http://192.0.2.1:8765/ugc/")).Kind);

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using StringContent content = new(body);
        return await _sender.PostAsync(_receiver.Address, content);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        Uri address = new(_receiver.Address);
        TcpClient sender = new();
        await sender.ConnectAsync(address.Host, address.Port);
        return sender;
    }

    private byte[] Head(string length)
    {
        Uri address = new(_receiver.Address);
        return Encoding.ASCII.GetBytes($"POST {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\n{length}\r\n\r\n");
    }

    // Until the other side hangs up, in whichever way.
    private static async Task EndAsync(TcpClient sender)
    {
        try
        {
            byte[] buffer = new byte[100];
            while (await sender.GetStream().ReadAsync(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
        }
    }
}
