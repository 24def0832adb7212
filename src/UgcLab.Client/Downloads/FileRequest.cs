using System.Net.Http.Headers;

namespace UgcLab.Downloads;

/// <summary>Requests the rest of a file, without the key, and follows a redirect only after checking its target.</summary>
internal static class FileRequest
{
    private const int MostRedirects = 5;

    private static readonly ProductInfoHeaderValue Agent = new("UgcLab", typeof(FileRequest).Assembly.GetName().Version?.ToString(3));

    public static async Task<HttpResponseMessage> SendAsync(
        HttpMessageInvoker http, VideoAddress addresses, UgcJob job, PartFile part, CancellationToken cancellationToken)
    {
        Uri address = addresses.Check(job.VideoUrl!, job.UgcId);
        for (int redirects = 0; ; redirects++)
        {
            HttpRequestMessage request = new(HttpMethod.Get, address)
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            };
            request.Headers.UserAgent.Add(Agent);

            // A part of a compressed body cannot be continued, and a video gains nothing from it.
            request.Headers.AcceptEncoding.Add(new("identity"));
            if (part.Length > 0)
            {
                request.Headers.Range = new(part.Length, null);
                request.Headers.IfRange = part.Notes.IfRange;
            }

            HttpResponseMessage answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            answer.RequestMessage ??= request;
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || !answer.Headers.NonValidated.Contains("Location"))
            {
                return answer;
            }

            using (answer)
            {
                address = redirects < MostRedirects
                    ? addresses.Check(VideoAddress.Redirected(address, answer), job.UgcId)
                    : throw new UgcLabException(UgcLabErrorKind.DownloadFailed,
                        $"The file of job {job.UgcId} cannot be fetched: its link redirects more than {MostRedirects} times.");
            }
        }
    }
}
