using System.Net.Http.Headers;

namespace UgcLab.Http;

/// <summary>The one transport of all requests: it waits for a slot, signs, sends, repeats what may be repeated, and throws.</summary>
internal sealed class ApiTransport(ClientSettings options, IRequestSlots slots, IAnswerObserver observer) : IDisposable
{
    // Far above any documented answer, and above an error text of some megabytes: its job has ended all the same.
    private const int BodyLimit = 16 * 1024 * 1024;

    private readonly HttpClient _creations = Client(options.Handler ?? Connections.ForCreations(options), options);
    private readonly HttpClient _reads = Client(options.Handler ?? Connections.ForReads(options), options);
    private readonly ClientSettings _options = options;
    private readonly IRequestSlots _slots = slots;
    private readonly RetryPolicy _retry = new(MaxReadRetries: 4, options.NetworkTimeout);
    private int _users;
    private volatile bool _closed;

    // Sends a request that costs nothing until it is answered. The answer is a success by its status.
    public async Task<ApiAnswer> SendAsync(ApiRequest request, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        using Attempts attempts = Begin(request, notices);
        while (true)
        {
            (UgcLabException? failure, ApiAnswer? answer) =
                await SendReadAsync(request, notices, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                return answer!;
            }

            TimeSpan delay = await attempts.DelayAfterAsync(failure).ConfigureAwait(false);
            await attempts.WaitAsync(failure, delay, cancellationToken).ConfigureAwait(false);
        }
    }

    // For a purchase, which records each attempt before it sends it. The body of its answer may be unreadable, because the status is enough
    // to show that it was charged.
    public Attempts Begin(ApiRequest request, IProgress<UgcNotice>? notices)
    {
        Interlocked.Increment(ref _users);
        if (request.Charges)
        {
            // One purchase at a time: all before this one are on record, and this one is not yet on its way.
            observer.ComparePurchases();
        }

        return new Attempts(this, request, notices);
    }

