using System.Net;
using System.Runtime.ExceptionServices;

namespace UgcLab.Files;

/// <summary>What a transfer has found out besides the bytes.</summary>
/// <param name="Job">The job, with the link that worked.</param>
/// <param name="LengthUnconfirmed">Whether nothing but the end of the connection said that this is all.</param>
internal sealed record TransferResult(UgcJob Job, bool LengthUnconfirmed);

/// <summary>Brings one video into its unfinished file, over as many connections as it takes.</summary>
internal sealed class Transfer(VideoLink link, TimeProvider clock, Func<string, CancellationToken, Task<UgcJob>> refresh)
{
    /// <summary>How long less than <see cref="LeastProgress"/> may come before the connection is given up.</summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    private const int LeastProgress = 1024;
    private const int LeastToJudge = 16;
    private const int MostFailures = 5;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestObeyed = TimeSpan.FromHours(1);

    /// <summary>One video on its way.</summary>
    /// <exception cref="UgcLabException">DownloadFailed, VideoUrlRefused or FileUnwritable.</exception>
    public async Task<TransferResult> RunAsync(UgcJob job, PartFile part, long maxBytes, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        bool refreshed = false;
        int failures = 0;
        long mark = part.Length;
        while (true)
        {
            Outcome outcome = await AttemptAsync(job, part, maxBytes, progress, cancellationToken).ConfigureAwait(false);
            switch (outcome.Step)
            {
                case RangeStep.Whole:
                    return new(job, outcome.Unconfirmed);

                case RangeStep.DeadLink when !refreshed:
                    refreshed = true;
                    UgcJob fresh = await refresh(job.UgcId, cancellationToken).ConfigureAwait(false);
                    job = fresh.VideoUrl is null ? throw Failed(job, outcome with { Reason = outcome.Reason + ", and the service gives no other link" }) : fresh.MergedWith(job);
                    continue;

                case RangeStep.DeadLink or RangeStep.Refused:
                    throw Failed(job, outcome);
            }

            // Measured against the most there ever was: a host that always sends the first half makes no progress.
            if (part.Length >= mark + LeastProgress)
            {
                (failures, mark) = (0, part.Length);
            }

            if (++failures > MostFailures)
            {
                throw Failed(job, outcome);
            }

            if (outcome.Step == RangeStep.Retry)
            {
                await Task.Delay(Wait(failures, outcome.RetryAfter), clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<Outcome> AttemptAsync(UgcJob job, PartFile part, long maxBytes, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = new(StallLimit, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            if (part.Length > 0 && !part.Notes.CanResume)
            {
                part.Restart(new(job.UgcId));
            }

            using HttpResponseMessage answer = await link.OpenAsync(job.VideoUrl!, job.UgcId, part.Length, part.Notes, either.Token).ConfigureAwait(false);
            RangeAnswer read = RangeAnswer.Read(answer, part.Length, part.Notes);
            if (read.Total > maxBytes)
            {
                throw TooLong(job, part, maxBytes);
            }

            if (read.Step == RangeStep.StartOver)
            {
                part.Restart(new(job.UgcId));
            }

            PartNotes? begin = read.Step == RangeStep.Fresh ? PartNotes.Of(job.UgcId, answer, read.Total) : null;
            return read.Step is RangeStep.Fresh or RangeStep.Append
                ? await ReadAsync(job, answer, read.Total, begin, part, maxBytes, progress, stall, either.Token).ConfigureAwait(false)
                : new(read.Step, read.Reason) { Status = answer.StatusCode, RetryAfter = RetryAfter(answer) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(RangeStep.Retry, stall.IsCancellationRequested ? $"nothing came for {StallLimit.TotalSeconds:0} seconds" : "the host did not take the connection in time");
        }
        catch (HttpRequestException e) when (e.InnerException is UgcLabException refused)
        {
            throw new UgcLabException(refused.Kind, $"The {job.Noun} of job {job.UgcId} is not fetched. {refused.Message}", e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return new(RangeStep.Refused, "no connection to it can be trusted (its certificate, or the encryption, is not in order)") { Fault = e };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(RangeStep.Retry, "the connection failed") { Fault = e };
        }
    }

    private static async Task<Outcome> ReadAsync(
        UgcJob job, HttpResponseMessage answer, long? total, PartNotes? begin, PartFile part, long maxBytes,
        IProgress<DownloadProgress>? progress, CancellationTokenSource stall, CancellationToken cancellationToken)
    {
        using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] piece = new byte[PartFile.PieceLength];
        int sinceMark = LeastProgress;
        for (bool ended = false; !ended;)
        {
            int filled = 0;
            ExceptionDispatchInfo? fault = null;
            try
            {
                while (filled < piece.Length && !ended)
                {
                    // Before each read, so that a slow disk is not taken for a slow host.
                    if (sinceMark >= LeastProgress)
                    {
                        stall.CancelAfter(StallLimit);
                        sinceMark = 0;
                    }

                    int read = await body.ReadAsync(piece.AsMemory(filled), cancellationToken).ConfigureAwait(false);
                    ended = read == 0;
                    filled += read;
                    sinceMark += read;
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
            {
                // What has come before the fault has been paid for in time: it is kept first.
                fault = ExceptionDispatchInfo.Capture(e);
            }

            if (begin is not null)
            {
                // Only now may the file be emptied: a page under status 200 must not cost what an earlier attempt has brought.
                if (filled < LeastToJudge && fault is not null)
                {
                    fault.Throw();
                }

                if (filled == 0 || MediaType.IsText(piece.AsSpan(0, Math.Min(filled, MediaType.HeadLength))))
                {
                    return new(RangeStep.DeadLink, filled == 0 ? "the host sent nothing" : $"the link leads to a page, not to {job.AnyNoun}");
                }

                part.Restart(begin);
                begin = null;
            }

            if (part.Length + filled > maxBytes)
            {
                throw TooLong(job, part, maxBytes);
            }

            if (part.Length + filled > total)
            {
                part.Restart(new(job.UgcId));
                return new(RangeStep.Retry, "the host sent more than it had announced");
            }

            if (filled > 0)
            {
                await part.AppendAsync(piece.AsMemory(0, filled)).ConfigureAwait(false);
                progress?.Report(new(job.UgcId, part.Length, total));
            }

            fault?.Throw();
        }

        // Over HTTP/1 a body has an announced length, or chunks with a last one; with neither, a broken connection looks
        // like the end.
        bool framed = total is not null || answer.Headers.TransferEncodingChunked == true || answer.Version.Major >= 2;
        return part.Length < total ? new(RangeStep.Retry, "the host ended too early")
            : new(RangeStep.Whole, "") { Unconfirmed = !framed };
    }

    // The jitter is full, for the lanes of a batch break together and should not come back together.
    private static TimeSpan Wait(int failures, TimeSpan? retryAfter)
    {
        TimeSpan longest = TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, Math.Pow(2, failures - 1)));
        TimeSpan wait = longest * Random.Shared.NextDouble();
        return retryAfter > wait ? retryAfter.Value : wait;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        TimeSpan? asked = answer.Headers.RetryAfter?.Delta ?? answer.Headers.RetryAfter?.Date - clock.GetUtcNow();
        return asked > LongestObeyed ? LongestObeyed : asked;
    }

    private static UgcLabException Failed(UgcJob job, Outcome outcome) =>
        new(UgcLabErrorKind.DownloadFailed, $"The {job.Noun} of job {job.UgcId} cannot be fetched from {new Uri(job.VideoUrl!).IdnHost}: {outcome.Reason}.", outcome.Fault)
        {
            StatusCode = outcome.Status,
            RetryAfter = outcome.RetryAfter,
            Advice = $"The {job.Noun} is still at the service; what has come of it is kept where it can be continued. Save it again.",
        };

    private static UgcLabException TooLong(UgcJob job, PartFile part, long maxBytes)
    {
        part.Discard();
        return new(UgcLabErrorKind.DownloadFailed, $"The {job.Noun} of job {job.UgcId} is longer than the {maxBytes} bytes allowed.");
    }

    private sealed record Outcome(RangeStep Step, string Reason)
    {
        public HttpStatusCode? Status { get; init; }

        public TimeSpan? RetryAfter { get; init; }

        public Exception? Fault { get; init; }

        public bool Unconfirmed { get; init; }
    }
}
