namespace UgcLab;

/// <summary>Reads the status of a job as the service writes it (docs/job-status).</summary>
internal static class JobStatusText
{
    /// <summary>A status that the page does not list is Unknown, which does not end a job.</summary>
    public static UgcJobStatus Parse(string? text) => text?.ToUpperInvariant() switch
    {
        "PENDING" => UgcJobStatus.Pending,
        "PROCESSING" => UgcJobStatus.Processing,
        "SAVING" => UgcJobStatus.Saving,
        "COMPLETED" => UgcJobStatus.Completed,
        "FAILED" => UgcJobStatus.Failed,
        "CANCELLED" or "CANCELED" => UgcJobStatus.Cancelled,
        _ => UgcJobStatus.Unknown,
    };
}
