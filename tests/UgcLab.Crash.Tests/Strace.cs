using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace UgcLab.Crash.Tests;

/// <summary>The program strace, which shows what a process asks of the system and can kill it there.</summary>
internal static partial class Strace
{
    // What changes the disk. Not every machine has each of them.
    private const string Changes = "?pwrite64,?fsync,?fdatasync,?ftruncate,?rename,?renameat,?renameat2,?link,?linkat,?unlink,?unlinkat";

    /// <summary>Whether it is installed and may trace.</summary>
    public static bool IsUsable { get; } = CanTrace();

    public const string Missing = "strace is not installed, or may not trace.";

    /// <summary>The command before one that is killed at the n-th change of the disk by one of its threads, which is not carried out.</summary>
    public static string[] KillAt(int number, string trace) =>
        ["strace", "-f", "-y", "-s", "0", "-o", trace, "-e", $"trace={Changes}", "-e", string.Create(CultureInfo.InvariantCulture, $"inject={Changes}:signal=SIGKILL:when={number}")];

    /// <summary>The command before one whose writes, flushes and sends are recorded in full.</summary>
    public static string[] Record(string trace) => ["strace", "-f", "-y", "-s", "8192", "-o", trace, "-e", "trace=pwrite64,fsync,fdatasync,ftruncate,write,sendto,sendmsg"];

    /// <summary>The call at which a traced process was killed: its name and its file's.</summary>
    public static string LastCall(string trace)
    {
        Match? last = File.ReadLines(trace).Select(line => Call().Match(line)).LastOrDefault(match => match.Success);
        return last is null ? "none" : $"{last.Groups[1].Value} {Digits().Replace(Path.GetFileName(last.Groups[2].Value), "#")}";
    }

    private static bool CanTrace()
    {
        try
        {
            using Process trace = Process.Start(new ProcessStartInfo("strace", ["-f", "-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
            trace.WaitForExit();
            return trace.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex("""^\d+ +(\w+)\((?:\d+<([^>]*)>|"([^"]*)")""")]
    private static partial Regex Call();

    [GeneratedRegex("[0-9a-f]{12,}")]
    private static partial Regex Digits();
}
