namespace UgcLab;

/// <summary>Why something failed, in terms a caller can act on. PowerShell's error id is <c>Ugc</c> and this name.</summary>
public enum UgcLabErrorKind
{
    /// <summary>No session is open and no key was found.</summary>
    NotConnected,

    /// <summary>No key was given, or it is blank.</summary>
    ApiKeyMissing,

    /// <summary>The key cannot be one: it holds a space, a control character or something that is not ASCII.</summary>
    ApiKeyInvalid,

    /// <summary>The base address isn't an https address (http is allowed only on loopback).</summary>
    BaseUriInvalid,

    /// <summary>A setting or argument has a value that cannot work.</summary>
    ArgumentInvalid,

    /// <summary>The service doesn't accept the key (HTTP 401).</summary>
    KeyRefused,

    /// <summary>The key is known and may not do this, or the plan has no API access (HTTP 403).</summary>
    AccessDenied,

    /// <summary>The workspace has too few credits (HTTP 402). Nothing was created.</summary>
    InsufficientCredits,

    /// <summary>The run has come to the bound that was set for its spending, or might pass it. Nothing was sent.</summary>
    SpendingLimit,

    /// <summary>The project is not in this workspace.</summary>
    ProjectNotFound,

    /// <summary>The service has no job with this id.</summary>
    JobNotFound,

    /// <summary>The service has no endpoint at the requested path.</summary>
    PathNotFound,

    /// <summary>The path is none below the base address, or not for certain. Nothing was sent.</summary>
    PathInvalid,

    /// <summary>This can be no job's id.</summary>
    JobIdInvalid,

    /// <summary>The service refused the request as invalid (HTTP 400 and similar). Nothing was created.</summary>
    RequestRefused,

    /// <summary>The service could not download the start image. Nothing was created.</summary>
    ImageDownloadFailed,

    /// <summary>Too many requests; <see cref="UgcLabException.RetryAfter"/> is how long to wait, if the service returned it.</summary>
    RateLimited,

    /// <summary>The service could not be reached. Nothing was created.</summary>
    NetworkError,

    /// <summary>The service failed to answer a read (HTTP 5xx). Nothing was created.</summary>
    ServerError,

    /// <summary>The service answered with something that is not its documented form.</summary>
    ProtocolError,

    /// <summary>The service answered with a redirect, or its certificate cannot be trusted: this address is not the service.</summary>
    NotTheService,

    /// <summary>A paid request was sent without a readable answer, and may have been charged. It is never sent again on its own.</summary>
    OutcomeUnconfirmed,

    /// <summary>A row is invalid; <see cref="UgcLabException.Faults"/> lists all of its errors. Nothing was sent.</summary>
    RowInvalid,

    /// <summary>A column's name is close to one that is known, or two columns mean the same. Nothing was sent.</summary>
    ColumnSuspicious,

    /// <summary>The file cannot be read as a table.</summary>
    FileInvalid,

    /// <summary>The store can't be read or written, so nothing is created.</summary>
    StoreUnavailable,

    /// <summary>The store would be on a file system that does not lock files, or on a network file system. Nothing is created.</summary>
    StoreOnNetwork,

    /// <summary>The store is damaged. Nothing is created from it.</summary>
    StoreDamaged,

    /// <summary>There is no batch of this name.</summary>
    BatchNotFound,

    /// <summary>Rows of the batch are unconfirmed, in flight or unsaved, or a process is running it, so it is not removed.</summary>
    BatchNotResolved,

    /// <summary>The run of a batch ended before its last row, as requested. The same command resumes it.</summary>
    BatchStopped,

    /// <summary>This row of the batch was already created, or is being created. Nothing was sent.</summary>
    AlreadyCreated,

    /// <summary>A RowId identifies a row with different content than before. Nothing was sent.</summary>
    RowIdReused,

    /// <summary>This process can't distinguish the row from others that look the same. Nothing was sent.</summary>
    RowNotIdentified,

    /// <summary>The row is in no state in which this can be done to it.</summary>
    RowNotUnconfirmed,

    /// <summary>The job ended without a video.</summary>
    JobFailed,

    /// <summary>The job didn't end in the time allowed. It continues at the service.</summary>
    WaitTimeout,

    /// <summary>Webhooks cannot be received at that address: the port is taken, or this user may not listen there.</summary>
    WebhookUnavailable,

    /// <summary>The job has no video yet.</summary>
    JobNotFinished,

    /// <summary>The job has ended well and the service gives no link to its video.</summary>
    CompletedWithoutVideo,

    /// <summary>The video could not be brought to disk.</summary>
    DownloadFailed,

    /// <summary>The service's link leads to an address no video is fetched from.</summary>
    VideoUrlRefused,

    /// <summary>A file of that name is there already.</summary>
    FileExists,

    /// <summary>The file cannot be written.</summary>
    FileUnwritable,

    /// <summary>There is no profile of this name.</summary>
    ProfileNotFound,

    /// <summary>The user's script that runs after a command has failed. The command's result isn't affected.</summary>
    CompletionScriptFailed,

    /// <summary>The connection to the store's database was lost, so nothing is created until it is back.</summary>
    StoreUnreachable,
}

/// <summary>One thing that is wrong with a row: where, what, and the way out.</summary>
/// <param name="Code">What rule it breaks, such as <c>PromptLength</c>; the error id is <c>Ugc</c> and this.</param>
/// <param name="Field">The field, by its parameter's name.</param>
/// <param name="Value">The value as given, shortened and made safe to show; null when there was none.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Hint">The nearest value that would do, or null.</param>
public sealed record UgcFault(string Code, string Field, string? Value, string Message, string? Hint = null)
{
    /// <summary>The message, and the hint where there is one.</summary>
    public override string ToString() => Hint is null ? Message : $"{Message} {Hint}";
}

/// <summary>The exception of the client; a stop is an OperationCanceledException.</summary>
public sealed class UgcLabException(UgcLabErrorKind kind, string message, Exception? inner = null)
    : Exception(message, Redaction.Safe(inner, each => each is UgcLabException))
{
    internal UgcLabException(UgcLabErrorKind kind, string message, string? advice, Exception? inner = null)
        : this(kind, message, inner) => Advice = advice;

    /// <summary>Why.</summary>
    public UgcLabErrorKind Kind { get; } = kind;

    /// <summary>The HTTP status, when the service answered.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The service's own code, such as <c>VALIDATION_ERROR</c> (docs/video, "Error codes").</summary>
    public string? Code { get; init; }

    /// <summary>The service's id of the request, which its support asks for.</summary>
    public string? RequestId { get; init; }

    /// <summary>The purchase in the store, for a request that may have been charged; otherwise null.</summary>
    public string? PurchaseId { get; internal set; }

    /// <summary>How long the service asked us to stay away.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>All errors of a row, in the order of the parameters.</summary>
    public IReadOnlyList<UgcFault> Faults { get; init; } = [];

    /// <summary>What the PowerShell module recommends; it names cmdlets, which the message doesn't. Null for none.</summary>
    public string? Advice { get; }

    /// <summary>What the service sent, for an answer that refuses the request but names jobs that it created.</summary>
    internal byte[] Body { get; private set; } = [];

    /// <summary>The same failure in other words.</summary>
    internal UgcLabException WithMessage(string message, string? advice = null) => new(Kind, message, advice ?? Advice, this)
    {
        StatusCode = StatusCode,
        Code = Code,
        RequestId = RequestId,
        PurchaseId = PurchaseId,
        RetryAfter = RetryAfter,
    };

    internal UgcLabException With(byte[] body)
    {
        Body = body;
        return this;
    }
}
