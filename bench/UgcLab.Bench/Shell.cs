using System.Diagnostics;

namespace UgcLab.Bench;

/// <summary>Starts processes and makes sure that they end.</summary>
internal static class Shell
{
    /// <summary>Whether PowerShell is compiled ahead of time, as its installers have it, or is the .NET tool, which isn't.</summary>
    public static bool IsPrecompiled { get; set; }

    /// <summary>A script in the official PowerShell, which NuGet provides.</summary>
    public static Process Pwsh(string script, string? stateFolder, params string[] arguments)
    {
        ProcessStartInfo start = Tools.Pwsh.Command(["-NoLogo", "-NoProfile", "-NonInteractive", "-File", script, .. arguments]);
        start.ArgumentList[1] = IsPrecompiled ? Places.Precompiled : start.ArgumentList[1];
        return Start(start, stateFolder);
    }

    public static Process Start(string program, IEnumerable<string> arguments, string? stateFolder = null) =>
        Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false }, stateFolder);

    private static Process Start(ProcessStartInfo start, string? stateFolder)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;

        // The server is on loopback, and nothing of this machine's user is to be read or spent.
        foreach (string name in new[] { "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "UGCLAB_API_KEY", "UGCLAB_STATE_HOME" })
        {
            start.Environment.Remove(name);
        }

        if (stateFolder is not null)
        {
            start.Environment["UGCLAB_STATE_HOME"] = stateFolder;
        }

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
}
