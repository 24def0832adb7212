using System.Net;
using System.Net.Http.Headers;
using UgcLab.Http;

namespace UgcLab.Simulator;

/// <summary>
/// Carries events to an address on this machine, and nowhere else: no proxy, no redirect, no name that leads away. What
/// cannot be delivered in three tries is dropped.
/// </summary>
internal sealed class WebhookPost : IDisposable
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    // This measures the computer, which does not run any faster than it does, so it is not for the simulated clock.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

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

    private readonly CancellationTokenSource _end = new();
    private readonly CancellationToken _ended;
    private readonly Uri _address;
    private readonly TimeProvider _clock;

    public WebhookPost(Uri address, TimeProvider clock) => (_address, _clock, _ended) = (address, clock, _end.Token);

    /// <summary>Ends when the event is delivered or given up; never in an error.</summary>
    public async Task SendAsync(byte[] body)
    {
        try
        {
            for (int tries = 0; !await IsTakenAsync(body).ConfigureAwait(false) && tries < Pauses.Length; tries++)
            {
                await Task.Delay(Pauses[tries], _clock, _ended).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The service has ended, and its events with it.
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _http.Dispose();
    }

    private async Task<bool> IsTakenAsync(byte[] body)
    {
        using CancellationTokenSource patience = new(Patience);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _ended);
        using HttpRequestMessage request = new(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(Envelope.JsonType);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !_ended.IsCancellationRequested))
        {
            return false;
        }
    }
}
