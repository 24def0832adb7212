using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace UgcLab.Client.Tests.Jobs;

public sealed class WebhookReceiverTests : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private readonly ConcurrentQueue<string> _named = new();
    private readonly HttpClient _sender = new(new SocketsHttpHandler { UseProxy = false });
    private WebhookReceiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.OpenAsync("auto", _clock);
        _receiver.Start(_named.Enqueue);
    }

    public ValueTask DisposeAsync()
    {
        _sender.Dispose();
        _receiver.Dispose();
        return ValueTask.CompletedTask;
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

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
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
    public async Task A_sender_that_is_still_sending_receives_the_answer()
    {
        using TcpClient sender = await ConnectAsync();
        using StreamReader answer = new(sender.GetStream(), Encoding.Latin1);
        await answer.BaseStream.WriteAsync(Head($"Content-Length: {3 * WebhookBody.Limit}"));
        Assert.Equal("HTTP/1.1 413 Content Too Large", await answer.ReadLineAsync());

        for (int left = 3 * WebhookBody.Limit; left > 0; left -= 4096)
        {
            await answer.BaseStream.WriteAsync(new byte[4096]);
        }

        sender.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal("Content-Length: 0\r\nConnection: close\r\n\r\n", await answer.ReadToEndAsync());
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

    [Theory]
    [InlineData("")]
    [InlineData("POST /")]
    [InlineData("BODY")]
    public async Task Slow_senders_are_cut_off_and_hold_up_no_one_for_longer(string sent)
    {
        List<TcpClient> slow = [];
        for (int i = 0; i < 20; i++)
        {
            TcpClient sender = await ConnectAsync();
            await sender.GetStream().WriteAsync(sent == "BODY" ? [.. Head("Content-Length: 100"), .. "clzzslow"u8] : Encoding.ASCII.GetBytes(sent));
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
        using WebhookReceiver next = await WebhookReceiver.OpenAsync(_receiver.Address);
        Assert.Equal(_receiver.Address, next.Address);
    }

    [Fact]
    public async Task What_comes_before_anybody_listens_waits()
    {
        using WebhookReceiver early = await WebhookReceiver.OpenAsync("auto");
        using StringContent body = new("clzzjob1");
        Task<HttpResponseMessage> posted = _sender.PostAsync(early.Address, body);
        early.Start(_named.Enqueue);

        using HttpResponseMessage answer = await posted;
        Assert.Equal(["clzzjob1"], _named);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_reported_with_advice()
    {
        UgcLabException error = await UnavailableAsync(_receiver.Address);

        Assert.Contains(_receiver.Address, error.Message, StringComparison.Ordinal);
        Assert.Contains("auto", error.Advice!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("+")]
    public async Task A_port_that_another_program_has_is_reported(string host)
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();

        UgcLabException error = await UnavailableAsync($"http://{host}:{((IPEndPoint)other.LocalEndpoint).Port}/ugc/");

        Assert.Contains("auto", error.Advice!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public async Task A_host_that_is_not_this_machine_is_reported(string host) =>
        Assert.Contains("localhost", (await UnavailableAsync($"http://{host}:8765/ugc/")).Advice!, StringComparison.Ordinal);

    [Theory]
    [InlineData("localhost", "127.0.0.1", "localhost")]
    [InlineData("localhost", "::1", "localhost")]
    [InlineData("+", "127.0.0.1", "public.example")]
    [InlineData("*", "::1", "public.example")]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1")]
    [InlineData("[::1]", "::1", "[::1]:80")]
    [InlineData("0.0.0.0", "127.0.0.1", "public.example")]
    [InlineData("[::]", "127.0.0.1", "public.example")]
    public async Task A_host_is_listened_at_on_all_of_its_addresses(string host, string to, string named)
    {
        IPAddress address = IPAddress.Parse(to);
        Assert.SkipUnless(address.AddressFamily == AddressFamily.InterNetwork || HasIPv6(), "There is no IPv6 here.");
        using WebhookReceiver receiver = await WebhookReceiver.OpenAsync($"http://{host}:0/ugc/");
        receiver.Start(_named.Enqueue);

        Match port = Regex.Match(receiver.Address, ":([0-9]+)/ugc/$");
        string answer = await ExchangeAsync(new IPEndPoint(address, int.Parse(port.Groups[1].Value, CultureInfo.InvariantCulture)), $"POST /ugc/ HTTP/1.1\r\nHost: {named}\r\nContent-Length: 8\r\n\r\nclzzjob1");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(["clzzjob1"], _named);
    }

    [Fact]
    public async Task A_name_of_this_machine_is_listened_at()
    {
        string name = Dns.GetHostName();
        Assert.SkipUnless(Regex.IsMatch(name, "^[A-Za-z0-9][A-Za-z0-9.-]*$") && IsOwn(name), "This machine's name leads nowhere.");
        using WebhookReceiver receiver = await WebhookReceiver.OpenAsync($"http://{name}:0/ugc/");
        receiver.Start(_named.Enqueue);

        using StringContent body = new("clzzjob1");
        using HttpResponseMessage answer = await _sender.PostAsync(receiver.Address, body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST PATH HTTP/1.1\r\nHost: HOST\r\nContent-Length: 8\r\n\r\nclzzjob1", "200 OK")]
    [InlineData("POST PATH HTTP/1.0\r\nContent-Length: 8\r\n\r\nclzzjob1", "200 OK")]
    [InlineData("POST PATH HTTP/1.0\r\nHost: public.example\r\nContent-Length: 8\r\n\r\nclzzjob1", "404 Not Found")]
    [InlineData("POST http://HOSTPATH HTTP/1.1\r\nHost: public.example\r\nContent-Length: 8\r\n\r\nclzzjob1", "200 OK")]
    [InlineData("POST http://public.examplePATH HTTP/1.1\r\nHost: HOST\r\nContent-Length: 8\r\n\r\nclzzjob1", "404 Not Found")]
    [InlineData("POST PATH HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nclzzjob1\r\n0\r\n\r\n", "200 OK")]
    [InlineData("POST PATH HTTP/1.1\r\nHost: HOST\r\nContent-Length: 9\r\n\r\nclzzjob1", "400 Bad Request")]
    [InlineData("POST PATH HTTP/1.1\r\nContent-Length: 8\r\n\r\nclzzjob1", "400 Bad Request")]
    [InlineData("GET PATH HTTP/1.1\r\nHost: HOST\r\n\r\n", "405 Method Not Allowed")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n", "400 Bad Request")]
    [InlineData("", "400 Bad Request")]
    public async Task A_sender_that_closes_its_side_receives_one_answer_and_the_end(string request, string status)
    {
        Uri address = new(_receiver.Address);
        string answer = await ExchangeAsync(new IPEndPoint(IPAddress.Loopback, address.Port), request.Replace("PATH", address.AbsolutePath, StringComparison.Ordinal).Replace("HOST", address.Authority, StringComparison.Ordinal));

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(status == "200 OK", _named.Contains("clzzjob1"));
    }

    [Fact]
    public async Task Random_bytes_end_nothing_and_delay_no_one()
    {
        Random random = new(7);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = Encoding.Latin1.GetBytes($"POST {new Uri(_receiver.Address).AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n");
            byte[] end = new byte[random.Next(100)];
            random.NextBytes(end);
            await ExchangeAsync(new IPEndPoint(IPAddress.Loopback, new Uri(_receiver.Address).Port), Encoding.Latin1.GetString([.. bytes[..random.Next(bytes.Length)], .. end]));
        }

        using HttpResponseMessage answer = await PostAsync("clzzjob1");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(_receiver.IsOpen);
    }

    [Fact]
    public async Task Closing_while_senders_send_leaves_no_exception_and_no_port()
    {
        ConcurrentQueue<Exception> unobserved = new();
        void Add(object? sender, UnobservedTaskExceptionEventArgs lost)
        {
            if (lost.Exception.ToString().Contains("Webhook", StringComparison.Ordinal))
            {
                unobserved.Enqueue(lost.Exception);
            }
        }

        TaskScheduler.UnobservedTaskException += Add;
        try
        {
            string address = _receiver.Address;
            _receiver.Dispose();
            for (int i = 0; i < 300; i++)
            {
                using WebhookReceiver receiver = await OpenAgainAsync(address);
                receiver.Start(_named.Enqueue);
                Task[] sent = [.. Enumerable.Range(0, 4).Select(part => SendPartAsync(new Uri(address), (i + part) % 6))];
                if (i % 2 == 0)
                {
                    await Task.WhenAny(sent);
                }

                receiver.Dispose();
                await Task.WhenAll(sent);
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.Empty(unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Add;
        }
    }

    private static async Task<UgcLabException> UnavailableAsync(string prefix)
    {
        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => WebhookReceiver.OpenAsync(prefix));
        Assert.Equal(UgcLabErrorKind.WebhookUnavailable, error.Kind);
        return error;
    }

    // Windows keeps a port for a moment longer, until the connections that were open have ended.
    private static async Task<WebhookReceiver> OpenAgainAsync(string address)
    {
        while (true)
        {
            try
            {
                return await WebhookReceiver.OpenAsync(address);
            }
            catch (UgcLabException) when (OperatingSystem.IsWindows())
            {
                await Task.Delay(1);
            }
        }
    }

    // What a sender has sent when the receiver closes: nothing, a part of the head or the body, or all.
    private static async Task SendPartAsync(Uri address, int part)
    {
        string request = $"POST {address.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\nclzzjob1";
        try
        {
            using TcpClient sender = new();
            await sender.ConnectAsync(address.Host, address.Port);
            await sender.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request[..(request.Length * part / 5)]));
            sender.LingerState = new LingerOption(part % 2 == 0, 0);
            if (part > 2)
            {
                await EndAsync(sender);
            }
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            // The receiver is closed.
        }
    }

    private static async Task<string> ExchangeAsync(IPEndPoint to, string request)
    {
        using TcpClient sender = new(to.AddressFamily);
        await sender.ConnectAsync(to);
        using StreamReader answer = new(sender.GetStream(), Encoding.Latin1);
        await answer.BaseStream.WriteAsync(Encoding.Latin1.GetBytes(request));
        sender.Client.Shutdown(SocketShutdown.Send);
        return await answer.ReadToEndAsync();
    }

    private static bool HasIPv6() => IsListenable(IPAddress.IPv6Loopback);

    private static bool IsOwn(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name).Any(IsListenable);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool IsListenable(IPAddress address)
    {
        try
        {
            using TcpListener listener = new(address, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

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
