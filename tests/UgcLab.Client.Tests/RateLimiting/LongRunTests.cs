namespace UgcLab.Client.Tests.RateLimiting;

/// <summary>Days of creating without a break by two processes, against a service that counts for itself.</summary>
public sealed class LongRunTests : IDisposable
{
    private static readonly int Days = Proof.Of(1, 3);

    private readonly TestFolder _folder = new();
    private readonly TestClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, 0, true)]
    [InlineData(true, 10, true)]
    [InlineData(true, -10, false)]
    public async Task Two_processes_use_the_limit_in_full_and_are_never_refused(bool fixedHours, int skewInMinutes, bool isSetBack)
    {
        Service service = new(_clock, fixedHours, TimeSpan.FromMinutes(skewInMinutes));
        DateTimeOffset end = service.Now + TimeSpan.FromDays(Days);

        await _clock.RunInlineAsync(Task.WhenAll(
            CreateAsync(service, end, seed: 1, isSetBack),
            CreateAsync(service, end, seed: 2, isSetBack: false)));

        Assert.Equal(0, service.Refused);
        Assert.Equal(1, service.MostOpen);

        // After the clock was set back, the requests of the last hour count as new ones: that costs an hour at most.
        Assert.InRange(service.Taken, (Days * 24 * 100 * 99 / 100) - (isSetBack ? 100 : 0), (Days * 24 * 100) + 100);
    }

    private async Task CreateAsync(Service service, DateTimeOffset end, int seed, bool isSetBack)
    {
        Random random = new(seed);
        DateTimeOffset setBack = isSetBack ? end - TimeSpan.FromHours(14 * Days) : DateTimeOffset.MaxValue;
        using Sender sender = new(_folder.Path, _clock);
        while (service.Now < end)
        {
            string purchase = await sender.BeginAsync(new UgcLimits());
            await service.CreateAsync(TimeSpan.FromMilliseconds(random.Next(0, 700)), TimeSpan.FromMilliseconds(random.Next(0, 700)));
            await sender.EndAsync(purchase);
            if (service.Now >= setBack)
            {
                _clock.SetBack(TimeSpan.FromHours(1));
                setBack = DateTimeOffset.MaxValue;
            }
        }
    }

    /// <summary>Counts creations when they arrive, in the last hour or in the hour of its own clock.</summary>
    private sealed class Service(TestClock clock, bool fixedHours, TimeSpan skew)
    {
        private readonly Queue<DateTimeOffset> _hour = new();
        private int _open;

        /// <summary>A clock that is not set.</summary>
        public DateTimeOffset Now => new DateTimeOffset(clock.GetTimestamp(), TimeSpan.Zero) + skew;

        public int Taken { get; private set; }

        public int Refused { get; private set; }

        public int MostOpen { get; private set; }

        public async Task CreateAsync(TimeSpan there, TimeSpan back)
        {
            MostOpen = Math.Max(MostOpen, ++_open);
            await Task.Delay(there, clock);
            while (_hour.TryPeek(out DateTimeOffset oldest) && (fixedHours ? oldest.Ticks / TimeSpan.TicksPerHour < Now.Ticks / TimeSpan.TicksPerHour : oldest < Now.AddHours(-1)))
            {
                _hour.Dequeue();
            }

            _hour.Enqueue(Now);
            (Taken, Refused) = _hour.Count > 100 ? (Taken, Refused + 1) : (Taken + 1, Refused);
            await Task.Delay(back, clock);
            _open--;
        }
    }
}
