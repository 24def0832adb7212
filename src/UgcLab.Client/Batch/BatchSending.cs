using System.Globalization;
using System.Threading.Channels;
using UgcLab.Rows;

namespace UgcLab.Batch;

/// <summary>Sends the rows of a plan, one after another, and stops where going on would be wrong.</summary>
internal sealed class BatchSending(
    OpenBatch batch, IReadOnlyDictionary<RowKey, int> generations, BatchRunOptions options, UgcLabClient client, JobWatch watch, OtherRuns others, BatchTally tally, ChannelWriter<BatchEvent> events, IProgress<UgcNotice>? notices)
{
    // Three in a row are no accident of one row: something is wrong with the way, or with the service.
    private const int MostInDoubt = 3;

    private readonly Dictionary<RowKey, int> _generations = new(generations);
    private readonly HashSet<string> _projectsNotThere = [];
    private readonly Waits _waits = new(tally, notices);
    private int _inDoubt;

    /// <summary>Sends all rows. Returns why it stopped before the last, or null.</summary>
    public async Task<UgcLabException?> RunAsync(IEnumerable<BatchInput> rows, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using UntilTimer until = new(client.Clock, options.Until, () => CancelWaits(stopping));
        RowCounter count = batch.NewInput();
        foreach (BatchInput input in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_generations.Count == 0)
            {
                break;
            }

            if (input.Order is not null && count.Next(input.Order) is RowKey key && _generations.Remove(key, out int generation))
            {
                UgcLabException? stop = IsOver ? Over() : await SendAsync(input, BatchRow.Of(input.Order, key, null), generation, stopping.Token, cancellationToken).ConfigureAwait(false);
                if (stop is not null)
                {
                    return stop;
                }
            }
        }

        if (_generations.Count > 0)
        {
            notices?.Report(new UgcNotice(UgcNoticeKind.Warning, string.Create(CultureInfo.InvariantCulture,
                $"{Money.Say.Count(_generations.Count, "row")} {(_generations.Count == 1 ? "was changed while the batch ran, and is" : "were changed while the batch ran, and are")} not sent: what the sheet says now was not checked. Run it again.")));
        }

        return null;
    }

    private bool IsOver => options.Until is DateTimeOffset time && client.Clock.GetUtcNow() >= time;

    private async Task<UgcLabException?> SendAsync(BatchInput input, BatchRow row, int generation, CancellationToken stopping, CancellationToken cancellationToken)
    {
        tally.Begin(input.ToString());
        string project = row.Order.Request.ProjectId;
        if (_projectsNotThere.Contains(project))
        {
            Fail(input, new UgcLabException(UgcLabErrorKind.ProjectNotFound, $"Project {Http.Redaction.Show(project)} was not found for an earlier row, so this one is not sent."));
            return null;
        }

        try
        {
            BatchRow bounded = row with { Order = row.Order with { Brake = options.Brake, AllowUnknownPrice = options.AllowUnknownPrice } };
            (IReadOnlyList<UgcJob> jobs, bool isNew) = await batch.BuyAsync(bounded, generation, claims: true, _waits, stopping).ConfigureAwait(false);
            tally.Through();
            _inDoubt = 0;
            if (isNew)
            {
                tally.Buy(jobs);
                events.TryWrite(new BatchEvent(null) { Row = input.ToString(), Order = input.Order, Bought = jobs });
                foreach (UgcJob job in jobs)
                {
                    watch.Add(job);
                }
            }
            else
            {
                // Another process has created it meanwhile, and may be waiting for it.
                await others.AddAsync([.. jobs.Where(job => job.SavedPath is null && (!job.IsFinal || job.IsSuccess))]).ConfigureAwait(false);
            }

            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && stopping.IsCancellationRequested)
        {
            // What was broken off is over, whatever the clock on the wall was set to since.
            return Over();
        }
        catch (UgcLabException failure)
        {
            if (StopsEverything(failure.Kind))
            {
                return failure.Kind is not UgcLabErrorKind.InsufficientCredits ? failure : new UgcLabException(failure.Kind, failure.Message, failure)
                {
                    StatusCode = failure.StatusCode,
                    Code = failure.Code,
                    RequestId = failure.RequestId,
                    Advice = "Top up the workspace and run the same command again: it sends the rows that are left. Nothing was bought by this request.",
                };
            }

            Fail(input, failure);
            if (failure.Kind is UgcLabErrorKind.ProjectNotFound)
            {
                _projectsNotThere.Add(project);
            }

            _inDoubt = failure.Kind is UgcLabErrorKind.OutcomeUnconfirmed ? _inDoubt + 1 : 0;
            return _inDoubt < MostInDoubt ? null : new UgcLabException(UgcLabErrorKind.OutcomeUnconfirmed, $"The outcome of {MostInDoubt} rows in a row is not known, so no more are sent.")
            {
                Advice = $"Look in the dashboard, settle them with Resolve-UgcBatchRow, and run batch {batch.Name} again.",
            };
        }
    }

    private void Fail(BatchInput input, UgcLabException failure)
    {
        tally.Through();
        events.TryWrite(new BatchEvent(failure) { Row = input.ToString(), Order = input.Order });
    }

    // The end of the time allowed ends a wait, and never a request that is in flight.
    private bool CancelWaits(CancellationTokenSource stopping)
    {
        if (!client.Purchases.IsInFlight)
        {
            stopping.Cancel();
        }

        return stopping.IsCancellationRequested;
    }

    private UgcLabException Over() => new(UgcLabErrorKind.BatchStopped, string.Create(CultureInfo.InvariantCulture, $"The time of -Until, {options.Until?.ToLocalTime():yyyy-MM-dd HH:mm}, has come, so no more is sent."))
    {
        Advice = "Run the same command again to go on.",
    };

    private static bool StopsEverything(UgcLabErrorKind kind) => kind
        is UgcLabErrorKind.InsufficientCredits or UgcLabErrorKind.CreditBrake or UgcLabErrorKind.KeyRefused or UgcLabErrorKind.AccessDenied
        or UgcLabErrorKind.NotTheService or UgcLabErrorKind.NotConnected or UgcLabErrorKind.NetworkError or UgcLabErrorKind.StoreUnavailable or UgcLabErrorKind.StoreOnNetwork or UgcLabErrorKind.StoreDamaged
        or UgcLabErrorKind.RateLimited;

    // Hears what is told on the way of a purchase; while a row waits, jobs that are looked at have news of their own.
    private sealed class Waits(BatchTally tally, IProgress<UgcNotice>? notices) : IProgress<UgcNotice>
    {
        public void Report(UgcNotice value)
        {
            if (value.Kind is UgcNoticeKind.Waiting)
            {
                tally.Wait(value.Until);
            }

            notices?.Report(value);
        }
    }
}
