using System.Runtime.CompilerServices;

namespace UgcLab.Purchasing;

// Any request below the base address, for what the service offers later than this version: with the key, the rate limit, the
// retries and the errors of all others. A read is a GET and nothing else; everything else is recorded as a purchase.
internal sealed class RequestsClient(ApiTransport transport, PurchaseService purchases, ClientSettings options)
{
    public RequestPath At(string path, IEnumerable<KeyValuePair<string, string>>? query = null) =>
        RequestPath.Of(options.BaseUri, path, query ?? [], options.ApiKey);

    public RawRequest Make(string method, RequestPath path, object? body = null) => RawRequest.Of(method, path, body, options.ApiKey);

    /// <summary>Reads a page, or all from it on; the next is requested only when the caller gets to it.</summary>
    public async IAsyncEnumerable<UgcAnswer> ReadAsync(
        RequestPath path, bool all, IProgress<UgcNotice>? notices = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        HashSet<string> cursors = [];
        string? cursor = null;
        do
        {
            string address = (cursor is null ? path : path.With("cursor", cursor)).Address;
            ApiRequest request = new(RequestKind.Read, address) { NotFound = UgcLabErrorKind.PathNotFound };
            UgcAnswer answer = new(await transport.SendAsync(request, notices, cancellationToken).ConfigureAwait(false), []);
            yield return answer;
            cursor = all ? answer.NextCursor : null;
            if (cursor is not null && !cursors.Add(cursor))
            {
                throw new UgcLabException(UgcLabErrorKind.ProtocolError, "The service's list repeats: the same page was returned twice.");
            }
        }
        while (cursor is not null);
    }

    /// <summary>Sends a request that may cost credits, once, and records it before and after.</summary>
    public async Task<UgcAnswer> SendAsync(
        RawRequest request, string? reference = null, SpendingLimit? limit = null, bool allowUnknownPrice = false,
        IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default)
    {
        PurchaseResponse response = await purchases.SendAsync(
            new PurchaseRequest(request) { Reference = reference, AllowUnknownPrice = allowUnknownPrice }, null, null, limit, notices,
            cancellationToken).ConfigureAwait(false);
        return new UgcAnswer(response.Answer!, response.Jobs);
    }
}
