namespace UgcLab.Contract;

// An answer compared with the documentation.
internal static class AnswerFacts
{
    /// <summary>Method and path as the documentation writes them, without ids and without a query.</summary>
    public static string Endpoint(this ObservedAnswer answer) => answer.Request.Path.Split('?')[0].Split('/') switch
    {
        ["ugc", string kind] when answer.Request.Method == HttpMethod.Post => $"POST /ugc/{SafeNames.Of(kind)}",
        ["ugc", _] when !answer.Request.Charges => "GET /ugc/{ugcId}",
        [string list] => $"{answer.Request.Method} /{SafeNames.Of(list)}",
        _ => $"{answer.Request.Method} (another path)",
    };

    public static Shape? Documented(this ObservedAnswer answer) => answer.IsSuccess ? DocumentedAnswers.Of(answer.Endpoint())?.Body
        : DocumentedAnswers.Error;

    public static string MediaType(this ObservedAnswer answer) => SafeNames.MediaType(answer.Content.ContentType?.MediaType);

    /// <summary>The status with the error's code, as far as there is one and it is not private text.</summary>
    public static string StatusAndCode(this ObservedAnswer answer) => !answer.IsJson
        ? $"{answer.Status} without a JSON body ({answer.MediaType()})"
        : answer.Code is string code ? $"{answer.Status} {SafeNames.Of(code)}"
        : answer.IsSuccess ? $"{answer.Status}" : $"{answer.Status} without a code";
}
