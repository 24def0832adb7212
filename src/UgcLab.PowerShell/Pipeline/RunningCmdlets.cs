using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;

namespace UgcLab.PowerShell.Pipeline;

// What a cmdlet had done when it was stopped, as a sentence, and how to resume.
internal sealed record StopNote(string Done, string? Resume = null)
{
    public const string SaveRest = "To save the remaining videos, run: Get-UgcJob -Unsaved | Wait-UgcJob | Save-UgcVideo";

    // One line for all cmdlets of a pipeline. The first says how to resume, because it is the one that creates.
    public static string Line(IReadOnlyList<StopNote> notes) => string.Join(
        ' ', [.. notes.Select(note => note.Done).Prepend("Stopped."), .. notes.Select(note => note.Resume).OfType<string>().Take(1)]);
}

// The cmdlets of this process that are running. When a pipeline is stopped, by Ctrl+C or by a signal that ends the process, they finish
// the paid request that is in flight, and one line says what was done and how to resume.
internal static class RunningCmdlets
{
    private static readonly object Gate = new();
    private static readonly Dictionary<AsyncCmdlet, Runspace?> Running = [];
    private static readonly List<(Runspace Runspace, StopNote Note)> Notes = [];
    private static readonly ManualResetEventSlim Idle = new(initialState: true);
    private static readonly PosixSignalRegistration[] Signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, 15)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => End(context, 1)),
    ];

    // Windows ends a process five seconds after its window was closed, whatever it is doing.
    private static readonly int MostSeconds = OperatingSystem.IsWindows() ? 4 : int.MaxValue;

    private static volatile bool _isEnding;
    private static bool _endsJobs;

    // Whether a signal ends the process.
    public static bool IsEnding => _isEnding;

    public static void Enter(AsyncCmdlet cmdlet)
    {
        WaitForEnd();
        lock (Gate)
        {
            GC.KeepAlive(Signals);
            Running[cmdlet] = Runspace.DefaultRunspace;
            Idle.Reset();
        }
    }

    // It continues as a job, and no longer belongs to the pipelines of its runspace. If the process ends, it finishes its request.
    public static void Detach(AsyncCmdlet cmdlet)
    {
        lock (Gate)
        {
            Running[cmdlet] = null;
            if (!_endsJobs)
            {
                _endsJobs = true;
                AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAll();
            }
        }
    }

    // The line of all cmdlets of the runspace that were stopped, when this is the last one; else null.
    public static string? Remove(AsyncCmdlet cmdlet, StopNote? note)
    {
        lock (Gate)
        {
            if (!Running.Remove(cmdlet, out Runspace? runspace) || runspace is null)
            {
                return null;
            }

            if (note is not null)
            {
                Notes.Add((runspace, note));
            }

            StopNote[] all = [.. Notes.Where(each => each.Runspace == runspace).Select(each => each.Note)];
            return !Running.ContainsValue(runspace) && Notes.RemoveAll(each => each.Runspace == runspace) > 0 ? StopNote.Line(all) : null;
        }
    }

    // After the line was written.
    public static void Completed()
    {
        bool isRunning;
        lock (Gate)
        {
            isRunning = Running.ContainsValue(Runspace.DefaultRunspace);
            if (Running.Count == 0)
            {
                Idle.Set();
            }
        }

        if (!isRunning)
        {
            WaitForEnd();
        }
    }

    // The script would continue after the cmdlets that a signal stopped, and its end would decide the exit code.
    private static void WaitForEnd()
    {
        if (_isEnding)
        {
            Thread.CurrentThread.Join(Timeout.Infinite);
        }
    }

    // By default, these signals end the process at once, and a request in flight would be unconfirmed.
    private static void End(PosixSignalContext context, int number)
    {
        lock (Gate)
        {
            if (Running.Count == 0)
            {
                return;
            }

            context.Cancel = true;
            _isEnding = true;
        }

        StopAll();
        Environment.Exit(128 + number);
    }

    private static void StopAll()
    {
        AsyncCmdlet[] running;
        lock (Gate)
        {
            running = [.. Running.Keys];
        }

        Array.ForEach(running, cmdlet => cmdlet.Stop());

        // A cmdlet of another module may hold up the pipeline; a paid request is waited for whatever it takes.
        for (int seconds = 1;
            !Idle.Wait(TimeSpan.FromSeconds(1)) && seconds < MostSeconds && (seconds < 5 || running.Any(cmdlet => cmdlet.IsPaying));
            seconds++)
        {
        }
    }
}

/// <summary>Ends the runspace's session when the module is removed.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => DefaultSessions.Release(Runspace.DefaultRunspace);
}
