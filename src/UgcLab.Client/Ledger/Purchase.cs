using System.Text.Json;
using UgcLab.Creations;
using UgcLab.Http;
using UgcLab.Json;
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
    private readonly StartImages _images;

    internal Purchase(ApiTransport transport, Pacer pacer, Journal journal, StartImages images) => (_transport, _pacer, _journal, _images) = (transport, pacer, journal, images);

    /// <summary>Buys, once. Returns the jobs that the service named, one a take.</summary>
    /// <param name="order">What, and what its buyer wants to find on the jobs again.</param>
    /// <param name="notices">Hears of waits and of what is odd about an answer.</param>
    /// <param name="cancellationToken">Stops it while it waits; a request that is out is seen through.</param>
    /// <exception cref="UgcLabException">
    /// OutcomeUnknown: it may have been bought, and is never sent again by itself. HistoryUnwritable, CreditBrake: nothing was sent.
    /// Every other kind: it is certain that nothing was bought.
    /// </exception>
    public Task<IReadOnlyList<UgcJob>> BuyAsync(Order order, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default) =>
        BuyAsync(order, _journal, notices, cancellationToken);

    /// <summary>Buys, once, and writes it down in this book.</summary>
    internal async Task<IReadOnlyList<UgcJob>> BuyAsync(Order order, IPurchaseBook book, IProgress<UgcNotice>? notices, CancellationToken cancellationToken) =>
        (await SendAsync(order, book, notices, cancellationToken).ConfigureAwait(false)).Jobs;

    /// <summary>The same, for who wants to read the answer as well.</summary>
    internal Task<(IReadOnlyList<UgcJob> Jobs, ApiAnswer Answer)> SendAsync(Order order, IProgress<UgcNotice>? notices, CancellationToken cancellationToken) =>
        SendAsync(order, _journal, notices, cancellationToken);

    private async Task<(IReadOnlyList<UgcJob> Jobs, ApiAnswer Answer)> SendAsync(Order order, IPurchaseBook book, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        if (order.Request is RawRequest && book.Batch is not null)
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, "A request of any kind is no row of a batch: what it makes, and whether it makes anything, is not known.");
        }

        Record record = new(book, _images, Guid.NewGuid().ToString("N"), order, notices);
        ApiRequest request = new(RequestKind.Creation, order.Request.Address, record.Body) { Log = record, Aging = record, PaidMethod = order.Request.Method, NotFound = order.Request.NotFound };
        await _pacer.Lane.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            order.Brake?.Before(order.Request, notices);
            ApiAnswer answer = await _transport.SendAsync(request, notices, cancellationToken).ConfigureAwait(false);
            return (record.Settle(answer.Body, answer.Cut) ?? record.Answered(answer) ?? throw Record.WithoutId(answer), answer);
        }
        catch (UgcLabException refused) when (refused.Body.Length > 0 && Salvage.Ids(refused.Body).Count > 0)
        {
            // The service called it a failure and named the jobs it had made: what it named exists, and is paid for.
            IReadOnlyList<UgcJob> jobs = record.Settle(refused.Body, null) ?? throw record.Close(refused);
            notices?.Report(new UgcNotice(UgcNoticeKind.Warning, $"{refused.Message} Yet the answer names {jobs.Count} jobs, which are kept."));
            return (jobs, new ApiAnswer(refused.StatusCode ?? default, refused.Body, null));
        }
        catch (UgcLabException failure)
        {
            throw record.Close(failure);
        }
        catch (OperationCanceledException) when (record.IsOpen)
        {
            // A stop between the record and the connection. What is out is never cancelled, so this was not.
            record.Close(new UgcLabException(UgcLabErrorKind.NetworkError, "It was stopped before it went out."));
            throw;
        }
        catch (Exception error) when (record.IsOpen)
        {
            // A mistake of ours, with money out: it must not look like a purchase that never was.
            throw record.Close(new UgcLabException(UgcLabErrorKind.OutcomeUnknown, $"Something went wrong while the answer was read, so this may have been charged. {Redaction.Show(error.Message, 300)}", error));
        }
        finally
        {
            _pacer.Lane.Release();
        }
    }

    /// <summary>One order's lines in the journal.</summary>
    private sealed class Record(IPurchaseBook book, StartImages images, string purchase, Order order, IProgress<UgcNotice>? notices) : IAttemptLog, IAgingBody
    {
        /// <summary>What is sent.</summary>
        public byte[] Body { get; private set; } = order.Request.ToJson();

        public bool IsOld => images.IsOld(order.Request);

        /// <summary>Whether it says that something is being sent, and not yet what came of it.</summary>
        public bool IsOpen { get; private set; }

        public async Task<byte[]> RenewAsync(IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
        {
            order = order with { Request = await images.RenewAsync(order.Request, notices, cancellationToken).ConfigureAwait(false) };
            return Body = order.Request.ToJson();
        }

        public void Sending(int attempt)
        {
            book.Sending(purchase, attempt, order, Body);
            IsOpen = true;
        }

        public void NotApplied(int attempt, UgcLabException reason)
        {
            IsOpen = false;
            book.NotApplied(purchase, attempt, reason);
        }

        /// <summary>Writes down the jobs that an answer names; null when it names none.</summary>
        public IReadOnlyList<UgcJob>? Settle(byte[] answer, string? cut)
        {
            Receipt receipt = Receipt.Read(order.Request, answer, cut);
            if (receipt.Jobs.Count == 0)
            {
                return null;
            }

            receipt = receipt with
            {
                Jobs = [.. receipt.Jobs.Select(job => job with
                {
                    PurchaseId = purchase,
                    Batch = book.Batch,
                    Reference = order.Reference,
                    RowNumber = order.RowNumber,
                    InputRow = order.InputRow,
                })],
            };
            IsOpen = false;
            try
            {
                book.Accepted(purchase, receipt);
            }
            catch (Exception unwritten)
            {
                // Bought, and the disk gave way just now. The ids go to whoever listens; the next order will not go out.
                Warn($"This was bought, and the record of it could not be written: note its jobs {string.Join(", ", receipt.Jobs.Select(job => job.UgcId))}. {Why(unwritten)}");
            }

            order.Brake?.After(order.Request, receipt.Jobs, notices);
            foreach (string oddity in receipt.Oddities)
            {
                Warn(oddity);
            }

            return receipt.Jobs;
        }

        /// <summary>Writes down an answer that names no job that was made, where none has to be; null when it leaves the order in doubt.</summary>
        public IReadOnlyList<UgcJob>? Answered(ApiAnswer answer)
        {
            using JsonDocument? document = answer.Cut is null ? Wire.TryParse(answer.Body) : null;
            bool isWhole = document is not null || (answer.Cut is null && answer.Body.Length == 0);
            if (!isWhole || (order.Request.Naming is JobNaming.Always && Salvage.Ids(answer.Body).Count == 0))
            {
                // Of one that broke off nobody knows what it would have named.
                return null;
            }

            IsOpen = false;
            try
            {
                book.Answered(purchase, (int)answer.Status, answer.Body);
            }
            catch (Exception unwritten)
            {
                Warn($"This was done, and the record of it could not be written. {Why(unwritten)}");
            }

            // Nothing says what it cost, if it cost anything.
            order.Brake?.Lost(order.Request);
            return [];
        }

        /// <summary>Writes down an end without jobs, and says it in full.</summary>
        public UgcLabException Close(UgcLabException failure)
        {
            bool wasOpen = IsOpen;
            IsOpen = false;
            if (failure.Kind is UgcLabErrorKind.OutcomeUnknown)
            {
                order.Brake?.Lost(order.Request);
            }

            if (failure.Kind is UgcLabErrorKind.HistoryUnwritable or UgcLabErrorKind.AlreadyBought)
            {
                return failure;
            }

            try
            {
                if (wasOpen)
                {
                    book.Ended(purchase, StateOf(failure), failure);
                }
            }
            catch (UgcLabException unwritten)
            {
                // What became of the money matters more than what became of the disk.
                Warn($"What follows could not be written to the record of purchases. {Why(unwritten)}");
            }

            return failure is { Kind: UgcLabErrorKind.OutcomeUnknown, Advice: null } ? Advised(failure) : failure;
        }

        public static UgcLabException WithoutId(ApiAnswer answer) => new UgcLabException(
            UgcLabErrorKind.OutcomeUnknown,
            $"The service took the request (HTTP {(int)answer.Status}) and its answer names no job, so it was probably charged. {answer.Cut}".TrimEnd())
        {
            StatusCode = answer.Status,
        }.With(answer.Body);

        private UgcLabException Advised(UgcLabException failure) => new(failure.Kind, failure.Message, failure)
        {
            StatusCode = failure.StatusCode,
            Code = failure.Code,
            RequestId = failure.RequestId,
            Advice = $"Look in the service's dashboard before you buy it again. Get-UgcHistory -State Unknown shows what was sent (purchase {purchase}).",
        };

        private void Warn(string text) => notices?.Report(new UgcNotice(UgcNoticeKind.Warning, text));

        private static string Why(Exception unwritten) => unwritten is UgcLabException ? unwritten.InnerException?.Message ?? "" : Redaction.Show(unwritten.Message, 300);

        private static string StateOf(UgcLabException failure) => failure switch
        {
            { Kind: UgcLabErrorKind.OutcomeUnknown } => "Unknown",
            { StatusCode: null } => "NotSent",
            _ => "Refused",
        };
    }
}
