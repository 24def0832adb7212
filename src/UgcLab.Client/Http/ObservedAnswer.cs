using System.Net.Http.Headers;

namespace UgcLab.Http;

/// <summary>An answer as received. It is parsed only when needed, which may be later.</summary>
internal sealed record ObservedAnswer(
    ApiRequest Request, int Status, HttpResponseHeaders Headers, HttpContentHeaders Content, byte[] Body, string? Cut)
{
    private JsonElement? _json;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body; an undefined element when it is not JSON.</summary>
    public JsonElement Json => _json ??= JsonElementExtensions.Read(Body);

    public bool IsJson => Json.ValueKind is not JsonValueKind.Undefined;

    public string? Code => Json.Member("error").Text("code");

    public IEnumerable<JsonElement> Items => Json.Member("data").Items("items");
}

/// <summary>Compares each answer with the documentation. Changes no answer and fails none.</summary>
internal interface IAnswerObserver
{
    /// <summary>Takes an answer. One to a purchase is kept for later, because its ids have to be recorded first.</summary>
    void Observe(ObservedAnswer answer);

    /// <summary>Looks at the purchases that were kept. To be called when all of them are recorded.</summary>
    void ComparePurchases();
}
