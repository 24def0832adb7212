using System.ComponentModel;
using System.Diagnostics;

namespace UgcLab.PowerShell.Hosting;

/// <summary>Opens files in the program that the user has chosen for them.</summary>
internal static class Desktop
{
    /// <summary>Why no file can be opened here; null if one was.</summary>
    public static string? Open(string path)
    {
        if (OperatingSystem.IsWindows() ? !Environment.UserInteractive : !OperatingSystem.IsMacOS() && !HasDisplay)
        {
            return "This session has no desktop to open it on.";
        }

        ProcessStartInfo start = OperatingSystem.IsWindows() ? new(path) { UseShellExecute = true }
            : new(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            // The program stays open, so there is no end to wait for.
            using Process? opened = Process.Start(start);
            return null;
        }
        catch (Exception error) when (error is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            return $"{Path.GetFileName(start.FileName)} can't be started: {error.Message}";
        }
    }

    private static bool HasDisplay => Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
}
