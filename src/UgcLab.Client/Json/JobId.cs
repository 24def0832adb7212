namespace UgcLab.Json;

// Ids of jobs that users specify.
internal static class JobId
{
    public static string Check(string id) => PartialJsonIds.IsId(id) ? id
        : throw new UgcLabException(
            UgcLabErrorKind.JobIdInvalid, $"'{Redaction.Show(id)}' isn't a valid job id. Job ids have only letters and digits.");
}
