using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace UgcLab.EngineTests.Hosting;

/// <summary>What holds for the whole process: a record of its own, no key of the user's, and a watch over forgotten failures.</summary>
internal static class TestProcess
{
    public const string KeyVariable = "UGCLAB_API_KEY";
    public const string StateVariable = "UGCLAB_STATE_HOME";
    public const string SessionPerRunspace = "UgcLab.SessionPerRunspace";

    /// <summary>Failures of tasks that nobody looked at.</summary>
    public static ConcurrentQueue<Exception> Unobserved { get; } = new();

    /// <summary>Where the tests' record of purchases lies.</summary>
    public static string StateHome { get; } = Directory.CreateTempSubdirectory("ugclab-engine-tests-").FullName;

    [ModuleInitializer]
    internal static void Begin()
    {
        Environment.SetEnvironmentVariable(StateVariable, StateHome);
        Environment.SetEnvironmentVariable(KeyVariable, null);

        // Tests side by side are consoles of their own. Tests of what runspaces share turn this off while they run alone.
        AppContext.SetSwitch(SessionPerRunspace, true);
        TaskScheduler.UnobservedTaskException += (_, failure) => Unobserved.Enqueue(failure.Exception);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveStateHome();
    }

    // The database may still be open, and Windows removes no open file.
    private static void RemoveStateHome()
    {
        try
        {
            Directory.Delete(StateHome, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A leftover in the folder for temporary files.
        }
    }
}

/// <summary>Tests that change what the whole process shares, such as its environment: they run alone, after all others.</summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public sealed class ProcessWide
{
}
