using System.Net.Http.Headers;
using UgcLab.Http;
using UgcLab.Json;

namespace UgcLab.Contract;

/// <summary>An answer as it came over the wire. Nothing in it is read before it is asked for, which may be later.</summary>
internal sealed record WatchedAnswer(ApiRequest Request, int Status, HttpResponseHeaders Headers, HttpContentHeaders Content, byte[] Body, string? Cut)
{
    private JsonElement? _json;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body; an undefined element when it is not JSON.</summary>
    public JsonElement Json => _json ??= Parse();

    public bool IsJson => Json.ValueKind is not JsonValueKind.Undefined;

    public string? Code => Json.Member("error").Text("code");

    public IEnumerable<JsonElement> Items => Json.Member("data").Items("items");

    /// <summary>Method and path as the documentation writes them, without ids and without a query.</summary>
    public string Endpoint => Request.Path.Split('?')[0].Split('/') switch
    {
        ["ugc", string kind] when Request.Method == HttpMethod.Post => $"POST /ugc/{Names.Of(kind)}",
        ["ugc", _] when !Request.Charges => "GET /ugc/{ugcId}",
        [string list] => $"{Request.Method} /{Names.Of(list)}",
        _ => $"{Request.Method} (another path)",
    };

    public Shape? Documented => IsSuccess ? DocumentedAnswers.Of(Endpoint)?.Body : DocumentedAnswers.Error;

    public string MediaType => Names.MediaType(Content.ContentType?.MediaType);

    /// <summary>The status with the error's code, as far as there is one and it is not private text.</summary>
    public string StatusAndCode => !IsJson ? $"{Status} without a JSON body ({MediaType})"
        : Code is string code ? $"{Status} {Names.Of(code)}"
        : IsSuccess ? $"{Status}" : $"{Status} without a code";

    private JsonElement Parse()
    {
        using JsonDocument? document = Wire.TryParse(Body);
        return document?.RootElement.Clone() ?? default;
    }
}
