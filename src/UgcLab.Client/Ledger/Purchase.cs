using UgcLab.Creations;
using UgcLab.Http;
using UgcLab.Ledger;

namespace UgcLab;

/// <summary>
/// The one door for money. It writes an order down, sends it, and writes down what became of it, each on the disk before
/// the next step and before anyone is told.
/// </summary>
public sealed class Purchase
{
    private readonly ApiTransport _transport;
    private readonly Pacer _pacer;
    private readonly Journal _journal;

    internal Purchase(ApiTransport transport, Pacer pacer, Journal journal) => (_transport, _pacer, _journal) = (transport, pacer, journal);

    /// <summary>Buys, once. Returns the jobs that the service named, one a take.</summary>
    /// <param name="order">What, and what its buyer wants to find on the jobs again.</param>
    /// <param name="notices">Hears of waits and of what is odd about an answer.</param>
    /// <param name="cancellationToken">Stops it while it waits; a request that is out is seen through.</param>
    /// <exception cref="UgcLabException">
    /// OutcomeUnknown: it may have been bought, and is never sent again by itself. HistoryUnwritable: nothing was sent.
    /// Every other kind: it is certain that nothing was bought.
    /// </exception>
    public async Task<IReadOnlyList<UgcJob>> BuyAsync(Order order, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default)
    {
        string purchase = Guid.NewGuid().ToString("N");
        byte[] body = order.Request.ToJson();
        ApiRequest request = new(RequestKind.Creation, order.Request.Endpoint, body) { Log = new AttemptLog(_journal, purchase, order, body) };
        await _pacer.Lane.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ApiAnswer answer = await _transport.SendAsync(request, notices, cancellationToken).ConfigureAwait(false);
            return Settle(purchase, order, answer.Body, answer.Cut, notices) ?? throw WithoutId(purchase, answer);
        }
        catch (UgcLabException refused) when (refused.Kind is not UgcLabErrorKind.HistoryUnwritable && refused.Body.Length > 0
            && refused.Kind is UgcLabErrorKind.OutcomeUnknown && Settle(purchase, order, refused.Body, null, notices) is { } jobs)
        {
            // The service called it a failure and named the jobs it had made: what it named exists, and is paid for.
            notices?.Report(new UgcNotice(UgcNoticeKind.Warning, $"{refused.Message} Yet the answer names {jobs.Count} jobs, which are kept."));
            return jobs;
        }
        catch (UgcLabException failure) when (failure.Kind is not UgcLabErrorKind.HistoryUnwritable)
        {
            _journal.Ended(purchase, StateOf(failure), failure);
            throw failure.Kind is UgcLabErrorKind.OutcomeUnknown ? Advised(failure) : failure;
        }
        finally
        {
            _pacer.Lane.Release();
        }
    }

    private IReadOnlyList<UgcJob>? Settle(string purchase, Order order, byte[] body, string? cut, IProgress<UgcNotice>? notices)
    {
        Receipt receipt = Receipt.Read(order.Request, body, cut);
        if (receipt.Jobs.Count == 0)
        {
            return null;
        }

        receipt = receipt with
        {
            Jobs = [.. receipt.Jobs.Select(job => job with
            {
                PurchaseId = purchase,
                Reference = order.Reference,
                RowNumber = order.RowNumber,
                InputRow = order.InputRow,
            })],
        };
        try
        {
            _journal.Accepted(purchase, receipt);
        }
        catch (UgcLabException unwritten)
        {
            // Bought, and the disk gave way just now. The ids go to whoever listens; the next order will not go out.
            notices?.Report(new UgcNotice(UgcNoticeKind.Warning,
                $"{unwritten.Message} This purchase was made before that: note its jobs {string.Join(", ", receipt.Jobs.Select(job => job.UgcId))}."));
        }

        foreach (string oddity in receipt.Oddities)
        {
            notices?.Report(new UgcNotice(UgcNoticeKind.Warning, oddity));
        }

        return receipt.Jobs;
    }

    private static UgcLabException WithoutId(string purchase, ApiAnswer answer) => new UgcLabException(
        UgcLabErrorKind.OutcomeUnknown,
        $"The service took the request (HTTP {(int)answer.Status}) and its answer names no job, so it was probably charged. {answer.Cut}".TrimEnd())
    {
        StatusCode = answer.Status,
        Advice = Advice(purchase),
    }.With(answer.Body);

    private static UgcLabException Advised(UgcLabException failure) => failure.Advice is not null ? failure
        : new UgcLabException(failure.Kind, failure.Message, failure)
        {
            StatusCode = failure.StatusCode,
            Code = failure.Code,
            RequestId = failure.RequestId,
            Advice = Advice(null),
        };

    private static string Advice(string? purchase) =>
        $"Look in the service's dashboard before you buy it again; Get-UgcHistory -State Unknown{(purchase is null ? "" : $" ({purchase})")} shows what was sent.";

    private static string StateOf(UgcLabException failure) => failure switch
    {
        { Kind: UgcLabErrorKind.OutcomeUnknown } => "Unknown",
        { StatusCode: null } => "NotSent",
        _ => "Refused",
    };

    private sealed class AttemptLog(Journal journal, string purchase, Order order, byte[] body) : IAttemptLog
    {
        public void Sending(int attempt) => journal.Sending(purchase, attempt, order, body);

        public void NotApplied(int attempt, UgcLabException reason) => journal.NotApplied(purchase, attempt, reason);
    }
}
