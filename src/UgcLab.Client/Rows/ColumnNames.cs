namespace UgcLab.Rows;

/// <summary>The names of columns that mean something to a kind of creation, and those that are known not to. All are squeezed: see <see cref="ColumnName"/>.</summary>
internal sealed class ColumnNames
{
    // Names of three letters and fewer are one slip away from half of all short words.
    private const int ShortestNear = 4;

    // What a sheet of jobs holds that was exported earlier, to be edited and run again.
    private static readonly string[] JobColumns =
    [
        nameof(UgcJob.UgcId), nameof(UgcJob.Status), nameof(UgcJob.StatusText), nameof(UgcJob.Progress),
        nameof(UgcJob.VariantIndex), nameof(UgcJob.VariantCount), nameof(UgcJob.RowNumber),
        nameof(UgcJob.CreditsCharged), nameof(UgcJob.CreditsRefunded), nameof(UgcJob.NetCredits),
        nameof(UgcJob.TotalCreditsCharged), nameof(UgcJob.RemainingCredits), nameof(UgcJob.VideoUrl),
        nameof(UgcJob.ErrorMessage), nameof(UgcJob.ServiceModel), nameof(UgcJob.ProcessingSteps),
        nameof(UgcJob.CreatedAt), nameof(UgcJob.UpdatedAt), nameof(UgcJob.RequestId), nameof(UgcJob.PurchaseId),
        nameof(UgcJob.Batch), nameof(UgcJob.FromHistory), nameof(UgcJob.Kind), nameof(UgcJob.ActorId), nameof(UgcJob.ActorName), nameof(UgcJob.IsCustomActor), nameof(UgcJob.InputRow), nameof(UgcJob.SavedPath), nameof(UgcJob.IsFinal), nameof(UgcJob.IsSuccess),
        .. ResultSheet.Columns,
    ];

    // Words of their own that lie one or two slips from a field's name.
    private static readonly string[] CommonWords =
    [
        "Product", "Protect", "Profit", "Promo", "Country", "County", "Account", "Amount", "Counter", "Court", "Quantity",
        "Equality", "Rating", "Ration", "Radio", "Test", "Next", "Tent", "Timer", "Tire", "Tiger", "Module", "Modul",
        "Preference", "Mount", "Factor", "Author", "Caption", "Option", "Section", "Manuscript", "Postscript", "Transcript",
    ];

    private static readonly HashSet<string> OfJobs = [.. JobColumns.Select(ColumnName.Squeeze)];

    private static readonly HashSet<string> NotFields = [.. JobColumns.Concat(CommonWords).Select(ColumnName.Squeeze)];

    private static readonly string[] SecretEndings = ["APIKEY", "PASSWORD", "PASSWD", "SECRET", "SECRETKEY", "ACCESSTOKEN", "AUTHTOKEN"];

    private static readonly HashSet<string> Secrets = ["TOKEN", "BEARER", "AUTHORIZATION", "CREDENTIAL", "CREDENTIALS", "PASSPHRASE", "PASSWORT"];

    private readonly Dictionary<string, CreationField> _bySqueezed;
    private readonly string[] _nearCandidates;

    public ColumnNames(IReadOnlyList<(CreationField Field, string[] Names)> fields)
    {
        Fields = [.. fields.Select(each => each.Field)];
        _bySqueezed = fields.SelectMany(each => each.Names, (each, name) => KeyValuePair.Create(ColumnName.Squeeze(name), each.Field)).ToDictionary();
        _nearCandidates = [.. fields.SelectMany(each => each.Names).Where(name => name.Length >= ShortestNear)];
    }

    /// <summary>The fields that a row can give.</summary>
    public IReadOnlyList<CreationField> Fields { get; }

    public static bool IsSecret(string squeezed) =>
        Secrets.Contains(squeezed) || SecretEndings.Any(ending => squeezed.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Whether it is a column of a job list, which nobody expects to be read again.</summary>
    public static bool IsOfJobs(string squeezed) => OfJobs.Contains(squeezed);

    public CreationField? Field(string squeezed) => _bySqueezed.TryGetValue(squeezed, out CreationField field) ? field : null;

    /// <summary>The field's name that this one was probably meant to be, or null.</summary>
    public string? Near(string squeezed) =>
        squeezed.Length < ShortestNear || NotFields.Contains(squeezed) ? null : Nearest.Of(squeezed, _nearCandidates);

    /// <summary>Whether a whole header line was read as one name, because its delimiter was not the one expected.</summary>
    public bool HoldsSeveral(string header)
    {
        string[] parts = header.Split(',', ';', '\t');
        return parts.Length > 1 && parts.Any(part => Field(ColumnName.Squeeze(part)) is not null);
    }
}
