using System.ComponentModel;
using System.Diagnostics;

namespace UgcLab.Bench;

/// <summary>Starts processes and makes sure that they end.</summary>
internal static class Shell
{
    private const string Powershell = "pwsh";

    public static bool HasPwsh { get; } = Answers(Powershell, "-Version");

    public static Process Pwsh(string script, string? stateFolder, params string[] arguments) =>
        Start(Powershell, ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", script, .. arguments], stateFolder);

    public static Process Start(string program, IEnumerable<string> arguments, string? stateFolder = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };

        // The server is on loopback, and nothing of this machine's user is to be read or spent.
        foreach (string name in new[] { "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "UGCLAB_API_KEY", "UGCLAB_STATE_HOME" })
        {
            start.Environment.Remove(name);
        }

        if (stateFolder is not null)
        {
            start.Environment["UGCLAB_STATE_HOME"] = stateFolder;
        }

        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        return Process.Start(start)!;
    }

    /// <summary>What a script says, which must be one line.</summary>
    public static string OneLine(Process process, TimeSpan? most = null)
    {
        using (process)
        {
            process.StandardInput.Close();
            Task<string> text = process.StandardOutput.ReadToEndAsync();
            if (!text.Wait(most ?? TimeSpan.FromMinutes(2)))
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException("A script did not end.");
            }

            process.WaitForExit();
            return text.Result.Trim();
        }
    }

    public static void End(Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static bool Answers(string program, string argument)
    {
        try
        {
            return OneLine(Start(program, [argument])).Length > 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
