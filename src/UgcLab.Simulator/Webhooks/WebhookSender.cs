using System.Net.Http.Headers;

namespace UgcLab.Simulator.Webhooks;

// Posts an event when a job has ended, to an address on this machine, and nowhere else: no proxy, no redirect, no name that leads away.
// What cannot be delivered in three tries is dropped. It never takes the lock of the service's state, so nothing that happens here can
// hold the service up.
internal sealed class WebhookSender(Uri address, Func<SimulatedJob, bool> isLost, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    // Timers don't support waits of months, and a slow clock could make a wait that long.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // In the computer's own time, which a faster simulated clock does not change.
    private static readonly TimeSpan PostTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = 4,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
        ConnectCallback = static (context, cancellationToken) => Connections.OpenAsync(
            context.DnsEndPoint, static found => Array.FindAll(found, IPAddress.IsLoopback), TimeProvider.System, cancellationToken),
    });

    // Not disposed, because several clients may share a service, and each may end it; it has no timer to free.
    private readonly CancellationTokenSource _end = new();

    public void Watch(IEnumerable<SimulatedJob> jobs)
    {
        foreach (SimulatedJob job in jobs.Where(job => !isLost(job)))
        {
            _ = ReportEndAsync(job);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _http.Dispose();
    }

    // Ends when the event is delivered or abandoned; never with an error.
    private async Task ReportEndAsync(SimulatedJob job)
    {
        DateTimeOffset end = JobTimeline.EndOf(job);
        byte[] body = Envelope.Json(
            new JobEvent(job.Fails ? "ugc.failed" : "ugc.completed", Envelope.Instant(end), new JobEventData(job.Id)));
        try
        {
            // A timer may be early.
            while (end - clock.GetUtcNow() is { Ticks: > 0 } left)
            {
                TimeSpan wait = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
                await Task.Delay(wait < LongestWait ? wait : LongestWait, clock, _end.Token).ConfigureAwait(false);
            }

            for (int tries = 0; !await IsTakenAsync(body).ConfigureAwait(false) && tries < Pauses.Length; tries++)
            {
                await Task.Delay(Pauses[tries], clock, _end.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The service has ended, and its events with it.
        }
    }

    private async Task<bool> IsTakenAsync(byte[] body)
    {
        using CancellationTokenSource timeout = new(PostTimeout);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _end.Token);
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(Envelope.JsonType);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !_end.IsCancellationRequested))
        {
            return false;
        }
    }
}
