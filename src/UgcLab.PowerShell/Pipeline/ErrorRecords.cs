namespace UgcLab.PowerShell.Pipeline;

// Error records, each from its error. The id of a record is Ugc and the name of its kind, or of the only error of a row.
internal static class ErrorRecords
{
    public static ErrorRecord From(UgcLabException error, object? target, string? subject, string more = "")
    {
        string id = error is { Kind: UgcLabErrorKind.RowInvalid, Faults: [UgcFault only] } ? only.Code : error.Kind.ToString();
        ErrorRecord record = new(error, $"Ugc{id}", Category(error.Kind), target);

        // The engine would print the whole row next to the category, including a key that was refused in it.
        if (target is not (null or UgcJob or string) || (target is string && error.Kind is UgcLabErrorKind.RowInvalid))
        {
            record.CategoryInfo.TargetName = "row";
        }

        // The errors of a row name it already, and an error that isn't about a row names none. The title of a job names its row as well.
        bool isOfRow = subject is not null && error.Kind is not (UgcLabErrorKind.RowInvalid or UgcLabErrorKind.NotConnected
            or UgcLabErrorKind.ArgumentInvalid) && !error.Kind.Is(ErrorTraits.StoreFailure);
        string message = isOfRow
            ? $"{subject}: {error.Message.Replace($" ({subject})", "", StringComparison.OrdinalIgnoreCase)}"
            : error.Message;
        record.ErrorDetails = new ErrorDetails(message + more) { RecommendedAction = error.Advice ?? error.Kind.Advice() ?? "" };
        return record;
    }

    // An exception that is not the client's, in a job, where there is no engine to report it.
    public static ErrorRecord Unexpected(Exception error) => new(error, "UgcUnexpected", ErrorCategory.NotSpecified, null);

    // How an error names the job's row; null for a job that has neither a number nor a reference.
    public static string? Subject(UgcJob? job) => (job?.RowNumber, job?.Reference) switch
    {
        (null, null) => null,
        (int number, null) => $"Row {number}",
        (null, string reference) => reference,
        (int number, string reference) => $"Row {number}, {reference}",
    };

    private static ErrorCategory Category(UgcLabErrorKind kind) => kind switch
    {
        UgcLabErrorKind.NotConnected or UgcLabErrorKind.NetworkError or UgcLabErrorKind.StoreUnreachable => ErrorCategory.ConnectionError,
        UgcLabErrorKind.ApiKeyMissing or UgcLabErrorKind.ApiKeyInvalid or UgcLabErrorKind.KeyRefused => ErrorCategory.AuthenticationError,
        UgcLabErrorKind.AccessDenied => ErrorCategory.PermissionDenied,
        UgcLabErrorKind.NotTheService or UgcLabErrorKind.VideoUrlRefused => ErrorCategory.SecurityError,
        UgcLabErrorKind.InsufficientCredits or UgcLabErrorKind.SpendingLimit => ErrorCategory.QuotaExceeded,
        UgcLabErrorKind.RateLimited => ErrorCategory.LimitsExceeded,
        UgcLabErrorKind.ProjectNotFound or UgcLabErrorKind.JobNotFound or UgcLabErrorKind.PathNotFound or UgcLabErrorKind.BatchNotFound
            or UgcLabErrorKind.ProfileNotFound => ErrorCategory.ObjectNotFound,
        UgcLabErrorKind.OutcomeUnconfirmed or UgcLabErrorKind.WaitTimeout => ErrorCategory.OperationTimeout,
        UgcLabErrorKind.WebhookUnavailable => ErrorCategory.OpenError,
        UgcLabErrorKind.ServerError or UgcLabErrorKind.CompletedWithoutVideo => ErrorCategory.ResourceUnavailable,
        UgcLabErrorKind.ProtocolError => ErrorCategory.ProtocolError,
        UgcLabErrorKind.JobFailed or UgcLabErrorKind.CompletionScriptFailed => ErrorCategory.InvalidResult,
        UgcLabErrorKind.JobNotFinished => ErrorCategory.ResourceBusy,
        UgcLabErrorKind.DownloadFailed => ErrorCategory.ReadError,
        UgcLabErrorKind.FileExists or UgcLabErrorKind.AlreadyCreated => ErrorCategory.ResourceExists,
        UgcLabErrorKind.BatchStopped or UgcLabErrorKind.BatchNotResolved or UgcLabErrorKind.RowNotUnconfirmed or UgcLabErrorKind.RowIdReused
            or UgcLabErrorKind.RowNotIdentified => ErrorCategory.InvalidOperation,
        UgcLabErrorKind.FileUnwritable or UgcLabErrorKind.StoreUnavailable or UgcLabErrorKind.StoreOnNetwork => ErrorCategory.WriteError,
        UgcLabErrorKind.RowInvalid or UgcLabErrorKind.ColumnSuspicious or UgcLabErrorKind.FileInvalid or UgcLabErrorKind.StoreDamaged =>
            ErrorCategory.InvalidData,
        UgcLabErrorKind.BaseUriInvalid or UgcLabErrorKind.ArgumentInvalid or UgcLabErrorKind.JobIdInvalid or UgcLabErrorKind.PathInvalid
            or UgcLabErrorKind.RequestRefused or UgcLabErrorKind.ImageDownloadFailed => ErrorCategory.InvalidArgument,
        _ => ErrorCategory.NotSpecified,
    };
}
