namespace UgcLab.Files;

internal static class StateFolder
{
    public const string Variable = "UGCLAB_STATE_HOME";

    // $env:UGCLAB_STATE_HOME, or %LOCALAPPDATA%\UgcLab, ~/Library/Application Support/UgcLab, or $XDG_STATE_HOME/UgcLab
    // (~/.local/state/UgcLab). Never beside the sheet, which may be in a shared folder.
    public static string Default
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is string moved && !string.IsNullOrWhiteSpace(moved))
            {
                return Full(moved.Trim(), $"$env:{Variable}");
            }

            string home = Home;
            string root = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : OperatingSystem.IsMacOS() ? Under(home, "Library", "Application Support")
                : Environment.GetEnvironmentVariable("XDG_STATE_HOME") is string state && Path.IsPathRooted(state) ? state
                : Under(home, ".local", "state");
            return root.Length > 0 ? Full(Path.Combine(root, "UgcLab"), "The home directory") : throw new UgcLabException(
                UgcLabErrorKind.StoreUnavailable, "There is no home directory to keep the record of purchases in.",
                $"Set $env:{Variable} to a folder on a local disk.");
        }
    }

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    // A relative path is refused: with another current folder it would name another store, which wouldn't know what was created.
    public static string Full(string path, string source)
    {
        string expanded = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal)
            ? Path.Combine(Home, path[1..].TrimStart('/', '\\')) : path;
        return Path.IsPathFullyQualified(expanded) && !expanded.Contains('\0', StringComparison.Ordinal) ? Path.GetFullPath(expanded)
            : throw new UgcLabException(UgcLabErrorKind.StoreUnavailable,
                $"{source} is '{Redaction.Show(path)}', which isn't a full path. "
                    + "The store has to be the same folder wherever a command runs.",
                $"Set $env:{Variable} to a full path, such as "
                    + $"{Path.Combine(Home.Length > 0 ? Home : Path.GetTempPath(), "UgcLab")}, or to one that begins with ~/.");
    }

    /// <summary>Locks and flushes may not work on a network file system.</summary>
    public static void RequireLocal(string folder, bool allowNetwork, Func<string, (DriveType Type, string Format)>? diskOf = null)
    {
        if (!allowNetwork && Disk.Network(folder, diskOf) is string what)
        {
            throw new UgcLabException(UgcLabErrorKind.StoreOnNetwork,
                $"The record of purchases in {folder} would lie on a network file system ({what}), "
                + "where locks and flushes aren't reliable. Nothing is created.",
                $"Set $env:{Variable} to a folder on a local disk; or, if you know better, Connect-UgcLab -AllowNetworkState.");
        }
    }

    private static string Under(string home, string parent, string child) => home.Length == 0 ? "" : Path.Combine(home, parent, child);
}

internal static class ConfigFolder
{
    public const string Variable = "UGCLAB_CONFIG_HOME";

    // $env:UGCLAB_CONFIG_HOME, or the platform's place for settings: %APPDATA%\UgcLab,
    // ~/Library/Application Support/UgcLab, or $XDG_CONFIG_HOME/UgcLab (~/.config/UgcLab).
    public static string Default
    {
        get
        {
            string? moved = Environment.GetEnvironmentVariable(Variable)?.Trim();
            string root = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            string folder = string.IsNullOrEmpty(moved) ? root.Length == 0 ? "" : Path.Combine(root, "UgcLab") : moved;
            return Path.IsPathFullyQualified(folder) ? folder
                : throw new UgcLabException(
                    UgcLabErrorKind.ArgumentInvalid,
                    folder.Length == 0 ? "There is no home directory to keep profiles in."
                        : $"$env:{Variable} is '{Redaction.Show(folder)}', which isn't a full path.",
                    $"Set $env:{Variable} to a full path.");
        }
    }
}

// Says whether the default state folder is probably gone after this run, as on the runners of a CI service or in a container. The next
// run would then not know what was created.
internal static class TemporaryPlace
{
    private static readonly (string Variable, string Place)[] Places =
    [
        ("GITHUB_ACTIONS", "a GitHub Actions runner"),
        ("TF_BUILD", "an Azure Pipelines agent"),
        ("WEBSITE_INSTANCE_ID", "an Azure App Service or Functions instance"),
        ("GITLAB_CI", "a GitLab runner"),
        ("KUBERNETES_SERVICE_HOST", "a container"),
        ("DOTNET_RUNNING_IN_CONTAINER", "a container"),
        ("container", "a container"),
    ];

    // What Docker and Podman put into a container.
    private static readonly string[] Marks = ["/.dockerenv", "/run/.containerenv"];

    /// <summary>Null if its folders are kept, or if the state folder was chosen.</summary>
    public static string? Name(Func<string, string?> variable, Func<string, bool> exists) =>
        !string.IsNullOrWhiteSpace(variable(StateFolder.Variable)) ? null
        : Places.FirstOrDefault(place => !string.IsNullOrEmpty(variable(place.Variable))).Place
            ?? (Marks.Any(exists) ? "a container" : null);
}
