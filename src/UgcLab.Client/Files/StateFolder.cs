namespace UgcLab;

/// <summary>Where the local record lives.</summary>
public static class StateFolder
{
    /// <summary>The variable that moves it.</summary>
    public const string Variable = "UGCLAB_STATE_HOME";

    /// <summary>
    /// <c>$env:UGCLAB_STATE_HOME</c>, or the platform's place for state: <c>%LOCALAPPDATA%\UgcLab</c>,
    /// <c>~/Library/Application Support/UgcLab</c>, or <c>$XDG_STATE_HOME/UgcLab</c> (<c>~/.local/state/UgcLab</c>; XDG Base
    /// Directory Specification 0.8). Never beside the sheet, which may be a shared folder.
    /// </summary>
    /// <exception cref="UgcLabException">StoreUnavailable: there is no home directory.</exception>
    public static string Default
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is string moved && !string.IsNullOrWhiteSpace(moved))
            {
                return Path.GetFullPath(moved);
            }

            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            string root = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : OperatingSystem.IsMacOS() ? Under(home, "Library", "Application Support")
                : Environment.GetEnvironmentVariable("XDG_STATE_HOME") is string state && Path.IsPathRooted(state) ? state
                : Under(home, ".local", "state");
            return root.Length > 0 ? Path.Combine(root, "UgcLab") : throw new UgcLabException(
                UgcLabErrorKind.StoreUnavailable, "There is no home directory to keep the record of purchases in.")
            {
                Advice = $"Set $env:{Variable} to a folder on a local disk.",
            };
        }
    }

    private static string Under(string home, params string[] parts) => home.Length == 0 ? "" : Path.Combine([home, .. parts]);
}