    // Requests in flight are completed first.
    public void Dispose()
    {
        if (!_closed)
        {
            Interlocked.Increment(ref _users);
            _closed = true;
            Release();
        }
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0 && _closed)
        {
            _creations.Dispose();
            _reads.Dispose();
        }
    }

    private async Task<(UgcLabException? Failure, ApiAnswer? Answer)> SendReadAsync(
        ApiRequest request, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        string? slot = await _slots.EnterAsync(request.Kind, notices, cancellationToken).ConfigureAwait(false);
        bool isUsed = false;
        try
        {
            ThrowIfStoppedOrClosed(cancellationToken);
            isUsed = true;
            (UgcLabException? failure, ApiAnswer? answer) = await SendOnceAsync(request, notices, cancellationToken).ConfigureAwait(false);
            isUsed = failure is null || !TransportFailureClassifier.IsNotReceived(failure, charges: false);
            return (failure, answer);
        }
        finally
        {
            await _slots.LeaveAsync(slot, isUsed).ConfigureAwait(false);
        }
    }

    private void ThrowIfStoppedOrClosed(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_closed)
        {
            throw new UgcLabException(UgcLabErrorKind.NotConnected, "This session was ended.");
        }
    }

    private async Task<(UgcLabException? Failure, ApiAnswer? Answer)> SendOnceAsync(
        ApiRequest request, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        // After a paid request is sent, its answer matters more than a quick stop, so a stop waits StopGrace for it.
        long began = _options.Clock.GetTimestamp();
        using CancellationTokenSource deadline = new(request.Charges ? _options.ChargeTimeout : _options.ReadTimeout, _options.Clock);
        using CancellationTokenSource linked = request.Charges
            ? new() : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using CancellationTokenRegistration stop = request.Charges
            ? cancellationToken.Register(() => deadline.CancelAfter(AfterStop(began))) : default;
        CancellationToken token = request.Charges ? deadline.Token : linked.Token;

        using HttpRequestMessage message = request.ToMessage(_options.BaseUri);
        TrackedContent? sent = message.Content as TrackedContent;
        SendGuard.Allow(message, request.OtherKey ?? _options.ApiKey);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        try
        {
            // The status must survive a broken body: it may be the only word of a purchase.
            using HttpResponseMessage response = await (request.Charges ? _creations : _reads)
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
            (byte[] body, string? cut) = await BodyDecoder.ReadAsync(
                () => response.Content.ReadAsStreamAsync(token), BodyLimit,
                error => error is HttpRequestException or IOException or OperationCanceledException
                    ? Redaction.Show(error.Message, 200) : null,
                token).ConfigureAwait(false);
            (body, string? undecoded) = await BodyDecoder.DecodeAsync(body, response.Content.Headers.ContentEncoding, BodyLimit)
                .ConfigureAwait(false);
            cut ??= undecoded;
            ApiAnswer answer = new(response.StatusCode, body, cut);
            ObservedAnswer watched = new(request, (int)response.StatusCode, response.Headers, response.Content.Headers, body, cut);
            observer.Observe(watched);
            request.Observer?.Invoke(watched);
            notices?.Report(new UgcNotice(UgcNoticeKind.Request,
                $"{request}: {(int)answer.Status}, {body.Length} bytes, {_options.Clock.GetElapsedTime(began).TotalMilliseconds:0} ms"));

            // An interrupted read can be retried; an interrupted purchase may have been charged.
            return !answer.IsSuccess ? (ApiError.Read(answer, request, RetryAfter.Of(response.Headers, _options.Clock)).With(body), null)
                : cut is not null && !request.Charges
                    ? (new(UgcLabErrorKind.ServerError, $"The service's answer was interrupted. {cut}"), null)
                : (null, answer);
        }
        catch (Exception error) when (
            error is not OperationCanceledException || request.Charges || !cancellationToken.IsCancellationRequested)
        {
            // A paid call that is canceled is unconfirmed, because it may have reached the service. So is one with an unexpected failure,
            // such as a proxy address that can't be used.
            // Once a byte of a paid request is out, an error of a handler can't say that it had no effect.
            bool isWrong = request.Charges && sent is { Started: true }
                && error is UgcLabException { Kind: not UgcLabErrorKind.OutcomeUnconfirmed };
            return (error is UgcLabException own && !isWrong ? own
                : TransportFailureClassifier.Describe(error, sent, request.Charges, _options.BaseUri.Host), null);
        }
    }

    // How long a paid request is waited for after a stop, and never longer than without one.
    private TimeSpan AfterStop(long began)
    {
        TimeSpan left = Waits.Shorter(_options.ChargeTimeout - _options.Clock.GetElapsedTime(began), _options.StopGrace);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static HttpClient Client(HttpMessageHandler handler, ClientSettings options) =>
#pragma warning disable RS0030 // The only client for requests.
        new(SendGuard.Create(handler, options.RequestHook), disposeHandler: options.Handler is null) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030

    // One request from its first attempt to its answer.
    internal sealed class Attempts(ApiTransport transport, ApiRequest request, IProgress<UgcNotice>? notices) : IDisposable
    {
        private int _refusals;
        private int _faults;
        private long? _awaySince;

        public void ThrowIfStoppedOrClosed(CancellationToken cancellationToken) => transport.ThrowIfStoppedOrClosed(cancellationToken);

        public Task<(UgcLabException? Failure, ApiAnswer? Answer)> SendOnceAsync(
            byte[] body, SendDeadline? deadline, CancellationToken cancellationToken) =>
            transport.SendOnceAsync(request with { Body = body, Deadline = deadline }, notices, cancellationToken);

        // How long to wait before the next attempt; throws the failure where it is final.
        public async Task<TimeSpan> DelayAfterAsync(UgcLabException failure)
        {
            ClientSettings options = transport._options;
            _awaySince ??= failure.Kind is UgcLabErrorKind.NetworkError ? options.Clock.GetTimestamp() : null;
            int number = failure.Kind is UgcLabErrorKind.RateLimited ? ++_refusals : ++_faults;
            TimeSpan away = _awaySince is long since ? options.Clock.GetElapsedTime(since) : TimeSpan.Zero;
            FailedAttempt failed = new(number, request.Charges, failure.Kind, failure.Code, failure.RetryAfter, away);
            TimeSpan? again = transport._retry.DelayAfter(failed, Random.Shared.NextDouble());
            if (failure.Kind is UgcLabErrorKind.RateLimited && again is TimeSpan pause)
            {
                // Shares the pause with other processes that use the same rate limit.
                await transport._slots.PauseAsync(request.Kind, failure.Code, pause).ConfigureAwait(false);
            }

            // A refusal of a purchase that names jobs has created them, whatever its status.
            return request.Once || (request.Charges && PartialJsonIds.Ids(failure.Body).Count > 0) || again is not TimeSpan delay
                ? throw failure : delay;
        }

        public async Task WaitAsync(UgcLabException failure, TimeSpan delay, CancellationToken cancellationToken)
        {
            ClientSettings options = transport._options;
            if (failure.Kind is not UgcLabErrorKind.RateLimited && request.Charges && _faults == 1)
            {
                notices.Warn($"{failure.Message} Nothing was sent; it is tried again for {options.NetworkTimeout.TotalMinutes:0} minutes.");
            }

            DateTimeOffset until = options.Clock.GetUtcNow() + delay;
            notices?.Report(new UgcNotice(UgcNoticeKind.Waiting, failure.Message) { Until = until, Length = delay });
            await options.Clock.WaitAsync(delay, cancellationToken).ConfigureAwait(false);
        }

        public void Dispose() => transport.Release();
    }
}
