using System.Management.Automation.Host;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>
/// Determines whether the session is interactive. In a non-interactive session, a prompt throws an exception or makes a scheduled task
/// hang.
/// </summary>
internal static class Interaction
{
    private const string Console = "ConsoleHost";

    // PowerShell accepts any abbreviation of -NonInteractive that is unambiguous.
    private const string Shortest = "noni";
    private const string Longest = "noninteractive";

    public static bool IsPossible(PSHost host) =>
#pragma warning disable RS0030 // Nothing is read or written.
        Environment.UserInteractive && host.Name != "Default Host"
            && !(host.Name == Console && (System.Console.IsInputRedirected || IsRefused()));
#pragma warning restore RS0030

    private static bool IsRefused() => Environment.GetCommandLineArgs().Any(argument =>
        argument.Length > 0 && argument[0] is '-' or '/'
        && argument.Trim('-', '/').ToLowerInvariant() is string word && word.Length >= Shortest.Length
            && Longest.StartsWith(word, StringComparison.Ordinal));
}
