namespace UgcLab.Rows;

/// <summary>The names of columns that mean something, and those that are known not to. All are squeezed: see <see cref="ColumnName"/>.</summary>
internal static class ColumnNames
{
    // Names of three letters and fewer are one slip away from half of all short words.
    private const int ShortestNear = 4;

    private static readonly (VideoField Field, string[] Names)[] Fields =
    [
        (VideoField.Prompt, ["Prompt", "Text", "Description"]),
        (VideoField.ProjectId, ["ProjectId", "Project"]),
        (VideoField.Model, ["Model"]),
        (VideoField.Duration, ["Duration", "Seconds", "Length"]),
        (VideoField.AspectRatio, ["AspectRatio", "Ratio"]),
        (VideoField.Tier, ["Tier", "Quality"]),
        (VideoField.ImageUrl, ["ImageUrl", "Image"]),
        (VideoField.Variants, ["Variants", "Count", "Variant"]),
        (VideoField.Reference, ["Reference", "Id", "Sku", "ClientReference"]),
        (VideoField.RowId, ["RowId"]),
    ];

    private static readonly Dictionary<string, VideoField> BySqueezed = Fields
        .SelectMany(each => each.Names, (each, name) => KeyValuePair.Create(ColumnName.Squeeze(name), each.Field))
        .ToDictionary();

    private static readonly string[] NearCandidates = [.. Fields.SelectMany(each => each.Names).Where(name => name.Length >= ShortestNear)];

    // What a sheet of jobs holds that was exported earlier, to be edited and run again.
    private static readonly string[] JobColumns =
    [
        nameof(UgcJob.UgcId), nameof(UgcJob.Status), nameof(UgcJob.StatusText), nameof(UgcJob.Progress),
        nameof(UgcJob.VariantIndex), nameof(UgcJob.VariantCount), nameof(UgcJob.RowNumber),
        nameof(UgcJob.CreditsCharged), nameof(UgcJob.CreditsRefunded), nameof(UgcJob.NetCredits),
        nameof(UgcJob.TotalCreditsCharged), nameof(UgcJob.RemainingCredits), nameof(UgcJob.VideoUrl),
        nameof(UgcJob.ErrorMessage), nameof(UgcJob.ServiceModel), nameof(UgcJob.ProcessingSteps),
        nameof(UgcJob.CreatedAt), nameof(UgcJob.UpdatedAt), nameof(UgcJob.RequestId), nameof(UgcJob.PurchaseId),
        nameof(UgcJob.Batch), nameof(UgcJob.FromHistory), nameof(UgcJob.InputRow), nameof(UgcJob.SavedPath), nameof(UgcJob.IsFinal), nameof(UgcJob.IsSuccess),
        .. ResultSheet.Columns,
    ];

    // Words of their own that lie one or two slips from a field's name.
    private static readonly string[] CommonWords =
    [
        "Product", "Protect", "Profit", "Promo", "Country", "County", "Account", "Amount", "Counter", "Court", "Quantity",
        "Equality", "Rating", "Ration", "Radio", "Test", "Next", "Tent", "Timer", "Tire", "Tiger", "Module", "Modul",
        "Preference", "Mount",
    ];

    private static readonly HashSet<string> OfJobs = [.. JobColumns.Select(ColumnName.Squeeze)];

    private static readonly HashSet<string> NotFields = [.. JobColumns.Concat(CommonWords).Select(ColumnName.Squeeze)];

    private static readonly string[] SecretEndings = ["APIKEY", "PASSWORD", "PASSWD", "SECRET", "SECRETKEY", "ACCESSTOKEN", "AUTHTOKEN"];

    private static readonly HashSet<string> Secrets = ["TOKEN", "BEARER", "AUTHORIZATION", "CREDENTIAL", "CREDENTIALS", "PASSPHRASE", "PASSWORT"];

    public static VideoField? Field(string squeezed) => BySqueezed.TryGetValue(squeezed, out VideoField field) ? field : null;

    public static bool IsSecret(string squeezed) =>
        Secrets.Contains(squeezed) || SecretEndings.Any(ending => squeezed.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Whether it is a column of a job list, which nobody expects to be read again.</summary>
    public static bool IsOfJobs(string squeezed) => OfJobs.Contains(squeezed);

    /// <summary>The field's name that this one was probably meant to be, or null.</summary>
    public static string? Near(string squeezed) =>
        squeezed.Length < ShortestNear || NotFields.Contains(squeezed) ? null : Nearest.Of(squeezed, NearCandidates);

    /// <summary>Whether a whole header line was read as one name, because its delimiter was not the one expected.</summary>
    public static bool HoldsSeveral(string header)
    {
        string[] parts = header.Split(',', ';', '\t');
        return parts.Length > 1 && parts.Any(part => Field(ColumnName.Squeeze(part)) is not null);
    }
}
