namespace UgcLab.Purchasing;

// One purchase from its first attempt to its outcome.
internal sealed class PurchaseAttempt(
    PurchaseContext context, PurchaseRequest purchase, RowAttempt? row, string? batch, SpendingLimit? limit,
    IProgress<UgcNotice>? notices)
{
    // The wait for a slot may outlast a signed address; after this many renewals, the last one is sent.
    private const int MostRenewals = 3;

    private readonly string _purchase = Guid.NewGuid().ToString("N");

    // Sent, or about to be, and its outcome isn't known.
    private bool _isSending;

    // Until its outcome has been recorded, or is kept until the store takes it.
    public bool IsOpen { get; private set; }

    public async Task<PurchaseResponse> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            (ApiAnswer? answer, PurchaseRecord? earlier) = await SendAsync(cancellationToken).ConfigureAwait(false);
            if (answer is null)
            {
                return new PurchaseResponse(History.Entry(earlier!).Jobs, null, IsNew: false);
            }

            IReadOnlyList<UgcJob> jobs = await AcceptAsync(answer.Body, answer.Cut).ConfigureAwait(false)
                ?? await AnswerAsync(answer).ConfigureAwait(false)
                ?? throw WithoutId(answer);
            return new PurchaseResponse(jobs, answer, IsNew: true);
        }
        catch (UgcLabException refused) when (refused.Body.Length > 0 && PartialJsonIds.Ids(refused.Body).Count > 0)
        {
            // The service called it a failure and named the jobs it had made: what it named exists, and is paid for.
            IReadOnlyList<UgcJob> jobs = await AcceptAsync(refused.Body, null).ConfigureAwait(false)
                ?? throw await CloseAsync(refused).ConfigureAwait(false);
            notices.Warn($"{refused.Message} But the answer names {jobs.Count} jobs, which are kept.");
            return new PurchaseResponse(jobs, new ApiAnswer(refused.StatusCode ?? default, refused.Body, null), IsNew: true);
        }
        catch (UgcLabException failure)
        {
            throw await CloseAsync(failure).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_isSending)
        {
            // Stopped after the record and before the connection. A request in flight is never canceled, so this one wasn't sent.
            await CloseAsync(new UgcLabException(UgcLabErrorKind.NetworkError, "It was stopped before it was sent."))
                .ConfigureAwait(false);
            throw;
        }
        catch (Exception error) when (_isSending)
        {
            // A bug after the request was sent: it must not be recorded as not sent.
            throw await CloseAsync(new UgcLabException(
                UgcLabErrorKind.OutcomeUnconfirmed,
                $"An error occurred while the answer was read, so this may have been charged. {Redaction.Show(error.Message, 300)}"))
                .ConfigureAwait(false);
        }
    }

    // Sends it until it is answered. Each attempt is recorded before it is sent, and one that is proved to have done nothing is recorded as
    // not sent before the next. Without an answer, its row was created by an earlier purchase.
    private async Task<(ApiAnswer? Answer, PurchaseRecord? Earlier)> SendAsync(CancellationToken cancellationToken)
    {
        ApiRequest request = new(RequestKind.Creation, purchase.Request.Address)
        { PaidMethod = purchase.Request.Method, NotFound = purchase.Request.NotFound };
        using ApiTransport.Attempts attempts = context.Transport.Begin(request, notices);
        for (int attempt = 1; ; attempt++)
        {
            attempts.ThrowIfStoppedOrClosed(cancellationToken);
            (byte[] body, GateAnswer answer) = await BeginAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (answer is not GateAnswer.Allowed allowed)
            {
                return answer is GateAnswer.AlreadyCreated created ? (null, created.Purchase) : throw ((GateAnswer.Refused)answer).Why;
            }

            // Recording may have taken a while, so check for a stop again before sending.
            attempts.ThrowIfStoppedOrClosed(cancellationToken);
            (UgcLabException? failure, ApiAnswer? received) =
                await attempts.SendOnceAsync(body, allowed.Deadline, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                return (received, null);
            }

            TimeSpan delay = await attempts.DelayAfterAsync(failure).ConfigureAwait(false);
            await RecordNotSentAsync(failure).ConfigureAwait(false);
            await attempts.WaitAsync(failure, delay, cancellationToken).ConfigureAwait(false);
        }
    }

    // Waits for a slot and, where it is allowed, records that the request is being sent.
    private async Task<(byte[] Body, GateAnswer Answer)> BeginAsync(int attempt, CancellationToken cancellationToken)
    {
        for (int renewals = 0; ; renewals++)
        {
            limit?.Reserve(purchase.Request, notices);
            byte[] body = purchase.Request.ToJson();
            AttemptRequest request = Request(attempt, body);
            GateAnswer answer = await context.Limiter.WaitToCreateAsync(
                () => context.Outcomes.BeginAsync(request, context.DailyLimit, cancellationToken), notices, cancellationToken)
                .ConfigureAwait(false);
            if (answer is not GateAnswer.Allowed)
            {
                return (body, answer);
            }

            IsOpen = _isSending = true;
            if (renewals >= MostRenewals || !context.Refresher.IsOld(purchase.Request))
            {
                return (body, answer);
            }

            // The address of the start image may have expired while the request waited: it gives its turn back.
            await RecordNotSentAsync(new UgcLabException(UgcLabErrorKind.NetworkError, "Its start image was read again."))
                .ConfigureAwait(false);
            purchase = purchase with
            {
                Request = await context.Refresher.RenewAsync(purchase.Request, notices, cancellationToken).ConfigureAwait(false),
            };
        }
    }

    private Task<AttemptResult?> RecordNotSentAsync(UgcLabException reason) =>
        RecordAsync(PurchaseRecording.Failed(UgcPurchaseState.NotSent, reason));

    private async Task<AttemptResult?> RecordAsync(AttemptOutcome outcome)
    {
        _isSending = false;
        AttemptResult? result = await context.Outcomes.RecordAsync(_purchase, outcome, text => notices.Warn(text)).ConfigureAwait(false);
        IsOpen = false;
        return result;
    }

    private AttemptRequest Request(int attempt, byte[] body) => new()
    {
        Purchase = _purchase,
        Attempt = attempt,
        Account = context.Limiter.Account,
        Limits = context.Options.Limits,
        Timeout = context.Options.ChargeTimeout,
        Request = PurchaseRecording.Request(purchase, body),
        Row = row,
        Price = PriceBook.Documented(purchase.Request.PriceKey)?.Credits * purchase.Request.Outputs,
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
                SentAt = context.Options.Clock.GetUtcNow(),
            })],
        };
        AttemptResult? result = await RecordAsync(PurchaseRecording.Accepted(purchase.Request, created)).ConfigureAwait(false);
        limit?.Commit(purchase.Request, created.Jobs, notices);
        foreach (string warning in created.Warnings)
        {
            notices.Warn(warning);
        }

        if (result is { IsDoubled: true })
        {
            notices.Warn("The service created this row twice, because an earlier request for it was charged although it was resolved "
                + "as not charged.");
        }

        if (result is { JobsOfOthers: [_, ..] taken })
        {
            notices.Warn($"The answer names jobs that belong to another purchase and are not recorded again: {string.Join(", ", taken)}.");
        }

        return created.Jobs;
    }

    // Records an answer that names no job, where none has to be made; null when it leaves the request unconfirmed.
    private async Task<IReadOnlyList<UgcJob>?> AnswerAsync(ApiAnswer answer)
    {
        bool isWhole = answer.Cut is null
            && (answer.Body.Length == 0 || JsonElementExtensions.Read(answer.Body).ValueKind is not JsonValueKind.Undefined);
        if (!isWhole || (purchase.Request.Naming is JobNaming.Always && PartialJsonIds.Ids(answer.Body).Count == 0))
        {
            // It is not known what the rest of an interrupted answer would have named.
            return null;
        }

        await RecordAsync(PurchaseRecording.Answered(answer)).ConfigureAwait(false);

        // Nothing says what it cost, if it cost anything.
        limit?.CommitUnknown(purchase.Request);
        return [];
    }

    // Records an end without jobs. Returns the error to throw.
    private async Task<UgcLabException> CloseAsync(UgcLabException failure)
    {
        if (!_isSending)
        {
            return failure;
        }

        if (failure.Kind is UgcLabErrorKind.OutcomeUnconfirmed)
        {
            limit?.CommitUnknown(purchase.Request);
            failure.PurchaseId = _purchase;
        }

        UgcPurchaseState state = failure switch
        {
            { Kind: UgcLabErrorKind.OutcomeUnconfirmed } => UgcPurchaseState.Unconfirmed,
            { StatusCode: null } => UgcPurchaseState.NotSent,
            _ => UgcPurchaseState.Refused,
        };
        await RecordAsync(PurchaseRecording.Failed(state, failure)).ConfigureAwait(false);
        return failure is not { Kind: UgcLabErrorKind.OutcomeUnconfirmed, Advice: null } ? failure : failure.WithMessage(
            failure.Message,
            "Check the service's dashboard before you create it again. Get-UgcHistory -State Unconfirmed shows what was sent "
                + $"(purchase {_purchase}).");
    }

    private static UgcLabException WithoutId(ApiAnswer answer) => new UgcLabException(
        UgcLabErrorKind.OutcomeUnconfirmed,
        ($"The service accepted the request (HTTP {(int)answer.Status}) and its answer names no job with an id that can be used, so "
        + $"it was probably charged. {answer.Cut}").TrimEnd())
    {
        StatusCode = answer.Status,
    }.With(answer.Body);
}
