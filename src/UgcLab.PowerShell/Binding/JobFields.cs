namespace UgcLab.PowerShell.Binding;

/// <summary>The values that a file name can contain: the fields of a job, and the columns of its row.</summary>
internal static class JobFields
{
    /// <summary>The text of the field, blank if the job has none; null if there is no such field.</summary>
    public static string? Text(UgcJob job, string field) => field.ToUpperInvariant() switch
    {
        // Without a reference, the name must still be unique to the job.
        "REFERENCE" => job.Reference ?? job.UgcId,
        "UGCID" or "ID" => job.UgcId,
        "MODEL" => job.Model ?? "",
        "DURATION" => job.Duration ?? "",
        "ASPECTRATIO" => job.AspectRatio?.Replace(':', 'x') ?? "",
        "ACTORID" => job.ActorId ?? OfRow(job.InputRow, field) ?? "",
        "ACTORNAME" => job.ActorName ?? OfRow(job.InputRow, field) ?? job.ActorId ?? "",
        "TIER" => job.Tier ?? "",
        "VARIANTINDEX" => job.VariantIndex.ToString(CultureInfo.InvariantCulture),
        "VARIANTCOUNT" => job.VariantCount.ToString(CultureInfo.InvariantCulture),
        "ROWNUMBER" => job.RowNumber?.ToString(CultureInfo.InvariantCulture) ?? "",
        "PROMPT" => job.Prompt ?? "",
        "PROJECTID" => job.ProjectId ?? "",
        "CREATEDAT" => job.CreatedAt?.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) ?? "",
        _ => OfRow(job.InputRow, field),
    };

    private static string? OfRow(object? row, string field)
    {
        foreach ((string column, Func<object?> value) in row is null ? [] : Cells.Of(row) ?? [])
        {
            if (string.Equals(column, field, StringComparison.OrdinalIgnoreCase))
            {
                return Cells.Text(column, value).Text ?? "";
            }
        }

        return null;
    }
}
