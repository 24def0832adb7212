using System.Management.Automation.Host;
using System.Text;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>The console of a host. A host may have none, and a terminal may be closed at any time.</summary>
internal static class HostConsole
{
    // PowerShell draws progress at most 120 characters wide.
    private const int MostColumns = 120;

    /// <summary>The number of columns for progress; int.MaxValue if there is no screen.</summary>
    public static int Width(PSHost host) => Try(
        () => host.UI?.RawUI is PSHostRawUserInterface screen ? Math.Min(screen.BufferSize.Width, MostColumns) : int.MaxValue,
        int.MaxValue);

#pragma warning disable RS0030 // Nothing is read or written.
    /// <summary>Whether progress is seen as bars. An editor's host shows it itself, wherever the process's output goes.</summary>
    public static bool ShowsBars(PSHost host) =>
        !Console.IsOutputRedirected || host.Name is not ("ConsoleHost" or "Default Host" or "ServerRemoteHost");

    /// <summary>Whether there is a person to ask. Else, a prompt throws an exception or makes a scheduled task hang.</summary>
    public static bool CanAsk(PSHost host) =>
        Environment.UserInteractive && host.Name is not ("Default Host" or "ServerRemoteHost")
            && !(host.Name == "ConsoleHost" && (Console.IsInputRedirected || IsRefused(Environment.GetCommandLineArgs())));
#pragma warning restore RS0030

    // Whether the command line of pwsh says that no person can answer: -NonInteractive, of which PowerShell accepts any abbreviation from
    // -noni on, or a hidden window.
    internal static bool IsRefused(string[] arguments)
    {
        string[] words = [.. arguments.Select(argument => argument is ['-' or '/', ..] ? argument.Trim('-', '/').ToLowerInvariant() : "")];
        int window = Array.FindIndex(words, word => word.Length > 0 && "windowstyle".StartsWith(word, StringComparison.Ordinal));
        return words.Any(word => word.Length >= 4 && "noninteractive".StartsWith(word, StringComparison.Ordinal))
            || (window >= 0 && arguments.ElementAtOrDefault(window + 1)?.Equals("hidden", StringComparison.OrdinalIgnoreCase) is true);
    }

    public static void WriteLine(PSHost host, string line) => Try(
        () =>
        {
            host.UI?.WriteLine(Wrapped(host, line));
            return true;
        },
        false);

    /// <summary>A text with line ends between words where a screen would break it within one.</summary>
    public static string Wrapped(PSHost host, string text, int indent = 0) =>
        Wrapped(text, ShowsBars(host) ? Width(host) : int.MaxValue, indent);

    private static string Wrapped(string text, int width, int indent)
    {
        StringBuilder lines = new();
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string[] words = line.Split(' ');
            lines.Append(lines.Length > 0 ? Environment.NewLine : "").Append(words[0]);
            int column = indent + words[0].Length;
            foreach (string word in words.Skip(1))
            {
                bool fits = column + 1 + word.Length <= width;
                lines.Append(fits ? " " : Environment.NewLine).Append(word);
                column = (fits ? column + 1 : 0) + word.Length;
            }

            indent = 0;
        }

        return lines.ToString();
    }

    private static T Try<T>(Func<T> use, T without)
    {
        try
        {
            return use();
        }
        catch (Exception error) when (error is HostException or NotImplementedException or IOException)
        {
            return without;
        }
    }
}
