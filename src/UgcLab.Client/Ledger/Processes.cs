using System.ComponentModel;
using System.Diagnostics;

namespace UgcLab.Ledger;

/// <summary>Tells whether the process that wrote something is there still.</summary>
internal static class Processes
{
    public static bool IsAlive(int pid, DateTimeOffset? began)
    {
        try
        {
            // A number is given out again: a process that began after the file is another.
            using Process process = Process.GetProcessById(pid);
            return pid == Environment.ProcessId || began is null || process.StartTime.ToUniversalTime() <= began.Value.UtcDateTime.AddSeconds(2);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return false;
        }
    }
}
