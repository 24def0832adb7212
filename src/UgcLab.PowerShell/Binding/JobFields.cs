namespace UgcLab.PowerShell.Binding;

/// <summary>The values that a file name can contain: the fields of a job, and the columns of its row.</summary>
internal static class JobFields
{
    public const string DefaultPattern = "{Reference}-{Model}-v{VariantIndex}";

    private static readonly Dictionary<string, Func<UgcJob, string?>> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        // Without a reference, the name must still be unique to the job.
        [nameof(UgcJob.Reference)] = job => job.Reference ?? job.UgcId,
        [nameof(UgcJob.UgcId)] = job => job.UgcId,
        [nameof(UgcJob.Id)] = job => job.UgcId,
        [nameof(UgcJob.Model)] = job => job.Model,
        [nameof(UgcJob.Duration)] = job => job.Duration,
        [nameof(UgcJob.AspectRatio)] = job => job.AspectRatio?.Replace(':', 'x'),
        [nameof(UgcJob.Tier)] = job => job.Tier,
        [nameof(UgcJob.ActorName)] = job => job.ActorName ?? OfRow(job.InputRow, nameof(UgcJob.ActorName)) ?? job.ActorId,
        [nameof(UgcJob.ActorId)] = job => job.ActorId ?? OfRow(job.InputRow, nameof(UgcJob.ActorId)),
        [nameof(UgcJob.VariantIndex)] = job => job.VariantIndex.ToString(CultureInfo.InvariantCulture),
        [nameof(UgcJob.VariantCount)] = job => job.VariantCount.ToString(CultureInfo.InvariantCulture),
        [nameof(UgcJob.RowNumber)] = job => job.RowNumber?.ToString(CultureInfo.InvariantCulture),
        [nameof(UgcJob.Prompt)] = job => job.Prompt,
        [nameof(UgcJob.ProjectId)] = job => job.ProjectId,
        [nameof(UgcJob.CreatedAt)] = job => job.CreatedAt?.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture),
    };

    public static IReadOnlyCollection<string> All => Fields.Keys;

    public static void Require(NamePattern pattern, string parameter, IEnumerable<string> columns)
    {
        if (pattern.Names.Except(All.Concat(columns), StringComparer.OrdinalIgnoreCase).ToArray() is [string name, ..])
        {
            throw Invalid.Argument($"{Unknown(parameter, name)} Nothing was sent.");
        }
    }

    public static string Unknown(string parameter, string name) =>
        $"{parameter}: {{{Redaction.Show(name)}}} is neither a field of a job nor a column of its row. Fields: {string.Join(", ", All)}.";

    /// <summary>The text of the field, blank if the job has none; null if there is no such field.</summary>
    public static string? Text(UgcJob job, string field) =>
        Fields.TryGetValue(field, out Func<UgcJob, string?>? value) ? value(job) ?? "" : OfRow(job.InputRow, field);

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
