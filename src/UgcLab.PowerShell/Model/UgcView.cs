namespace UgcLab;

/// <summary>Texts of the tables in UgcLab.Format.ps1xml, which can call only public methods.</summary>
public static class UgcView
{
    /// <summary>A state in the colors of $PSStyle: red if it failed, yellow if it is unconfirmed, green if it is done.</summary>
    /// <param name="state">The state of a job, a purchase, or a row.</param>
    /// <param name="style">$PSStyle. PowerShell removes the colors where it sends the output to a pipe or a file itself.</param>
    public static string State(object? state, PSObject style) => state?.ToString() switch
    {
        string text and ("Failed" or "Refused" or "Canceled") => Colored(text, style, "Formatting", "Error"),
        string text and ("Unconfirmed" or "Sending" or "Unknown") => Colored(text, style, "Formatting", "Warning"),
        string text and ("Saved" or "Completed" or "Accepted") => Colored(text, style, "Foreground", "Green"),
        string text => text,
        null => "",
    };

    /// <summary>A number in the color of its state, unless it is 0.</summary>
    /// <param name="number">The number.</param>
    /// <param name="state">Failed or Unconfirmed.</param>
    /// <param name="style">$PSStyle.</param>
    public static string Count(int number, string state, PSObject style)
    {
        string text = number.ToString(CultureInfo.InvariantCulture);
        return number == 0 ? text : State(state, style).Replace(state, text, StringComparison.Ordinal);
    }

    /// <summary>How long ago something was, by the session's clock, which may be a simulator's.</summary>
    /// <param name="time">When it was.</param>
    public static string Age(DateTimeOffset? time) => time is not DateTimeOffset then ? ""
        : ((UgcSession.Default?.Client.Clock ?? TimeProvider.System).GetUtcNow() - then) switch
        {
            { TotalMinutes: < 1 } => "just now",
            { TotalHours: < 1 } age => $"{(int)age.TotalMinutes} min ago",
            { TotalDays: < 2 } age => $"{(int)age.TotalHours} h ago",
            TimeSpan age => $"{Format.Count((int)age.TotalDays, "day")} ago",
        };

    /// <summary>The value of a setting, and where it comes from.</summary>
    /// <param name="session">The session.</param>
    /// <param name="name">The setting.</param>
    public static string Setting(UgcSession session, string name) =>
        session?.Settings.FirstOrDefault(setting => setting.Name == name)?.ToString() ?? "";

    private static string Colored(string text, PSObject style, string group, string name) =>
        IsRedirected(style) ? text : $"{Of(Of(style, group), name)}{text}{Of(style, "Reset")}";

    // By the shell that started PowerShell, which then writes its own colors all the same.
#pragma warning disable RS0030 // Nothing is written.
    private static bool IsRedirected(PSObject style) =>
        Console.IsOutputRedirected && Of(style, "OutputRendering")?.ToString() == "Host";
#pragma warning restore RS0030

    private static object? Of(object? from, string name) => from is null ? null : PSObject.AsPSObject(from).Properties[name]?.Value;
}
