using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace UgcLab.Crash.Tests;

/// <summary>A machine of its own, as far as a process can see: it has another name, and maybe other folders, another clock, and another network.</summary>
internal sealed record Machine(string Name)
{
    private const string Probe = "mount -t tmpfs none /mnt && hostname probe";

    public const string Missing = "Other machines need root, namespaces, and the programs unshare, hostname, and mount.";

    public const string MissingClock = "Other clocks need libfaketime (Debian: faketime).";

    /// <summary>Whether there can be one here.</summary>
    public static bool IsUsable { get; } = Environment.UserName == "root" && Run("unshare", "--uts", "--mount", "sh", "-c", Probe) == 0;

    /// <summary>What sets the clock of a process; null where it isn't installed.</summary>
    public static string? ClockLibrary { get; } =
        Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists) : null;

    /// <summary>The network namespace; null for that of the tests.</summary>
    public string? Network { get; init; }

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan Ahead { get; init; }

    /// <summary>A folder that no other machine sees.</summary>
    public string? OwnFolder { get; init; }

    /// <summary>The command before one that runs on it. Its process keeps the id that it was started with.</summary>
    public string[] Under =>
    [
        .. Network is null ? [] : (string[])["ip", "netns", "exec", Network], "unshare", "--uts", "--mount", "sh", "-c",
        $"hostname {Name} && {(OwnFolder is null ? "" : $"mount -t tmpfs none '{OwnFolder}' && ")}exec {Clock} \"$@\"", "sh",
    ];

    // The clock of the steps of a timer stays as it is.
    private string Clock => Ahead == TimeSpan.Zero ? "env"
        : string.Create(CultureInfo.InvariantCulture, $"env LD_PRELOAD={ClockLibrary} FAKETIME={Ahead.TotalSeconds:+0;-0} FAKETIME_DONT_FAKE_MONOTONIC=1");

    /// <summary>Runs a program. Returns its exit code, and -1 where there is none.</summary>
    public static int Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return -1;
        }
    }
}
