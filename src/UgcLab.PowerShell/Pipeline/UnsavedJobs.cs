namespace UgcLab.PowerShell.Pipeline;

/// <summary>Says which jobs are left behind when an error ends the pipeline, and the line that saves them.</summary>
internal static class UnsavedJobs
{
    private const int MostShown = 10;

    /// <summary>The sentences; empty if there are no such jobs.</summary>
    public static string Text(IReadOnlyCollection<string> ids)
    {
        if (ids.Count == 0)
        {
            return "";
        }

        string jobs = ids.Count > MostShown
            ? $"{string.Join(", ", ids.Take(MostShown))}, and {ids.Count - MostShown} more"
            : string.Join(", ", ids);
        string source = ids.Count <= MostShown ? string.Join(", ", ids.Select(Quoted))
            : "Get-UgcJob -Unsaved";
        string which = ids.Count == 1 ? "1 job that was created"
            : $"{ids.Count} jobs that were created";
        return $" {which} may not be saved: {jobs}. To save {(ids.Count == 1 ? "it" : "them")}, "
            + $"run: {source} | Wait-UgcJob | Save-UgcVideo";
    }

    private static string Quoted(string id) => $"'{id.Replace("'", "''", StringComparison.Ordinal)}'";
}
