using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace UgcLab;

/// <summary>An open session, as Get-UgcContext shows it. It can be handed to other runspaces, and shows no key.</summary>
public sealed class UgcSession : IDisposable
{
    private static readonly ConditionalWeakTable<Runspace, UgcSession> Defaults = [];

    internal UgcSession(UgcLabClient client, string keySource) => (Client, KeySource) = (client, keySource);

    /// <summary>Where the service is.</summary>
    public Uri BaseUri => Client.BaseUri;

    /// <summary>Where the key came from; never any part of it.</summary>
    public string KeySource { get; }

    /// <summary>Whether this is a rehearsal: nothing leaves the machine and nothing costs anything.</summary>
    public bool IsSimulator { get; init; }

    /// <summary>The project that rows go to when they name none.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The model of rows that name none.</summary>
    public string? Model { get; init; }

    /// <summary>The folder that videos are saved to when none is named.</summary>
    public string? Destination { get; init; }

    /// <summary>The pace.</summary>
    public UgcLimits Limits => Client.Limits;

    /// <summary>Where purchases are recorded.</summary>
    public string StateFolder => Client.Store.Location;

    // Whether somebody has looked at it, and may hold it after its runspace has opened another.
    internal bool IsShown { get; set; }

    // Whether it was handed on, and may be used after its runspace is closed.
    internal bool IsHandedOn { get; set; }

    internal UgcLabClient Client { get; }

    // The store, where it is this session's alone and ends with it.
    internal IStore? OwnStore { get; init; }

    // What stands in for the service in a rehearsal, and ends with it.
    internal IDisposable? Service { get; init; }

    // Whether it was ended; a variable may hold it still.
    internal bool IsEnded { get; private set; }

    // The session of this runspace: runspaces side by side do not share one by accident.
    internal static UgcSession? Default =>
        Runspace.DefaultRunspace is Runspace runspace && Defaults.TryGetValue(runspace, out UgcSession? session) ? session : null;

    // Opens one with the key of the environment, so that scheduled scripts and parallel runspaces just work.
    internal static UgcSession FromEnvironment()
    {
        string key = KeySources.Environment() ?? throw new UgcLabException(UgcLabErrorKind.NotConnected, "No session is open, and no key is in the environment.");
        UgcSession session = new(new UgcLabClient(new UgcLabClientOptions(key) { Store = Stores.Default() }), KeySources.EnvironmentName);
        session.MakeDefault();
        return session;
    }

    internal void MakeDefault()
    {
        Runspace runspace = Runspace.DefaultRunspace;
        Leave(runspace, session => session.IsShown || session.IsHandedOn);
        Defaults.Add(runspace, this);
        runspace.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
            {
                Leave(runspace, session => session.IsHandedOn);
            }
        };
    }

    // When the module is removed.
    internal static void Leave(Runspace runspace) => Leave(runspace, session => session.IsHandedOn);

    // Ends it, unless somebody else holds it.
    private static void Leave(Runspace runspace, Predicate<UgcSession> isHeld)
    {
        if (Defaults.TryGetValue(runspace, out UgcSession? session))
        {
            Defaults.Remove(runspace);
            if (!isHeld(session))
            {
                session.Dispose();
                return;
            }

            // The next session may have another limit; this one's counts again when it is used.
            session.Client.EndDailyLimit();
        }
    }

    // Ends this session; if it is its runspace's, that has none any more.
    internal void End(Runspace runspace)
    {
        if (Defaults.TryGetValue(runspace, out UgcSession? session) && session == this)
        {
            Defaults.Remove(runspace);
        }

        Dispose();
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose()
    {
        IsEnded = true;
        Client.Dispose();

        // A request that is in flight is waited for, and its outcome recorded.
        Task idle = Client.Purchases.WaitForIdleAsync();
        if (idle.IsCompleted)
        {
            EndStore();
        }
        else
        {
            _ = idle.ContinueWith(_ => EndStore(), TaskScheduler.Default);
        }
    }

    private void EndStore()
    {
        OwnStore?.Dispose();
        Service?.Dispose();
    }

    /// <summary>Says where, never with what key.</summary>
    public override string ToString() => IsSimulator ? "simulator" : BaseUri.ToString();
}
