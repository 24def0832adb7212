using System.Runtime.ExceptionServices;

namespace UgcLab.Downloads;

internal sealed class Transfer(
    HttpMessageInvoker http, VideoAddress addresses, ClientSettings options, Func<string, CancellationToken, Task<UgcJob>> refresh,
    UgcJob job, PartFile part, long maxBytes, IProgress<DownloadProgress>? progress)
{
    private const int LeastProgress = 1024;
    private const int HeadLength = 16;
    private const int MostFailures = 5;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    // A host may have a new file some seconds after the service returns its link. For an old job, a new link that fails stays invalid.
    private static readonly TimeSpan[] PausesForNew =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)];
    private static readonly TimeSpan NewSinceSent = TimeSpan.FromHours(1);
    private static readonly TimeSpan NewSinceChanged = TimeSpan.FromMinutes(10);

    public UgcJob Job => job;

    /// <summary>Fetches the video. False when only the end of the connection said that this is all.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        int refreshes = 0;
        int failures = 0;
        long mark = part.Length;
        while (true)
        {
            RangeAnswer outcome = await AttemptAsync(cancellationToken).ConfigureAwait(false);
            switch (outcome.Step)
            {
                case RangeStep.Whole:
                    return !outcome.LengthUnconfirmed;

                case RangeStep.DeadLink when refreshes == 0 || (refreshes <= PausesForNew.Length && IsNew):
                    if (refreshes++ > 0)
                    {
                        await options.Clock.WaitAsync(PausesForNew[refreshes - 2], cancellationToken).ConfigureAwait(false);
                    }

                    UgcJob fresh = await refresh(job.UgcId, cancellationToken).ConfigureAwait(false);
                    job = fresh.VideoUrl is not null ? fresh.MergedWith(job)
                        : throw Failed(outcome with { Reason = outcome.Reason + ", and the service gives no other link" });
                    continue;

                case RangeStep.DeadLink or RangeStep.Refused:
                    throw Failed(outcome);
            }

            // Measured against the most there ever was: a host that always sends the first half makes no progress.
            if (part.Length >= mark + LeastProgress)
            {
                (failures, mark) = (0, part.Length);
            }

            if (++failures > MostFailures)
            {
                throw Failed(outcome);
            }

            if (outcome.Step == RangeStep.Retry)
            {
                await Task.Delay(Wait(failures, outcome.RetryAfter), options.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // By the local clock and by the service's, which may be ahead or behind.
    private bool IsNew =>
        options.Clock.GetUtcNow() - job.SentAt < NewSinceSent || options.Clock.GetUtcNow() - job.UpdatedAt < NewSinceChanged;

    private async Task<RangeAnswer> AttemptAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = new(options.StallTimeout, options.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            if (part.Length > 0 && !part.Notes.CanResume)
            {
                await part.RestartAsync().ConfigureAwait(false);
            }

            using HttpResponseMessage answer = await FileRequest.SendAsync(http, addresses, job, part, either.Token).ConfigureAwait(false);
            RangeAnswer read = RangeAnswer.Read(answer, part.Length, part.Notes);
            if (read.Total > maxBytes)
            {
                throw await TooLongAsync().ConfigureAwait(false);
            }

            if (read.Step == RangeStep.StartOver)
            {
                await part.RestartAsync().ConfigureAwait(false);
            }

            return read.Step is RangeStep.Fresh or RangeStep.Append
                ? await ReadAsync(answer, read, stall, either.Token).ConfigureAwait(false)
                : read with { Status = answer.StatusCode, RetryAfter = RetryAfter(answer) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(RangeStep.Retry, stall.IsCancellationRequested
                ? $"nothing came for {options.StallTimeout.TotalSeconds:0} seconds"
                : "the host did not take the connection in time");
        }
        catch (HttpRequestException e) when (e.InnerException is UgcLabException refused)
        {
            throw new UgcLabException(refused.Kind, $"The {job.Noun} of job {job.UgcId} is not fetched. {refused.Message}", e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return new(RangeStep.Refused, "no connection to it can be trusted (its certificate, or the encryption, is not valid)")
            { Fault = e };
        }
        catch (InvalidDataException e)
        {
            return new(RangeStep.Retry, "the host sent compressed data that can't be read") { Fault = e };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(RangeStep.Retry, "the connection failed") { Fault = e };
        }
    }

    private async Task<RangeAnswer> ReadAsync(
        HttpResponseMessage answer, RangeAnswer head, CancellationTokenSource stall, CancellationToken cancellationToken)
    {
        using Stream raw = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        bool begins = head.Step == RangeStep.Fresh;

        // In HTTP/1, a body has a length, or chunks with a last one; without either, a broken connection looks like the end.
        bool isFramed = head.Total is not null || answer.Headers.TransferEncodingChunked == true || answer.Version.Major >= 2;
        (Stream? opened, bool isDecoded) = !begins ? (raw, false)
            : await DecodedBody.OpenAsync(raw, answer.Content.Headers.ContentEncoding, HeadLength, cancellationToken).ConfigureAwait(false);
        if (opened is null)
        {
            return new(
                RangeStep.Refused,
                $"the host sent it compressed ({Redaction.Show(answer.Content.Headers.ContentEncoding.ToString() ?? "", 40)}), "
                + "in a way that can't be read");
        }

        using Stream body = opened;
        (head, isFramed) = isDecoded ? (head with { Total = null }, false) : (head, isFramed);
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
                        stall.CancelAfter(options.StallTimeout);
                        sinceMark = 0;
                    }

                    int read = await body.ReadAsync(piece.AsMemory(filled), cancellationToken).ConfigureAwait(false);
                    ended = read == 0;
                    filled += read;
                    sinceMark += read;
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException or InvalidDataException)
            {
                // Keep the bytes that arrived before the error, so that they aren't downloaded again.
                fault = ExceptionDispatchInfo.Capture(e);
            }

            if (begins)
            {
                // Only now may the file be emptied: a page under status 200 must not cost what an earlier attempt has brought.
                if (filled < HeadLength)
                {
                    fault?.Throw();
                }

                if (filled == 0 || MediaType.IsText(piece.AsSpan(0, Math.Min(filled, MediaType.HeadLength))))
                {
                    return new(
                        RangeStep.DeadLink, filled == 0 ? "the host sent nothing" : $"the link leads to a page, not to {job.AnyNoun}");
                }

                await part.RestartAsync(PartialDownloadMetadata.Of(job.UgcId, answer, head.Total, isDecoded)).ConfigureAwait(false);
                begins = false;
            }

            if (part.Length + filled > maxBytes)
            {
                throw await TooLongAsync().ConfigureAwait(false);
            }

            if (part.Length + filled > head.Total)
            {
                await part.RestartAsync().ConfigureAwait(false);
                return new(RangeStep.Retry, "the host sent more than it had announced");
            }

            if (filled > 0)
            {
                await part.AppendAsync(piece.AsMemory(0, filled)).ConfigureAwait(false);
                progress?.Report(new(job.UgcId, part.Length, head.Total));
            }

            fault?.Throw();
        }

        return part.Length < head.Total || (!isFramed && part.IsStructureWhole is false) ? new(RangeStep.Retry, "the host ended too early")
            : new(RangeStep.Whole, "") { LengthUnconfirmed = !isFramed && part.IsStructureWhole is null };
    }

    // Full jitter, because the downloads of a batch fail together and shouldn't be retried together.
    private static TimeSpan Wait(int failures, TimeSpan? retryAfter) => new(Math.Max(
        (retryAfter ?? TimeSpan.Zero).Ticks,
        (Waits.Shorter(LongestWait, TimeSpan.FromSeconds(Math.Pow(2, failures - 1))) * Random.Shared.NextDouble()).Ticks));

    private TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        Http.RetryAfter.Of(answer.Headers, options.Clock) is TimeSpan asked ? Waits.Shorter(asked, LongestRetryAfter) : null;

    private UgcLabException Failed(RangeAnswer outcome) =>
        new(UgcLabErrorKind.DownloadFailed,
            $"The {job.Noun} of job {job.UgcId} cannot be fetched from {new Uri(job.VideoUrl!).IdnHost}: {outcome.Reason}.",
            $"The {job.Noun} is still at the service; what has come of it is kept where it can be continued. Save it again.", outcome.Fault)
        {
            StatusCode = outcome.Status,
            RetryAfter = outcome.RetryAfter,
        };

    private async Task<UgcLabException> TooLongAsync()
    {
        await part.RestartAsync().ConfigureAwait(false);
        return new UgcLabException(
            UgcLabErrorKind.DownloadFailed, $"The {job.Noun} of job {job.UgcId} is longer than the {maxBytes} bytes allowed.");
    }
}
