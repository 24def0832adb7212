using UgcLab.Store;
using System.Collections;
using UgcLab.Simulator;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Sets up a rehearsal: the stand-in for the service, its clock, and a client that keeps its record apart from the real one.</summary>
internal static class SimulatorSession
{
    public static (UgcLabClient Client, UgcSimulator Service) Open(IDictionary table, Func<string, string> fullPath, UgcLimits limits, TimeSpan readTimeout, decimal? maxCreditPerDay)
    {
        SimulatorOptions options = SimulatorOptions.From(table);
        if (options.StatePath is not null)
        {
            options = options with { StatePath = fullPath(options.StatePath) };
        }

        // A second process goes on where the first one's time had come to, or its jobs would grow young again.
        SimulatorClock clock = new(options.Speed, notBefore: options.StatePath is null ? null : UgcSimulator.LastInstant(options.StatePath));
        UgcSimulator service = new(options, clock);
        UgcLabClient client = new(new UgcLabClientOptions(UgcSimulator.ApiKey)
        {
            BaseUri = UgcSimulator.DefaultBaseUri,
            Handler = service,
            Clock = clock,
            Limits = limits,

            // These measure this computer, which does not run any faster.
            ReadTimeout = readTimeout * options.Speed,
            ChargeTimeout = TimeSpan.FromMinutes(3) * options.Speed,
            StopGrace = TimeSpan.FromSeconds(15) * options.Speed,
            MaxCreditPerDay = maxCreditPerDay,
            Store = EngineLoadContext.Open(new StoreSettings(options.StatePath ?? Path.Combine(Path.GetTempPath(), $"UgcLab-simulator-{Guid.NewGuid():N}"))
            {
                Clock = clock,
                IsTemporary = options.StatePath is null,
            }),
        });
        return (client, service);
    }
}
