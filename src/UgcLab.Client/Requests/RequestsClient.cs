using System.Runtime.CompilerServices;
using UgcLab.Http;

namespace UgcLab;

/// <summary>
/// Any request below the base address, for what the service offers later than this version: with the key, the pace, the
/// repeats and the errors of all others. A read is a GET and nothing else; all the rest passes the door for money.
/// </summary>
public sealed class RequestsClient
{
    // A list of something unknown may be long; a body without end is not to be believed.
    private const int LongestAnswer = 16 * 1024 * 1024;

    private readonly ApiTransport _transport;
    private readonly PurchaseService _purchases;
    private readonly UgcLabClientOptions _options;

    internal RequestsClient(ApiTransport transport, PurchaseService purchases, UgcLabClientOptions options) => (_transport, _purchases, _options) = (transport, purchases, options);

    /// <summary>A path below the base address. Nothing is sent.</summary>
    /// <param name="path">The path, or a whole address below the base address.</param>
    /// <param name="query">More for the query, not yet encoded.</param>
    /// <exception cref="UgcLabException">PathInvalid.</exception>
    public RequestPath At(string path, IEnumerable<KeyValuePair<string, string>>? query = null) =>
        RequestPath.Of(_options.BaseUri, path, query ?? [], _options.ApiKey);

    /// <summary>A request that is no read. Nothing is sent.</summary>
    /// <param name="method">POST, PUT, PATCH or DELETE.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="body">JSON as text; or texts, numbers, yes and no, lists and maps of them; null for none.</param>
    /// <exception cref="UgcLabException">ArgumentInvalid.</exception>
    public RawRequest Make(string method, RequestPath path, object? body = null) => RawRequest.Of(method, path, body, _options.ApiKey);

    /// <summary>Reads; the next page of a list is asked for only when the caller gets to it.</summary>
    /// <param name="path">What.</param>
    /// <param name="all">Whether to go on to the last page.</param>
    /// <param name="notices">Hears of waits.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UgcLabException">PathNotFound, ProtocolError, and what a connection gives cause for.</exception>
    public async IAsyncEnumerable<UgcAnswer> ReadAsync(RequestPath path, bool all, IProgress<UgcNotice>? notices = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        HashSet<string> cursors = [];
        for (RequestPath? next = path; next is not null;)
        {
            ApiRequest request = new(RequestKind.Read, next.Address) { NotFound = UgcLabErrorKind.PathNotFound, Longest = LongestAnswer };
            UgcAnswer answer = new(await _transport.SendAsync(request, notices, cancellationToken).ConfigureAwait(false), _options.ApiKey, []);
            yield return answer;
            string? cursor = all ? answer.NextCursor : null;
            if (cursor is not null && !cursors.Add(cursor))
            {
                throw new UgcLabException(UgcLabErrorKind.ProtocolError, "The service's list goes in a circle: the same page came twice.");
            }

            next = cursor is null ? null : path.With("cursor", cursor);
        }
    }

    /// <summary>Sends a request that may cost credits, once, and writes it down before and after.</summary>
    /// <param name="request">The request.</param>
    /// <param name="reference">The user's own label, for the jobs it may make.</param>
    /// <param name="brake">What bounds the spending of the run; null when nothing does.</param>
    /// <param name="allowUnknownPrice">Whether it may be sent under a daily limit, although its price is never known.</param>
    /// <param name="notices">Hears of waits and of what is odd about the answer.</param>
    /// <param name="cancellationToken">Stops it while it waits; a request that is out is seen through.</param>
    /// <exception cref="UgcLabException">PathNotFound, and all that <see cref="PurchaseService"/> throws.</exception>
    internal async Task<UgcAnswer> SendAsync(RawRequest request, string? reference = null, CreditBrake? brake = null, bool allowUnknownPrice = false, IProgress<UgcNotice>? notices = null, CancellationToken cancellationToken = default)
    {
        PurchaseResponse response = await _purchases.SendAsync(new Order(request) { Reference = reference, Brake = brake, AllowUnknownPrice = allowUnknownPrice }, null, null, notices, cancellationToken).ConfigureAwait(false);
        return new UgcAnswer(response.Answer!, _options.ApiKey, response.Jobs);
    }
}
