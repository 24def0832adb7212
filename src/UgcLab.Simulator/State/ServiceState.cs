using System.Text.Json.Serialization;

namespace UgcLab.Simulator.State;

/// <summary>The whole state of the service. Only <see cref="StateAccess"/> provides it, under its lock.</summary>
internal sealed class ServiceState(SimulatorOptions options)
{
    private static readonly int Targets = Enum.GetValues<SimulatorTarget>().Length;

    private readonly List<SimulatedJob> _jobs = [];
    private readonly Dictionary<string, SimulatedJob> _byId = new(StringComparer.Ordinal);
    private readonly List<SimulatedJob> _failing = [];

    public StateHead Head { get; private set; } = new()
    {
        Seed = options.Seed,
        Unspent = options.Credits,
        LastInstant = default,
        JobsLength = 0,
        Arrivals = new long[Targets],
        Creations = [],
        Reads = [],
        Address = [],
    };

    public int Seed => Head.Seed;
    public DateTimeOffset Now { get => Head.LastInstant; set => Head.LastInstant = value; }
    public RateWindow Creations => new(Head.Creations, 100, TimeSpan.FromHours(1));
    public RateWindow Reads => new(Head.Reads, 1000, TimeSpan.FromHours(1));
    public RateWindow Address => new(Head.Address, 20, TimeSpan.FromMinutes(1));
    public IReadOnlyList<SimulatedJob> Jobs => _jobs;
    public decimal Balance => Head.Unspent + _failing.Where(job => JobTimeline.At(job, Now).HasFailed).Sum(job => job.Credits);

    public SimulatedJob? Job(string id) => _byId.GetValueOrDefault(id);

    public long Arrivals(SimulatorTarget target) => Head.Arrivals[(int)target];

    public void CountArrival(SimulatorTarget target)
    {
        Head.Arrivals[(int)SimulatorTarget.Any]++;
        if (target is not SimulatorTarget.Any)
        {
            Head.Arrivals[(int)target]++;
        }
    }

    public void Add(SimulatedJob job)
    {
        _jobs.Add(job);
        _byId[job.Id] = job;
        if (job.Fails)
        {
            _failing.Add(job);
        }
    }

    /// <summary>Continues from a head, whose version may have had fewer targets.</summary>
    public void Continue(StateHead head) => Head = head with { Arrivals = [.. head.Arrivals.Concat(new long[Targets]).Take(Targets)] };
}

/// <summary>What <c>state.json</c> holds: all but the jobs.</summary>
internal sealed record StateHead
{
    public required int Seed { get; init; }

    /// <summary>Credits at the start less all that was charged; what comes back for failures is worked out from the time.</summary>
    public required decimal Unspent { get; set; }

    [JsonConverter(typeof(UnixMilliseconds))]
    public required DateTimeOffset LastInstant { get; set; }
    public required long JobsLength { get; init; }
    public required long[] Arrivals { get; init; }
    public required Queue<long> Creations { get; init; }
    public required Queue<long> Reads { get; init; }
    public required Queue<long> Address { get; init; }
}

/// <summary>A sliding window over the instants, in Unix milliseconds, of the requests it let through.</summary>
internal readonly struct RateWindow(Queue<long> times, int limit, TimeSpan length)
{
    public int Limit => limit;
    public int Remaining => Math.Max(0, limit - times.Count);

    /// <summary>When the window is next less full than now; with nothing in it, one length from now.</summary>
    public DateTimeOffset ResetAt(DateTimeOffset now) =>
        DateTimeOffset.FromUnixTimeMilliseconds(times.Count > 0 ? times.Peek() : now.ToUnixTimeMilliseconds()) + length;

    /// <summary>Lets a request through, or says no. What is refused is not counted.</summary>
    public bool TryAcquire(DateTimeOffset now)
    {
        Forget(now);
        if (times.Count >= limit)
        {
            return false;
        }

        times.Enqueue(now.ToUnixTimeMilliseconds());
        return true;
    }

    public void Forget(DateTimeOffset now)
    {
        while (times.Count > 0 && times.Peek() <= (now - length).ToUnixTimeMilliseconds())
        {
            times.Dequeue();
        }
    }
}

// The only way to the service's state: one caller at a time, in this process and, when the state is in a folder, in all others. What a
// change has done is on disk before it returns, so what a process answered holds after it is killed.
internal sealed class StateAccess(SimulatorOptions options, TimeProvider clock)
{
    private readonly object _gate = new();
    private ServiceState _state = new(options);
    private readonly StateFiles? _folder = options.StatePath is { } path ? new StateFiles(path) : null;

    public T Read<T>(Func<ServiceState, T> read) => Change(read, save: false);

    public T Change<T>(Func<ServiceState, T> change, bool save = true)
    {
        lock (_gate)
        {
            using FileLock? held = _folder?.Hold();
            _state = _folder?.Load(_state, options) ?? _state;

            // The service's time never runs backwards, whichever process brought it this far; and it has milliseconds, as its
            // answers have, so that what is read back from disk equals what was in memory.
            DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
            _state.Now = now > _state.Now ? now : _state.Now;
            T result = change(_state);
            if (save)
            {
                _folder?.Save(_state);
            }

            return result;
        }
    }
}
