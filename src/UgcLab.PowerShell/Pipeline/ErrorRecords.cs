namespace UgcLab.PowerShell.Pipeline;

/// <summary>
/// The only table from failures to error records. The id of a record is <c>Ugc</c> and the name of its kind, or of the only error of a row.
/// </summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(UgcLabException error, object? target, string? subject)
    {
        string id = error is { Kind: UgcLabErrorKind.RowInvalid, Faults: [UgcFault only] } ? only.Code : error.Kind.ToString();
        ErrorRecord record = new(error, $"Ugc{id}", Category(error.Kind), target);

        // The engine would print the whole row next to the category, including a key that was refused in it.
        if (target is not (null or UgcJob or string) || (target is string && error.Kind is UgcLabErrorKind.RowInvalid))
        {
            record.CategoryInfo.TargetName = "row";
        }

        // The errors of a row already name it, and errors that aren't about a row name none.
        string message = subject is null
            || error.Kind
            is UgcLabErrorKind.RowInvalid or UgcLabErrorKind.NotConnected or UgcLabErrorKind.ArgumentInvalid
                or UgcLabErrorKind.StoreUnavailable
            ? error.Message
            : $"{subject}: {error.Message}";
        record.ErrorDetails = new ErrorDetails(message) { RecommendedAction = error.Advice ?? Advice(error.Kind) ?? "" };
        return record;
    }

    /// <summary>How an error names the job's row: its number, its reference, or both; null for a job that has neither.</summary>
    public static string? Subject(UgcJob? job) => (job?.RowNumber, job?.Reference) switch
    {
        (null, null) => null,
        (int number, null) => string.Create(CultureInfo.InvariantCulture, $"Row {number}"),
        (null, string reference) => reference,
        (int number, string reference) => string.Create(CultureInfo.InvariantCulture, $"Row {number}, {reference}"),
    };

    // Whether no later input of the pipeline could succeed either.
    public static bool EndsEverything(UgcLabErrorKind kind) => kind
        is UgcLabErrorKind.NotConnected or UgcLabErrorKind.ApiKeyMissing or UgcLabErrorKind.ApiKeyInvalid or UgcLabErrorKind.BaseUriInvalid
        or UgcLabErrorKind.ArgumentInvalid or UgcLabErrorKind.KeyRefused or UgcLabErrorKind.AccessDenied
            or UgcLabErrorKind.InsufficientCredits or UgcLabErrorKind.SpendingLimit
        or UgcLabErrorKind.NotTheService or UgcLabErrorKind.StoreUnavailable or UgcLabErrorKind.ColumnSuspicious
            or UgcLabErrorKind.FileInvalid
        or UgcLabErrorKind.StoreOnNetwork or UgcLabErrorKind.StoreDamaged
        or UgcLabErrorKind.WebhookUnavailable;

    private static ErrorCategory Category(UgcLabErrorKind kind) => kind switch
    {
        UgcLabErrorKind.NotConnected or UgcLabErrorKind.NetworkError => ErrorCategory.ConnectionError,
        UgcLabErrorKind.ApiKeyMissing or UgcLabErrorKind.ApiKeyInvalid or UgcLabErrorKind.KeyRefused => ErrorCategory.AuthenticationError,
        UgcLabErrorKind.AccessDenied => ErrorCategory.PermissionDenied,
        UgcLabErrorKind.NotTheService or UgcLabErrorKind.VideoUrlRefused => ErrorCategory.SecurityError,
        UgcLabErrorKind.InsufficientCredits or UgcLabErrorKind.SpendingLimit => ErrorCategory.QuotaExceeded,
        UgcLabErrorKind.RateLimited => ErrorCategory.LimitsExceeded,
        UgcLabErrorKind.ProjectNotFound or UgcLabErrorKind.JobNotFound or UgcLabErrorKind.PathNotFound or UgcLabErrorKind.BatchNotFound =>
            ErrorCategory.ObjectNotFound,
        UgcLabErrorKind.OutcomeUnconfirmed or UgcLabErrorKind.WaitTimeout => ErrorCategory.OperationTimeout,
        UgcLabErrorKind.WebhookUnavailable => ErrorCategory.OpenError,
        UgcLabErrorKind.ServerError or UgcLabErrorKind.CompletedWithoutVideo => ErrorCategory.ResourceUnavailable,
        UgcLabErrorKind.ProtocolError => ErrorCategory.ProtocolError,
        UgcLabErrorKind.JobFailed => ErrorCategory.InvalidResult,
        UgcLabErrorKind.JobNotFinished => ErrorCategory.ResourceBusy,
        UgcLabErrorKind.DownloadFailed => ErrorCategory.ReadError,
        UgcLabErrorKind.FileExists or UgcLabErrorKind.AlreadyCreated => ErrorCategory.ResourceExists,
        UgcLabErrorKind.BatchStopped or UgcLabErrorKind.BatchNotSettled or UgcLabErrorKind.RowNotUnconfirmed or UgcLabErrorKind.RowIdReused
            or UgcLabErrorKind.RowNotIdentified => ErrorCategory.InvalidOperation,
        UgcLabErrorKind.FileUnwritable or UgcLabErrorKind.StoreUnavailable or UgcLabErrorKind.StoreOnNetwork => ErrorCategory.WriteError,
        UgcLabErrorKind.RowInvalid or UgcLabErrorKind.ColumnSuspicious or UgcLabErrorKind.FileInvalid or UgcLabErrorKind.StoreDamaged =>
            ErrorCategory.InvalidData,
        UgcLabErrorKind.BaseUriInvalid or UgcLabErrorKind.ArgumentInvalid or UgcLabErrorKind.JobIdInvalid or UgcLabErrorKind.PathInvalid
            or UgcLabErrorKind.RequestRefused or UgcLabErrorKind.ImageDownloadFailed => ErrorCategory.InvalidArgument,
        _ => ErrorCategory.NotSpecified,
    };

    private static string? Advice(UgcLabErrorKind kind) => kind switch
    {
        UgcLabErrorKind.NotConnected or UgcLabErrorKind.ApiKeyMissing =>
            "Run Connect-UgcLab -ApiKey (Read-Host -AsSecureString), or Connect-UgcLab -SecretName NAME, or set $env:UGCLAB_API_KEY. "
                + "Connect-UgcLab -Simulator needs no key. In another runspace, such as that of ForEach-Object -Parallel, specify "
                + "-Session $using:session, with the session from Connect-UgcLab -PassThru.",
        UgcLabErrorKind.ApiKeyInvalid => "Copy the key again from the dashboard's settings: ugc_ and 48 hexadecimal digits.",
        UgcLabErrorKind.KeyRefused => "Check the key in the dashboard's settings; it is shown once, and may have been replaced.",
        UgcLabErrorKind.AccessDenied => "Check the workspace's plan: the service gives API access to Pro, Business and Enterprise.",
        UgcLabErrorKind.InsufficientCredits =>
            "Add credits to the workspace, then send the remaining rows. Get-UgcHistory -State Accepted shows what was created. This "
            + "request was not charged.",
        UgcLabErrorKind.ProjectNotFound => "Get-UgcProject lists the projects this key can see.",
        UgcLabErrorKind.NetworkError => "Check the network, the proxy (Connect-UgcLab -Proxy), and the base address. Nothing was charged.",
        UgcLabErrorKind.ImageDownloadFailed =>
            "The service fetches the image itself: it must be public, https, JPEG, PNG or WebP, and at most 10 MB.",
        UgcLabErrorKind.RowInvalid => "Correct the values listed above, then run the command again.",
        UgcLabErrorKind.FileExists => "Choose -IfExists Skip, Rename or Overwrite.",
        UgcLabErrorKind.JobNotFinished => "Pipe it through Wait-UgcJob first.",
        UgcLabErrorKind.JobNotFound => "Run Get-UgcJob without an id to list the jobs in the local history.",
        UgcLabErrorKind.BaseUriInvalid => "Write the whole address, such as https://api.ugclab.app/api/v1/.",
        UgcLabErrorKind.FileUnwritable => "Choose another -Destination, or make room and run the command again.",
        UgcLabErrorKind.DownloadFailed => "Run the command again to resume.",
        _ => null,
    };
}
