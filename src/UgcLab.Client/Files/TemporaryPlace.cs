namespace UgcLab.Files;

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

    /// <summary>What this computer is; null if its folders are kept, or if the state folder was chosen.</summary>
    public static string? Name(Func<string, string?> variable, Func<string, bool> exists) =>
        !string.IsNullOrWhiteSpace(variable(StateFolder.Variable)) ? null
        : Places.FirstOrDefault(place => !string.IsNullOrEmpty(variable(place.Variable))).Place
            ?? (Marks.Any(exists) ? "a container" : null);
}
