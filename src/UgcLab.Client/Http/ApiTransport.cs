using System.Net.Http.Headers;

namespace UgcLab.Http;

/// <summary>The one gate that every request passes: it keeps the pace, signs, sends, repeats what may be repeated, and throws.</summary>
internal sealed class ApiTransport(ClientSettings options, IRequestGate gate, IAnswerObserver observer) : IDisposable
{
    // Far above any documented answer, and above an error text of some megabytes: its job has ended all the same.
    private const int BodyLimit = 16 * 1024 * 1024;

    private readonly HttpClient _creations = Client(options.Handler ?? Connections.ForCreations(options), options);
    private readonly HttpClient _reads = Client(options.Handler ?? Connections.ForReads(options), options);
    private readonly RetryPolicy _retry = new(MaxReadRetries: 4, options.NetworkTimeout);
    private int _users;
    private volatile bool _closed;

    // The answer is a success by its status, which shows that a paid request was charged. Its body may be unreadable.
    public async Task<ApiAnswer> SendAsync(ApiRequest request, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _users);
        if (request.Charges)
        {
            // One purchase at a time: all before this one are on record, and this one is not yet on its way.
            observer.ComparePurchases();
        }

        try
        {
            return await SendUntilAnsweredAsync(request, notices, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Release();
        }
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

    private async Task<ApiAnswer> SendUntilAnsweredAsync(
        ApiRequest request, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        int refusals = 0;
        int faults = 0;
        long? awaySince = null;
        for (int attempt = 1; ; attempt++)
        {
            (UgcLabException? failure, ApiAnswer? answer) = request.Charges
                ? await SendPaidAsync(request, request.Paid!, attempt, notices, cancellationToken).ConfigureAwait(false)
                : await SendReadAsync(request, notices, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                return answer!;
            }

            awaySince ??= failure.Kind is UgcLabErrorKind.NetworkError ? options.Clock.GetTimestamp() : null;
            int number = failure.Kind is UgcLabErrorKind.RateLimited ? ++refusals : ++faults;
            TimeSpan away = awaySince is long since ? options.Clock.GetElapsedTime(since) : TimeSpan.Zero;
            FailedAttempt failed = new(number, request.Charges, failure.Kind, failure.Code, failure.RetryAfter, away);

            TimeSpan? again = _retry.DelayAfter(failed, Random.Shared.NextDouble());
            if (failure.Kind is UgcLabErrorKind.RateLimited && again is TimeSpan pause)
            {
                // Shares the pause with other processes that use the same rate limit.
                await gate.PauseAsync(request.Kind, failure.Code, pause).ConfigureAwait(false);
            }

            // A refusal of a purchase that names jobs has created them, whatever its status.
            if (request.Once || (request.Charges && PartialJsonIds.Ids(failure.Body).Count > 0) || again is not TimeSpan delay)
            {
                throw failure;
            }

            await (request.Paid?.NotAppliedAsync(failure) ?? Task.CompletedTask).ConfigureAwait(false);
            await WaitToRepeatAsync(request, failure, delay, faults, notices, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(UgcLabException? Failure, ApiAnswer? Answer)> SendPaidAsync(
        ApiRequest request, IPaidAttempt paid, int attempt, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        ThrowIfOver(cancellationToken);
        byte[] body = await paid.BeginAsync(attempt, notices, cancellationToken).ConfigureAwait(false);

        // Recording may have taken a while, so check for a stop again before sending.
        ThrowIfOver(cancellationToken);
        return await SendOnceAsync(request with { Body = body }, notices, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(UgcLabException? Failure, ApiAnswer? Answer)> SendReadAsync(
        ApiRequest request, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        IRequestSlot slot = await gate.EnterAsync(request.Kind, notices, cancellationToken).ConfigureAwait(false);
        await using (slot.ConfigureAwait(false))
        {
            ThrowIfOver(cancellationToken);
            slot.IsUsed = true;
            (UgcLabException? failure, ApiAnswer? answer) = await SendOnceAsync(request, notices, cancellationToken).ConfigureAwait(false);
            slot.IsUsed = failure is null || !TransportFailureClassifier.IsNotReceived(failure, charges: false);
            return (failure, answer);
        }
    }

    private async Task WaitToRepeatAsync(
        ApiRequest request, UgcLabException failure, TimeSpan delay, int faults, IProgress<UgcNotice>? notices,
        CancellationToken cancellationToken)
    {
        if (failure.Kind is not UgcLabErrorKind.RateLimited && request.Charges && faults == 1)
        {
            notices.Warn($"{failure.Message} Nothing was sent; it is tried again for {options.NetworkTimeout.TotalMinutes:0} minutes.");
        }

        DateTimeOffset until = options.Clock.GetUtcNow() + delay;
        notices?.Report(new UgcNotice(UgcNoticeKind.Waiting, failure.Message) { Until = until, Length = delay });
        await options.Clock.WaitAsync(delay, cancellationToken).ConfigureAwait(false);
    }

    private void ThrowIfOver(CancellationToken cancellationToken)
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
        long began = options.Clock.GetTimestamp();
        using CancellationTokenSource deadline = new(request.Charges ? options.ChargeTimeout : options.ReadTimeout, options.Clock);
        using CancellationTokenSource linked = request.Charges
            ? new() : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using CancellationTokenRegistration stop = request.Charges
            ? cancellationToken.Register(() => deadline.CancelAfter(AfterStop(began))) : default;
        CancellationToken token = request.Charges ? deadline.Token : linked.Token;

        using HttpRequestMessage message = request.ToMessage(options.BaseUri);
        TrackedContent? sent = message.Content as TrackedContent;
        SendGuard.Allow(message, request.OtherKey ?? options.ApiKey);
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
                $"{request}: {(int)answer.Status}, {body.Length} bytes, {options.Clock.GetElapsedTime(began).TotalMilliseconds:0} ms"));

            // An interrupted read can be retried; an interrupted purchase may have been charged.
            return !answer.IsSuccess ? (ApiError.Read(answer, request, RetryAfter.Of(response.Headers, options.Clock)).With(body), null)
                : cut is not null && !request.Charges
                    ? (new(UgcLabErrorKind.ServerError, $"The service's answer was interrupted. {cut}"), null)
                : (null, answer);
        }
        catch (Exception error) when (IsLost(error, request.Charges, cancellationToken))
        {
            // Once a byte of a paid request is out, an error of a handler can't say that the service never received it.
            bool isWrong = request.Charges && sent is { Started: true }
                && error is UgcLabException unsent && TransportFailureClassifier.IsNotReceived(unsent, charges: true);
            return (error is UgcLabException own && !isWrong ? own
                : TransportFailureClassifier.Describe(error, sent, request.Charges, options.BaseUri.Host), null);
        }
    }

    // How long a paid request is waited for after a stop, and never longer than without one.
    private TimeSpan AfterStop(long began)
    {
        TimeSpan left = Waits.Shorter(options.ChargeTimeout - options.Clock.GetElapsedTime(began), options.StopGrace);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // A paid call that is canceled is unconfirmed, because it may have reached the service.
    // So is one with an unexpected failure, such as a proxy address that can't be used.
    private static bool IsLost(Exception error, bool charges, CancellationToken cancellationToken) =>
        error is not OperationCanceledException || charges || !cancellationToken.IsCancellationRequested;

    private static HttpClient Client(HttpMessageHandler handler, ClientSettings options) =>
#pragma warning disable RS0030 // The only client for requests.
        new(SendGuard.Create(handler, options.RequestHook), disposeHandler: options.Handler is null) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030
}
