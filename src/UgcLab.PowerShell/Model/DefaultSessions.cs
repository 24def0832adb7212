using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace UgcLab;

// The sessions that are used without -Session: the runspace's own, or else the process's. The process's session is that of the first
// runspace that connects, until that runspace disconnects, or one from the environment. The other runspaces of a process, such as those of
// ForEach-Object -Parallel and Start-ThreadJob, use it.
internal static class DefaultSessions
{
    // For a program that hosts runspaces of several users: each runspace then has only its own session.
    private const string PerRunspace = "UgcLab.SessionPerRunspace";

    private static readonly object Gate = new();
    private static readonly ConditionalWeakTable<Runspace, UgcSession> Own = [];
    private static readonly HashSet<UgcSession> Simulators = [];
    private static UgcSession? _process;

    // Null if the process's session comes from the environment: then it ends with none of the runspaces.
    private static Runspace? _owner;

    private static bool IsShared => !(AppContext.TryGetSwitch(PerRunspace, out bool isOff) && isOff);

    public static UgcSession? Current
    {
        get
        {
            lock (Gate)
            {
                if (OwnOf(Runspace.DefaultRunspace) is UgcSession own)
                {
                    return own;
                }

                UgcSession? shared = IsShared && _process is { IsEnded: false } ? _process : null;

                // Connecting again must not end it while another runspace uses it.
                shared?.IsShown = true;
                return shared;
            }
        }
    }

    // What Disconnect-UgcLab closes: a session of another runspace stays open.
    public static UgcSession? ToEnd => OwnOf(Runspace.DefaultRunspace) ?? (_owner is null ? Current : null);

    public static UgcSession? OwnOf(Runspace? runspace) =>
        runspace is not null && Own.TryGetValue(runspace, out UgcSession? session) ? session : null;

    // For scheduled scripts. Says where its requests go, because nothing else does. No session is opened while the process has a simulator
    // session, because that run is to be free.
    public static UgcSession FromEnvironment(Action<string> write)
    {
        string key = KeySources.InEnvironment()
            ?? throw new UgcLabException(UgcLabErrorKind.NotConnected, "No session is open, and no key is in the environment.");
        UgcSession session;
        lock (Gate)
        {
            if (Current is UgcSession other)
            {
                return other;
            }

            if (IsShared && Simulators.Count > 0)
            {
                throw new UgcLabException(UgcLabErrorKind.NotConnected,
                    "This runspace has no session, and the process has a simulator session, "
                    + $"so no session is opened with the key in $env:{KeySources.Variable}.",
                    "Run Connect-UgcLab in this runspace, or pass a session with -Session.");
            }

            session = Open(new UgcLabClient(new UgcLabClientOptions(key) { Store = Stores.Default() }));
            if (IsShared)
            {
                (_process, _owner) = (session, null);
            }
            else
            {
                SetOwn(Runspace.DefaultRunspace, session);
            }
        }

        write($"Connected to {session.BaseUri} with the key in $env:{KeySources.Variable}.");
        return session;
    }

    private static UgcSession Open(UgcLabClient client)
    {
        SessionSettings settings = new(new Dictionary<string, object>(), null);
        settings.Add(nameof(UgcSession.KeySource), KeySources.EnvironmentName(), SessionSettings.Environment);
        settings.Add(nameof(UgcSession.BaseUri), client.BaseUri, SessionSettings.Default);
        _ = settings.Limits(client.Limits);
        settings.AddStateFolder(client.Store.Location);
        return settings.Open(client, folder => folder);
    }

    public static void Set(UgcSession session)
    {
        Runspace runspace = Runspace.DefaultRunspace;
        lock (Gate)
        {
            Release(runspace, held => held.IsShown || held.IsShared);
            SetOwn(runspace, session);
            if (session.IsSimulator)
            {
                Simulators.Add(session);
            }

            if (_process is not { IsEnded: false } || _owner is null)
            {
                (_process, _owner) = (session, runspace);
            }
        }
    }

    // Ends the default of a runspace when the runspace is closed, or the module is removed from it.
    public static void Release(Runspace runspace) => Release(runspace, held => held.IsShared);

    public static void Forget(UgcSession session)
    {
        lock (Gate)
        {
            Simulators.Remove(session);
            if (_process == session)
            {
                (_process, _owner) = (null, null);
            }

            if (Runspace.DefaultRunspace is Runspace runspace && OwnOf(runspace) == session)
            {
                Own.Remove(runspace);
            }
        }
    }

    private static void SetOwn(Runspace runspace, UgcSession session)
    {
        Own.Add(runspace, session);
        runspace.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
            {
                Release(runspace);
            }
        };
    }

    private static void Release(Runspace runspace, Predicate<UgcSession> isHeld)
    {
        UgcSession? session;
        lock (Gate)
        {
            session = OwnOf(runspace);
            Own.Remove(runspace);
            if (_process == session || _owner == runspace)
            {
                (_process, _owner) = (null, null);
            }
        }

        if (session is not null && !isHeld(session))
        {
            session.Dispose();
        }
        else
        {
            // The next session may have another limit; this one's counts again when it is used.
            session?.Client.EndDailyLimit();
        }
    }
}
