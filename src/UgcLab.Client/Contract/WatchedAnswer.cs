using System.Net.Http.Headers;
using UgcLab.Http;

namespace UgcLab.Contract;

/// <summary>An answer as it came over the wire, to be looked at now or later. To make one is to look at nothing.</summary>
internal sealed record WatchedAnswer(ApiRequest Request, int Status, HttpResponseHeaders Headers, HttpContentHeaders Content, byte[] Body, string? Cut)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Method and path as the pages write them: without ids and without a query.</summary>
    public string Endpoint => Request.Path.Split('?')[0].Split('/') switch
    {
        ["ugc", string kind] when Request.Method == HttpMethod.Post => $"POST /ugc/{Names.Of(kind)}",
        ["ugc", _] when !Request.Charges => "GET /ugc/{ugcId}",
        [string list] => $"{Request.Method} /{Names.Of(list)}",
        _ => $"{Request.Method} (another path)",
    };

    public string MediaType => Names.MediaType(Content.ContentType?.MediaType);
}
