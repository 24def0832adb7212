using UgcLab.Http;

namespace UgcLab.Client.Tests.Http;

/// <summary>Three days of buying without a break by two processes, against a service that counts for itself.</summary>
public sealed class PaceRateTests : IDisposable
{
    private const int Days = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("ugclab-pace-").FullName;
    private readonly TestClock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, 0, true)]
    [InlineData(true, 10, true)]
    [InlineData(true, -10, false)]
    public async Task Two_processes_use_what_there_is_and_are_never_sent_away(bool fixedHours, int skewInMinutes, bool isSetBack)
    {
        Service service = new(_clock, fixedHours, TimeSpan.FromMinutes(skewInMinutes));
        DateTimeOffset end = service.Now + TimeSpan.FromDays(Days);

        await _clock.RunInlineAsync(Task.WhenAll(
            BuyAsync(service, end, seed: 1),
            BuyAsync(service, end, seed: 2),
            isSetBack ? SetBackAsync() : Task.CompletedTask));

        Assert.Equal(0, service.Refused);
        Assert.Equal(1, service.MostOpen);
        Assert.InRange(service.Taken, Days * 24 * 100 * 99 / 100, (Days * 24 * 100) + 100);
    }

    private async Task BuyAsync(Service service, DateTimeOffset end, int seed)
    {
        Random random = new(seed);
        Pacer pacer = new(_clock, new QuotaFile(_folder, "key"));
        while (service.Now < end)
        {
            using Turn turn = await pacer.WaitAsync(RequestKind.Creation, new UgcLimits(), TimeSpan.FromMinutes(3), null, CancellationToken.None);
            turn.Use();
            await service.CreateAsync(TimeSpan.FromMilliseconds(random.Next(0, 700)), TimeSpan.FromMilliseconds(random.Next(0, 700)));
        }
    }

    private async Task SetBackAsync()
    {
        await Task.Delay(TimeSpan.FromHours(30), _clock);
        _clock.SetBack(TimeSpan.FromHours(1));
    }

    /// <summary>Counts creations when they arrive, in the last hour or in the hour of its own clock.</summary>
    private sealed class Service(TestClock clock, bool fixedHours, TimeSpan skew)
    {
        private readonly Queue<DateTimeOffset> _hour = new();
        private int _open;

        /// <summary>Nobody sets this clock.</summary>
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
