using System.Runtime.CompilerServices;

namespace UgcLab.Purchasing;

// Any request below the base address, for what the service offers later than this version: with the key, the rate limit, the
// retries and the errors of all others. A read is a GET and nothing else; everything else is recorded as a purchase.
internal sealed class RequestsClient(ApiTransport transport, PurchaseService purchases, ClientSettings options)
{
    public RequestPath At(string path, IEnumerable<KeyValuePair<string, string>>? query = null) =>
        RequestPath.Of(options.BaseUri, path, query ?? [], options.ApiKey);

    public RawRequest Make(string method, RequestPath path, object? body = null) => RawRequest.Of(method, path, body, options.ApiKey);

    // Reads a page, or all from it on; the next is requested only when the caller gets to it.
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

    // Sends a request that may cost credits, once, and records it before and after.
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

// The answer to a request that this module knows nothing about. The key is not in it, even if the service quotes it.
internal sealed record UgcAnswer
{
    // Undefined when the body is empty or no JSON.
    private readonly JsonElement _root;

    public UgcAnswer(ApiAnswer answer, IReadOnlyList<UgcJob> jobs)
    {
        (Status, Jobs) = ((int)answer.Status, jobs);
        Text = KnownKey.Redact(Encoding.UTF8.GetString(answer.Body).TrimStart('\uFEFF'));
        _root = JsonElementExtensions.Read(Text);
    }

    public int Status { get; }
    public string Text { get; }
    public IReadOnlyList<UgcJob> Jobs { get; }
    public string? NextCursor => Data.NextCursor();

    private JsonElement Data => _root.Member("data") is { ValueKind: not JsonValueKind.Undefined } data ? data : _root;

    // The content of the answer: the items of a list, or its data, or all of it if it has no such member. Empty for an empty body.
    // ProtocolError: the answer isn't valid JSON.
    public IEnumerable<JsonElement> Items()
    {
        if (Text.Length > 0 && _root.ValueKind is JsonValueKind.Undefined)
        {
            throw new UgcLabException(
                UgcLabErrorKind.ProtocolError, $"The service answered {Status} with something that isn't JSON: {Redaction.Show(Text, 200)}",
                "-Raw returns it as it came.");
        }

        JsonElement items = Data.Member("items");
        return (Data.ValueKind, items.ValueKind) switch
        {
            (JsonValueKind.Undefined or JsonValueKind.Null, _) => [],
            (_, JsonValueKind.Array) => items.EnumerateArray(),
            (JsonValueKind.Array, _) => Data.EnumerateArray(),
            _ => [Data],
        };
    }

    public override string ToString() => $"HTTP {Status}";
}
