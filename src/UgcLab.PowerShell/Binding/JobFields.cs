namespace UgcLab.PowerShell.Binding;

/// <summary>The values that a file name can contain: the fields of a job, and the columns of its row.</summary>
internal static class JobFields
{
    public static readonly string[] All =
    [
        nameof(UgcJob.Reference), nameof(UgcJob.UgcId), nameof(UgcJob.Id), nameof(UgcJob.Model), nameof(UgcJob.Duration),
        nameof(UgcJob.AspectRatio), nameof(UgcJob.Tier), nameof(UgcJob.ActorName), nameof(UgcJob.ActorId), nameof(UgcJob.VariantIndex),
        nameof(UgcJob.VariantCount), nameof(UgcJob.RowNumber), nameof(UgcJob.Prompt), nameof(UgcJob.ProjectId), nameof(UgcJob.CreatedAt),
    ];

    public static void Require(NamePattern pattern, string parameter, IEnumerable<string> columns)
    {
        if (pattern.Names.Except(All.Concat(columns), StringComparer.OrdinalIgnoreCase).ToArray() is [string name, ..])
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"{Unknown(parameter, name)} Nothing was sent.");
        }
    }

    public static string Unknown(string parameter, string name) =>
        $"{parameter}: {{{Redaction.Show(name)}}} is neither a field of a job nor a column of its row. Fields: {string.Join(", ", All)}.";

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
