namespace UgcLab.Files;

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
            string root = Environment.GetFolderPath(
                Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
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
