using System.Security.Cryptography;

namespace UgcLab.Jobs;

// Receives webhooks for a JobPoller that listens to it. The service advises webhooks (docs/video) and documents nothing of them, so
// nothing in one is trusted: a POST that holds the id of a job that is waited for makes that job be read sooner, and does nothing
// else. Every POST to the address is answered alike, whatever it names. Bodies are neither kept nor shown.
internal sealed class WebhookReceiver(HttpListener listener, WebhookPrefix prefix, string address, TimeProvider clock) : IDisposable
{
    // The start of the dynamic port range, where few services listen.
    private const int FirstFreePort = 49152;
    private const int TriesForPort = 20;

    // Valid posts take milliseconds, so bursts pass. Slow posts delay only senders that have the path.
    private const int MostConnections = 16;

    private static readonly TimeSpan BodyTime = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _connections = new(MostConnections, MostConnections);
    private readonly CancellationTokenSource _closing = new();

    public string Address => address;

    public string? Warning => prefix.Warning;

    public bool IsOpen => !_closing.IsCancellationRequested;

    /// <summary>Starts to listen. Posts wait until a poller reads them. The clock times out slow senders.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: the prefix isn't valid. WebhookUnavailable: it can't be used.</exception>
    public static WebhookReceiver Open(string text, TimeProvider? clock = null)
    {
        WebhookPrefix parsed = WebhookPrefix.Parse(text);
        if (!HttpListener.IsSupported)
        {
            throw new UgcLabException(
                UgcLabErrorKind.WebhookUnavailable,
                "This system has no HttpListener, so webhooks cannot be received here.")
            { Advice = "Wait without -WebhookPrefix: jobs are looked at all the same." };
        }

        for (int left = parsed.Port is null ? TriesForPort : 1; ; left--)
        {
            // HttpListener can't choose a free port, and another process could use one that was found in advance.
            int port = parsed.Port ?? RandomNumberGenerator.GetInt32(FirstFreePort, IPEndPoint.MaxPort + 1);
            HttpListener listener = new() { IgnoreWriteExceptions = true };
            try
            {
                listener.Prefixes.Add(parsed.At(port));
                listener.Start();
                return new WebhookReceiver(listener, parsed, parsed.At(port), clock ?? TimeProvider.System);
            }
            catch (Exception error) when (error is HttpListenerException or ArgumentException or PlatformNotSupportedException)
            {
                listener.Abort();
                if (left == 1)
                {
                    throw Unavailable(parsed.At(port), port, error);
                }
            }
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        listener.Abort();
    }

    /// <summary>Starts to answer, and passes on each word that may be an id. The callback must be fast and must not throw.</summary>
    public void Start(Action<string> named) => _ = Task.Run(() => ServeAsync(named));

    private async Task ServeAsync(Action<string> named)
    {
        try
        {
            while (true)
            {
                await _connections.WaitAsync(_closing.Token).ConfigureAwait(false);
                HttpListenerContext context = await listener.GetContextAsync().ConfigureAwait(false);
                _ = ReceiveAsync(context, named);
            }
        }
        catch (Exception)
        {
            // Closed, or the system closed the port: polling continues at its own interval. The receiver is closed after
            // any other error too, because an open one that doesn't answer would make the poller wait for webhooks.
            Dispose();
        }
    }

    private async Task ReceiveAsync(HttpListenerContext context, Action<string> named)
    {
        try
        {
            context.Response.StatusCode = (int)await AnswerAsync(context, named).ConfigureAwait(false);
            context.Response.ContentLength64 = 0;

            // A connection that is kept would first be read to the end of its request, however long that is.
            context.Response.KeepAlive = false;
            context.Response.Close();
        }
        catch (Exception)
        {
            // The sender disconnected, took too long, or sent invalid HTTP. Other senders aren't affected.
            Abort(context);
        }
        finally
        {
            _connections.Release();
        }
    }

    private async Task<HttpStatusCode> AnswerAsync(HttpListenerContext context, Action<string> named)
    {
        HttpListenerRequest request = context.Request;
        if (!prefix.IsPath(request.Url?.AbsolutePath))
        {
            return HttpStatusCode.NotFound;
        }

        if (request.HttpMethod != "POST")
        {
            context.Response.AddHeader("Allow", "POST");
            return HttpStatusCode.MethodNotAllowed;
        }

        using CancellationTokenSource late = new(BodyTime, clock);
        using CancellationTokenRegistration cut = late.Token.Register(() => Abort(context));
        if (await WebhookBody.ReadAsync(request.InputStream, late.Token).ConfigureAwait(false) is not byte[] body)
        {
            return HttpStatusCode.RequestEntityTooLarge;
        }

        foreach (string word in WebhookBody.Words(body))
        {
            named(word);
        }

        return HttpStatusCode.OK;
    }

    private static void Abort(HttpListenerContext context)
    {
        try
        {
            context.Response.Abort();
        }
        catch (Exception)
        {
            // Gone already, or going at this moment. The clock's own thread may be here, where what is not caught ends the process.
        }
    }

    // For any path of the port, as a line of PowerShell: the path is another one each time.
    internal static string Reservation(int port) => string.Create(
        CultureInfo.InvariantCulture, $"netsh http add urlacl url=http://+:{port}/ user=\"$env:USERDOMAIN\\$env:USERNAME\"");

    private static UgcLabException Unavailable(string address, int port, Exception error)
    {
        // Windows: 5 is access denied, 32 and 183 are taken. Elsewhere the system's own number and words.
        bool isDenied = error is HttpListenerException { ErrorCode: 5 or 13 };
        return new UgcLabException(
            UgcLabErrorKind.WebhookUnavailable, $"Webhooks cannot be received at {address}: {error.Message.TrimEnd('.')}.", error)
        {
            Advice = isDenied && OperatingSystem.IsWindows()
                ? "Windows allows only administrators to listen at addresses other than localhost. As administrator, run once: "
                    + Reservation(port)
                : isDenied ? "Only an administrator can use ports below 1024. Specify a higher port."
                : "Choose another port, or -WebhookPrefix auto for one that is free; the host must be this machine's.",
        };
    }
}
