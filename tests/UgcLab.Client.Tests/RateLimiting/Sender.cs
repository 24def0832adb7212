using UgcLab.Client.Tests.Store;
using UgcLab.Engines.Sqlite;

namespace UgcLab.Client.Tests.RateLimiting;

/// <summary>A process with the key: it has a store of its own on the folder that it shares with others, and sends requests that are answered at once.</summary>
internal sealed class Sender(string folder, TestClock clock, IProgress<UgcNotice>? notices = null) : IDisposable
{
    /// <summary>How long a read or a creation may be in flight.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    /// <summary>How long a request counts: a second more than the hour, because two clocks never run quite alike.</summary>
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Minute = Hour / 60;

    private readonly UgcLabClientOptions _options = new(Bench.Key) { Clock = clock, ReadTimeout = Timeout, ChargeTimeout = Timeout };

    public SqliteStore Store { get; } = new(new StoreSettings(folder) { Clock = clock });

    public RateLimiter Limiter(UgcLimits limits) => new(Store, _options with { Limits = limits });

    /// <summary>Waits until a creation may be sent, and records that it is. Returns the purchase.</summary>
    public async Task<string> BeginAsync(UgcLimits limits, CancellationToken cancellationToken = default)
    {
        RateLimiter limiter = Limiter(limits);
        AttemptRequest attempt = new()
        {
            Purchase = Guid.NewGuid().ToString("N"),
            Attempt = 1,
            Account = limiter.Account,
            Limits = limits,
            Timeout = Timeout,
            Request = new RequestRecord { Key = new PriceKey("ugc/video", "veo-3.1", "8", null, HasImage: false) },
        };
        Assert.IsType<GateAnswer.Allowed>(await limiter.WaitToCreateAsync(() => Store.BeginAttemptAsync(attempt, cancellationToken), notices, cancellationToken));
        return attempt.Purchase;
    }

    /// <summary>A creation is answered; or it is certain that it never reached the service.</summary>
    public Task EndAsync(string purchase, bool reachedService = true) => Store.EndAttemptAsync(
        purchase, new AttemptOutcome { State = reachedService ? UgcPurchaseState.Accepted : UgcPurchaseState.NotSent, ReachedService = reachedService });

    public async Task CreateAsync(UgcLimits limits, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await EndAsync(await clock.RunAsync(BeginAsync(limits)));
        }
    }

    /// <summary>Takes a slot for a read.</summary>
    public Task<string?> EnterAsync(UgcLimits limits, RequestKind kind = RequestKind.Read) => Limiter(limits).EnterAsync(kind, notices, CancellationToken.None);

    public Task LeaveAsync(string? slot, bool isUsed) => Limiter(UgcLimits.None).LeaveAsync(slot, isUsed);

    public async Task ReadAsync(UgcLimits limits, int times, RequestKind kind = RequestKind.Read)
    {
        for (int i = 0; i < times; i++)
        {
            await LeaveAsync(await clock.RunAsync(EnterAsync(limits, kind)), isUsed: true);
        }
    }

    public Task<UgcLimit> UsageAsync(UgcLimits limits) => Store.ReadLimitUsageAsync(Limiter(limits).Account, limits);

    public void Dispose() => Store.Dispose();
}
