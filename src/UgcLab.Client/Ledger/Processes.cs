using System.ComponentModel;
using System.Diagnostics;

namespace UgcLab.Ledger;

/// <summary>Tells whether the process that writes a ledger is there still.</summary>
internal static class Processes
{
    public static bool IsAlive(int pid, DateTimeOffset? began, string ledger)
    {
        // In a container every process has the number of the one before it, and the name of its machine.
        if (pid == Environment.ProcessId)
        {
            return LedgerFile.IsOpenHere(ledger);
        }

        try
        {
            // A number is given out again: a process that began after the file is another.
            using Process process = Process.GetProcessById(pid);
            return began is null || process.StartTime.ToUniversalTime() <= began.Value.UtcDateTime.AddSeconds(2);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return false;
        }
    }
}
