using System.Net.Http.Headers;

namespace UgcLab.Http;

internal sealed record ApiAnswer(HttpStatusCode Status, byte[] Body, string? Cut)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public JsonElement Json()
    {
        JsonElement root = Cut is null ? JsonElementExtensions.Read(Body) : default;
        string start = Encoding.UTF8.GetString(Body, 0, Math.Min(Body.Length, 200));
        return root.Member("data").ValueKind is JsonValueKind.Object ? root
            : throw new UgcLabException(UgcLabErrorKind.ProtocolError, Cut is null
                ? $"The service answered {(int)Status} with something that is not its documented form: {Redaction.Show(start)}"
                : $"The service's answer was interrupted after {Body.Length} bytes. {Cut}")
            { StatusCode = Status };
    }
}

internal sealed record ObservedAnswer(
    ApiRequest Request, int Status, HttpResponseHeaders Headers, HttpContentHeaders Content, byte[] Body, string? Cut)
{
    private JsonElement? _json;

    public bool IsSuccess => Status is >= 200 and < 300;
    public JsonElement Json => _json ??= JsonElementExtensions.Read(Body);
    public bool IsJson => Json.ValueKind is not JsonValueKind.Undefined;
    public string? Code => Json.Member("error").Text("code");
    public IEnumerable<JsonElement> Items => Json.Member("data").Items("items");
}

/// <summary>Compares each answer with the documentation. Changes no answer and fails none.</summary>
internal interface IAnswerObserver
{
    /// <summary>One to a purchase is kept for later, because its ids have to be recorded first.</summary>
    void Observe(ObservedAnswer answer);

    /// <summary>Compares the answers that were kept. To be called when all of them are recorded.</summary>
    void ComparePurchases();
}
