using System.Security.Cryptography;

namespace UgcLab.RateLimiting;

// Waits until a request may be sent. The store decides, for all processes that use the account; this waits and reports.
internal sealed class RateLimiter(IStoreEngine store, ClientSettings options) : IRequestSlots
{
    // In the meantime, another process may release its slot or be refused.
    private static readonly TimeSpan LongestNap = TimeSpan.FromMinutes(1);

    private int _isReported;

    public CreationPriority Creations { get; } = new(options.Clock, options.Limits.Requests.Window);
    public StoreAccount Account { get; } = AccountOf(options);

    /// <summary>A quarter of a hash: enough to distinguish keys, but not to recover one.</summary>
    public static StoreAccount AccountOf(ClientSettings options) => AccountOf(options.ApiKey, options.BaseUri);

    public static StoreAccount AccountOf(string apiKey, Uri baseUri) =>
        new(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{baseUri}\n{apiKey}")))[..16].ToLowerInvariant(),
            baseUri.AbsoluteUri);

    private async Task<GateAnswer> WaitAsync(
        Func<Task<GateAnswer>> ask, Action<GateAnswer.Wait>? waits, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        DateTimeOffset until = default;
        string? reason = null;
        while (true)
        {
            GateAnswer answer = await ask().ConfigureAwait(false);
            if (answer is not GateAnswer.Wait wait)
            {
                return answer;
            }

            waits?.Invoke(wait);
            DateTimeOffset ends = options.Clock.GetUtcNow() + wait.Length;
            if (wait.Reason != reason || (!wait.IsInFlight && (ends - until).Duration() > TimeSpan.FromMinutes(1)))
            {
                (until, reason) = (ends, wait.Reason);
                notices?.Report(wait.IsInFlight
                    ? new UgcNotice(UgcNoticeKind.Waiting, wait.Reason)
                    : new UgcNotice(UgcNoticeKind.Waiting, wait.Reason) { Until = ends, Length = wait.Length });
            }

            // Another process takes its time by this computer's clock, however fast a simulator's runs.
            await (wait.IsInFlight
                ? Task.Delay(wait.Length, TimeProvider.System, cancellationToken)
                : options.Clock.WaitAsync(wait.Length < LongestNap ? wait.Length : LongestNap, cancellationToken)).ConfigureAwait(false);
        }
    }

    public Task<GateAnswer> WaitToCreateAsync(
        Func<Task<GateAnswer>> ask, IProgress<UgcNotice>? notices, CancellationToken cancellationToken) =>
        WaitAsync(ask, Creations.Wait, notices, cancellationToken);

    public async Task<string?> EnterAsync(RequestKind kind, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        SlotRequest request = new(Account, options.Limits, options.ReadTimeout, kind is RequestKind.Poll);
        try
        {
            GateAnswer answer = await WaitAsync(
                () => kind is RequestKind.Poll && Creations.Left > TimeSpan.Zero
                    ? Task.FromResult<GateAnswer>(new GateAnswer.Wait(TimeSpan.FromSeconds(1), "Creations are sent first."))
                    : store.AcquireSlotAsync(request, cancellationToken),
                null, notices, cancellationToken).ConfigureAwait(false);
            return ((GateAnswer.Allowed)answer).Slot;
        }
        catch (UgcLabException unusable) when (unusable.Kind.Is(ErrorTraits.StoreFailure))
        {
            // A read costs nothing; one that the service refuses with 429 is repeated.
            if (Interlocked.Exchange(ref _isReported, 1) == 0)
            {
                notices.Warn($"Requests are not counted, so the service may refuse some for a while. {unusable.Message}");
            }

            return null;
        }
    }

    // A slot that can't be released counts for as long as the request might have taken; that is safe.
    public Task LeaveAsync(string? slot, bool isUsed) =>
        slot is null ? Task.CompletedTask : IStoreEngine.TryAsync(() => store.ReleaseSlotAsync(slot, isUsed));

    // If it can't be recorded, this process pauses anyway, and the service throttles the others itself.
    public Task PauseAsync(RequestKind kind, string? code, TimeSpan length)
    {
        RateEventKind pause = (code, kind) switch
        {
            ("RATE_LIMIT_EXCEEDED", RequestKind.Creation) => RateEventKind.CreationPause,
            ("RATE_LIMIT_EXCEEDED", _) => RateEventKind.ReadPause,
            ("IP_RATE_LIMITED", _) => RateEventKind.AddressPause,
            _ => RateEventKind.Pause,
        };
        return IStoreEngine.TryAsync(() => store.PauseAsync(Account, pause, length));
    }
}

// While creations wait for the limit of requests, jobs aren't polled: a row that is sent sooner finishes sooner, and a job that is
// read later is more likely to have finished. If creations wait for their own limit, there is room for reads as well.
internal sealed class CreationPriority(TimeProvider clock, TimeSpan window)
{
    // In this time, the documented limits allow the hour's creations. With other limits, reads continue after it.
    private const int Windows = 5;

    private readonly object _gate = new();
    private long _began;
    private long _waited;
    private TimeSpan _length;

    public TimeSpan Left
    {
        get
        {
            lock (_gate)
            {
                TimeSpan left = Waits.Shorter(
                    _length - clock.GetElapsedTime(_waited), (window * Windows) - clock.GetElapsedTime(_began));
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>A creation waits. Creations go first until a window has passed in which none waited for the limit of requests.</summary>
    public void Wait(GateAnswer.Wait wait)
    {
        lock (_gate)
        {
            long now = clock.GetTimestamp();
            _began = wait.IsForRequests && _length <= clock.GetElapsedTime(_waited, now) ? now : _began;
            (_waited, _length) = (now, wait.IsForRequests ? wait.Length + window : TimeSpan.Zero);
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _length = TimeSpan.Zero;
        }
    }
}
