using System.Net;
using System.Net.Http.Headers;
using UgcLab.Http;

namespace UgcLab.Files;

/// <summary>Asks a file host for a video: without the key, and going along with a redirect only after looking where it leads.</summary>
internal sealed class VideoLink(HttpMessageInvoker http, VideoAddress addresses)
{
    private const int MostRedirects = 5;
    private static readonly ProductInfoHeaderValue Agent = new("UgcLab", typeof(VideoLink).Assembly.GetName().Version?.ToString(3));

    /// <summary>The link as an address, or the error that says why nothing is fetched from it.</summary>
    public Uri Check(string link, string ugcId)
    {
        string? fault = Uri.TryCreate(link, UriKind.Absolute, out Uri? address) ? addresses.Fault(address) : "is no address";
        if (fault is null)
        {
            return address!;
        }

        // Cut by hand, for what is no web address keeps its query in the redactor's eyes, and a signature is a signature.
        string shown = Redaction.Address(link.Split('?', '#')[0])!;
        throw new UgcLabException(UgcLabErrorKind.VideoUrlRefused, $"The file of job {ugcId} is not fetched: its link, {Redaction.Show(shown, 200)}, {fault}.");
    }

    /// <summary>Sends the request and gives back the head of the answer; the caller reads the body, and disposes.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string link, string ugcId, long offset, PartNotes notes, CancellationToken cancellationToken)
    {
        Uri address = Check(link, ugcId);
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
            if (offset > 0)
            {
                request.Headers.Range = new(offset, null);
                request.Headers.IfRange = notes.Validator;
            }

            HttpResponseMessage answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            answer.RequestMessage ??= request;
            if (answer.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                || answer.Headers.Location is null)
            {
                return answer;
            }

            using (answer)
            {
                address = redirects < MostRedirects
                    ? Check(new Uri(address, answer.Headers.Location).AbsoluteUri, ugcId)
                    : throw new UgcLabException(UgcLabErrorKind.DownloadFailed, $"The file of job {ugcId} cannot be fetched: its link redirects more than {MostRedirects} times.");
            }
        }
    }
}
