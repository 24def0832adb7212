namespace UgcLab.Purchasing;

/// <summary>
/// The only path for charged requests: records the request, sends it, and records its
/// outcome. Each record is on disk before the next step, and before the result is returned.
/// </summary>
public sealed class PurchaseService
{
    private readonly ApiTransport _transport;
    private readonly RateLimiter _limiter;
    private readonly ClientSettings _options;
    private readonly OutcomeRecorder _outcomes;
    private readonly IRequestRefresher _refresher;
    private readonly Func<Task> _setDailyLimit;
    private volatile bool _isOpen;

    internal PurchaseService(
        ApiTransport transport, RateLimiter limiter, ClientSettings options, OutcomeRecorder outcomes, IRequestRefresher refresher,
        Func<Task> setDailyLimit) =>
        (_transport, _limiter, _options, _outcomes, _refresher, _setDailyLimit) =
            (transport, limiter, options, outcomes, refresher, setDailyLimit);

    /// <summary>Whether a paid request of this client is in flight, or is about to be.</summary>
    internal bool IsInFlight => _limiter.InFlight.CurrentCount == 0 && _isOpen;

    /// <summary>Waits until no paid request of this client is in flight.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitForIdleAsync(CancellationToken cancellationToken = default)
    {
        await _limiter.InFlight.WaitAsync(cancellationToken).ConfigureAwait(false);
        _limiter.InFlight.Release();
    }

