namespace UgcLab.Simulator.State;

/// <summary>The whole state of the service. Only <see cref="StateAccess"/> provides it, under its lock.</summary>
internal sealed class ServiceState
{
    private readonly List<SimulatedJob> _jobs = [];
    private readonly Dictionary<string, SimulatedJob> _byId = new(StringComparer.Ordinal);
    private readonly List<SimulatedJob> _failing = [];

    public ServiceState(SimulatorOptions options) => Reset(options);

    public int Seed { get; set; }

    /// <summary>Credits at the start less all that was charged; what comes back for failures is worked out from the time.</summary>
    public decimal Unspent { get; set; }

    /// <summary>How many requests came, by what they were for; <see cref="SimulatorTarget.Any"/> is all of them.</summary>
    public long[] Arrivals { get; } = new long[Enum.GetValues<SimulatorTarget>().Length];

    public DateTimeOffset Now { get; set; }

    public RateWindow Creations { get; } = new(100, TimeSpan.FromHours(1));

    public RateWindow Reads { get; } = new(1000, TimeSpan.FromHours(1));

    public RateWindow Address { get; } = new(20, TimeSpan.FromMinutes(1));

    public IReadOnlyList<SimulatedJob> Jobs => _jobs;

    public long RequestNumber => Arrivals[(int)SimulatorTarget.Any];

    public decimal Balance => Unspent + _failing.Where(job => JobTimeline.At(job, Now).HasFailed).Sum(job => job.Credits);

    public SimulatedJob? Job(string id) => _byId.GetValueOrDefault(id);

    public void CountArrival(SimulatorTarget target)
    {
        Arrivals[(int)SimulatorTarget.Any]++;
        if (target is not SimulatorTarget.Any)
        {
            Arrivals[(int)target]++;
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

    public void ForgetJobs()
    {
        _jobs.Clear();
        _byId.Clear();
        _failing.Clear();
    }

    public void Reset(SimulatorOptions options)
    {
        (Seed, Unspent, Now) = (options.Seed, options.Credits, default);
        Array.Clear(Arrivals);
        Array.ForEach([Creations, Reads, Address], window => window.Restore([]));
        ForgetJobs();
    }
}
