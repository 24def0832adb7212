using System.Management.Automation.Host;

namespace UgcLab.PowerShell.Pipeline;

// Determines whether the session is interactive. In a non-interactive session, a prompt throws an exception or makes a scheduled task
// hang.
internal static class Interaction
{
    private const string Console = "ConsoleHost";

    // A job of Start-Job, and a remote session.
    private const string Server = "ServerRemoteHost";

    // PowerShell accepts any abbreviation of -NonInteractive that is unambiguous.
    private const string Shortest = "noni";
    private const string Longest = "noninteractive";

    public static bool IsPossible(PSHost host) =>
#pragma warning disable RS0030 // Nothing is read or written.
        Environment.UserInteractive && host.Name is not ("Default Host" or Server)
            && !(host.Name == Console && (System.Console.IsInputRedirected || IsRefused(Environment.GetCommandLineArgs())));
#pragma warning restore RS0030

    /// <summary>Whether the command line of pwsh says that no person can answer: -NonInteractive, or a hidden window.</summary>
    internal static bool IsRefused(string[] arguments)
    {
        string[] words = [.. arguments.Select(argument => argument is ['-' or '/', ..] ? argument.Trim('-', '/').ToLowerInvariant() : "")];
        int window = Array.FindIndex(words, word => word.Length > 0 && "windowstyle".StartsWith(word, StringComparison.Ordinal));
        return words.Any(word => word.Length >= Shortest.Length && Longest.StartsWith(word, StringComparison.Ordinal))
            || (window >= 0 && arguments.ElementAtOrDefault(window + 1)?.Equals("hidden", StringComparison.OrdinalIgnoreCase) is true);
    }
}
