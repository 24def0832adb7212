using System.Management.Automation.Host;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Tells whether there is a person to ask. A question to nobody is an exception, or hangs a scheduled task.</summary>
internal static class Interaction
{
    private const string Console = "ConsoleHost";

    // PowerShell takes any beginning of -NonInteractive that is not another switch's.
    private const string Shortest = "noni";
    private const string Longest = "noninteractive";

    public static bool IsPossible(PSHost host) =>
        Environment.UserInteractive && host.Name != "Default Host" && !(host.Name == Console && (System.Console.IsInputRedirected || IsRefused()));

    private static bool IsRefused() => Environment.GetCommandLineArgs().Any(argument =>
        argument.Length > 0 && argument[0] is '-' or '/'
        && argument.Trim('-', '/').ToLowerInvariant() is string word && word.Length >= Shortest.Length && Longest.StartsWith(word, StringComparison.Ordinal));
}