    /// <summary>Sends a request once. Returns the jobs that the service named, one an output.</summary>
    /// <param name="purchase">The request, and what its jobs shall carry.</param>
    /// <param name="notices">Receives waits and what is unusual about the answer.</param>
    /// <param name="cancellationToken">Ends a wait; a request that is in flight is waited for.</param>
    /// <exception cref="UgcLabException">
    /// OutcomeUnconfirmed: it may have been charged, and is never sent again by itself. StoreUnavailable, SpendingLimit: nothing was sent.
    /// Every other kind: it is certain that nothing was charged.
    /// </exception>
    public async Task<IReadOnlyList<UgcJob>> CreateAsync(
        PurchaseRequest purchase, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        (await SendAsync(purchase, null, null, null, notices, cancellationToken).ConfigureAwait(false)).Jobs;

    /// <summary>The same within a spending limit.</summary>
    internal async Task<IReadOnlyList<UgcJob>> CreateAsync(
        PurchaseRequest purchase, SpendingLimit? limit, IProgress<UgcNotice>? notices = null,
        CancellationToken cancellationToken = default) =>
        (await SendAsync(purchase, null, null, limit, notices, cancellationToken).ConfigureAwait(false)).Jobs;

    /// <summary>The same for a row of a batch, or for a caller that wants to read the answer.</summary>
    internal async Task<PurchaseResponse> SendAsync(
        PurchaseRequest purchase, RowAttempt? row, string? batch, SpendingLimit? limit, IProgress<UgcNotice>? notices,
        CancellationToken cancellationToken)
    {
        if (purchase.Request is RawRequest && row is not null)
        {
            throw new UgcLabException(
                UgcLabErrorKind.ArgumentInvalid, "A raw request can't be a row of a batch, because it isn't known what it creates.");
        }

        await _limiter.InFlight.WaitAsync(cancellationToken).ConfigureAwait(false);
        Attempts attempts = new(this, purchase, row, batch, limit, notices);
        try
        {
            return await attempts.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _isOpen = false;
            _limiter.InFlight.Release();
        }
    }

    /// <summary>One request from its first attempt to its outcome.</summary>
    private sealed class Attempts(
        PurchaseService service, PurchaseRequest purchase, RowAttempt? row, string? batch, SpendingLimit? limit,
        IProgress<UgcNotice>? notices) : IAttemptLog
    {
        // The wait for a slot may outlast a signed address; after this many renewals, the last one is sent.
        private const int MostRenewals = 3;

        private readonly string _purchase = Guid.NewGuid().ToString("N");
        private PurchaseRecord? _earlier;

        private bool IsOpen
        {
            get => service._isOpen;
            set => service._isOpen = value;
        }

        public async Task<PurchaseResponse> RunAsync(CancellationToken cancellationToken)
        {
            ApiRequest request = new(RequestKind.Creation, purchase.Request.Address)
            { Log = this, PaidMethod = purchase.Request.Method, NotFound = purchase.Request.NotFound };
            try
            {
                ApiAnswer answer = await service._transport.SendAsync(request, notices, cancellationToken).ConfigureAwait(false);
                IReadOnlyList<UgcJob> jobs = await AcceptAsync(answer.Body, answer.Cut).ConfigureAwait(false)
                    ?? await AnswerAsync(answer).ConfigureAwait(false)
                    ?? throw WithoutId(answer);
                return new PurchaseResponse(jobs, answer, IsNew: true);
            }
            catch (UgcLabException) when (_earlier is PurchaseRecord earlier)
            {
                return new PurchaseResponse(History.Entry(earlier).Jobs, null, IsNew: false);
            }
            catch (UgcLabException refused) when (refused.Body.Length > 0 && PartialJsonIds.Ids(refused.Body).Count > 0)
            {
                // The service called it a failure and named the jobs it had made: what it named exists, and is paid for.
                IReadOnlyList<UgcJob> jobs = await AcceptAsync(refused.Body, null).ConfigureAwait(false)
                    ?? throw await CloseAsync(refused).ConfigureAwait(false);
                Warn($"{refused.Message} But the answer names {jobs.Count} jobs, which are kept.");
                return new PurchaseResponse(jobs, new ApiAnswer(refused.StatusCode ?? default, refused.Body, null), IsNew: true);
            }
            catch (UgcLabException failure)
            {
                throw await CloseAsync(failure).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (IsOpen)
            {
                // Stopped after the record and before the connection. A request in flight is never canceled, so this one wasn't sent.
                await CloseAsync(new UgcLabException(UgcLabErrorKind.NetworkError, "It was stopped before it was sent."))
                    .ConfigureAwait(false);
                throw;
            }
            catch (Exception error) when (IsOpen)
            {
                // A bug after the request was sent: it must not be recorded as not sent.
                throw await CloseAsync(new UgcLabException(
                    UgcLabErrorKind.OutcomeUnconfirmed,
                    $"An error occurred while the answer was read, so this may have been charged. {Redaction.Show(error.Message, 300)}"))
                    .ConfigureAwait(false);
            }
        }

        public async Task<byte[]> BeginAsync(int attempt, IProgress<UgcNotice>? waits, CancellationToken cancellationToken)
        {
            await service._setDailyLimit().ConfigureAwait(false);
            for (int renewals = 0; ; renewals++)
            {
                await service._outcomes.FlushAsync().ConfigureAwait(false);
                limit?.Reserve(purchase.Request, waits);
                byte[] body = purchase.Request.ToJson();
                GateAnswer answer = await service._limiter.WaitToCreateAsync(
                    () => service._outcomes.Store.BeginAttemptAsync(Request(attempt, body), cancellationToken), waits, cancellationToken)
                    .ConfigureAwait(false);
                switch (answer)
                {
                    case GateAnswer.Refused refused: throw refused.Why;
                    case GateAnswer.AlreadyCreated created:
                        _earlier = created.Purchase;
                        throw new UgcLabException(UgcLabErrorKind.AlreadyCreated, "This row was created already.");
                }

                IsOpen = true;
                if (renewals == MostRenewals || !service._refresher.IsOld(purchase.Request))
                {
                    return body;
                }

                // The address of the start image may have expired while the request waited: it gives its turn back.
                await NotAppliedAsync(new UgcLabException(UgcLabErrorKind.NetworkError, "Its start image was read again."))
                    .ConfigureAwait(false);
                purchase = purchase with
                {
                    Request = await service._refresher.RenewAsync(purchase.Request, waits, cancellationToken).ConfigureAwait(false),
                };
            }
        }

        public async Task NotAppliedAsync(UgcLabException reason)
        {
            IsOpen = false;
            await service._outcomes.RecordAsync(_purchase, PurchaseRecording.Failed(UgcPurchaseState.NotSent, reason), Warn)
                .ConfigureAwait(false);
        }

        private AttemptRequest Request(int attempt, byte[] body) => new()
        {
            Purchase = _purchase,
            Attempt = attempt,
            Account = service._limiter.Account,
            Limits = service._options.Limits,
            Timeout = service._options.ChargeTimeout,
            Request = PurchaseRecording.Request(purchase, body),
            Row = row,
            Price = PriceBook.Documented(PriceKind.Of(purchase.Request))?.Credits * purchase.Request.Outputs,
            AllowUnknownPrice = purchase.AllowUnknownPrice,
        };

        // Records the jobs that an answer names; null when it names none.
        private async Task<IReadOnlyList<UgcJob>?> AcceptAsync(byte[] answer, string? cut)
        {
            CreationAnswer created = CreationAnswer.Read(purchase.Request, answer, cut);
            if (created.Jobs.Count == 0)
            {
                return null;
            }

            created = created with
            {
                Jobs = [.. created.Jobs.Select(job => job with
                {
                    PurchaseId = _purchase,
                    Batch = batch,
                    Reference = purchase.Reference,
                    RowNumber = purchase.RowNumber,
                    InputRow = purchase.InputRow,
                    SentAt = service._options.Clock.GetUtcNow(),
                })],
            };
            IsOpen = false;
            AttemptResult? result = await service._outcomes.RecordAsync(
                _purchase, PurchaseRecording.Accepted(purchase.Request, created), Warn).ConfigureAwait(false);
            limit?.Commit(purchase.Request, created.Jobs, notices);
            foreach (string warning in created.Warnings)
            {
                Warn(warning);
            }

            if (result is { IsDoubled: true })
            {
                Warn("The service created this row twice, because an earlier request for it was charged although it was resolved as not "
                    + "charged.");
            }

            if (result is { JobsOfOthers: [_, ..] taken })
            {
                Warn($"The answer names jobs that belong to another purchase and are not recorded again: {string.Join(", ", taken)}.");
            }

            return created.Jobs;
        }

        // Records an answer that names no job, where none has to be made; null when it leaves the request unconfirmed.
        private async Task<IReadOnlyList<UgcJob>?> AnswerAsync(ApiAnswer answer)
        {
            using JsonDocument? document = answer.Cut is null ? JsonElementExtensions.TryParse(answer.Body) : null;
            bool isWhole = document is not null || (answer.Cut is null && answer.Body.Length == 0);
            if (!isWhole || (purchase.Request.Naming is JobNaming.Always && PartialJsonIds.Ids(answer.Body).Count == 0))
            {
                // It is not known what the rest of an interrupted answer would have named.
                return null;
            }

            IsOpen = false;
            await service._outcomes.RecordAsync(_purchase, PurchaseRecording.Answered(answer), Warn).ConfigureAwait(false);

            // Nothing says what it cost, if it cost anything.
            limit?.CommitUnknown(purchase.Request);
            return [];
        }

        // Records an end without jobs. Returns the error to throw.
        private async Task<UgcLabException> CloseAsync(UgcLabException failure)
        {
            bool wasOpen = IsOpen;
            IsOpen = false;
            if (failure.Kind is UgcLabErrorKind.OutcomeUnconfirmed && wasOpen)
            {
                limit?.CommitUnknown(purchase.Request);
            }

            if (!wasOpen)
            {
                return failure;
            }

            UgcPurchaseState state = failure switch
            {
                { Kind: UgcLabErrorKind.OutcomeUnconfirmed } => UgcPurchaseState.Unconfirmed,
                { StatusCode: null } => UgcPurchaseState.NotSent,
                _ => UgcPurchaseState.Refused,
            };
            await service._outcomes.RecordAsync(_purchase, PurchaseRecording.Failed(state, failure), Warn).ConfigureAwait(false);
            return failure is { Kind: UgcLabErrorKind.OutcomeUnconfirmed, Advice: null } ? Advised(failure) : failure;
        }

        private static UgcLabException WithoutId(ApiAnswer answer) => new UgcLabException(
            UgcLabErrorKind.OutcomeUnconfirmed,
            ($"The service accepted the request (HTTP {(int)answer.Status}) and its answer names no job with an id that can be used, so "
            + $"it was probably charged. {answer.Cut}").TrimEnd())
        {
            StatusCode = answer.Status,
        }.With(answer.Body);

        private UgcLabException Advised(UgcLabException failure) => failure.WithMessage(
            failure.Message,
            "Check the service's dashboard before you create it again. Get-UgcHistory -State Unconfirmed shows what was sent "
            + $"(purchase {_purchase}).");

        private void Warn(string text) => notices?.Report(new UgcNotice(UgcNoticeKind.Warning, text));
    }
}
