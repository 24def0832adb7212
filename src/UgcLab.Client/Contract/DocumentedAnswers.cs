using System.Collections.Frozen;

namespace UgcLab.Contract;

/// <summary>What is documented of one endpoint's success. Status 202 of creations is documented, 200 of reads is convention.</summary>
internal sealed record Documented(int Status, Shape Body);

// The answers as the service's public pages describe them: the one table that every answer is compared with, in ordinary work and by
// Test-UgcConnection -Contract. What no page says is open here and never assumed. Shape explains the notation.
internal static class DocumentedAnswers
{
    // docs/job-status; the page's list is complete.
    private const string JobStates = "PENDING|PROCESSING|SAVING|COMPLETED|FAILED";

    private const string Meta = """ "meta": {"requestId": "text", "timestamp": "time"} """;

    // docs/video, "Error codes": complete for that page. That the general ones apply elsewhere is derived.
    private static readonly FrozenSet<(int Status, string? Code)> ErrorCodes = new (int, string?)[]
    {
        (400, "VALIDATION_ERROR"), (400, "IMAGE_DOWNLOAD_FAILED"), (402, "INSUFFICIENT_CREDITS"), (404, "PROJECT_NOT_FOUND"),
        (429, "IP_RATE_LIMITED"), (429, "RATE_LIMIT_EXCEEDED"), (500, "INTERNAL_ERROR"),
    }.ToFrozenSet();

    private static readonly FrozenDictionary<string, Documented> Endpoints = new Dictionary<string, Documented>
    {
        // docs/projects
        ["GET /projects"] = Page("""
            {"id": "text", "name": "text", "folder?": {"id": "text", "name": "text"}, "ugcCount": "number",
             "createdAt": "time", "updatedAt": "time"}
            """),

        // docs/actors: no null is shown, and none is ruled out.
        ["GET /actors"] = Page("""
            {"id": "text", "name~": "text", "username~": "text", "videoPreviewUrl~": "text", "age~": "text", "color~": "text",
             "gender~": "male|female", "tags~": ["text"], "isPro~": "flag"}
            """),
        ["GET /ugclab-actors"] = Page("""{"id": "text", "name~": "text", "gender~": "male|female", "imageUrl~": "text"}"""),

        // docs/job-status: the steps in the example and their states are not a complete list.
        ["GET /ugc/{ugcId}"] = Answer(200, $$"""
            {"id": "text", "status": "{{JobStates}}", "progress": "number", "videoUrl?": "text", "processingSteps~":
             {"refineScript*": "completed|pending", "refineActions*": "completed|pending", "videoGeneration*": "completed|pending"},
             "actor?": {"id": "text", "name": "text"}, "isCustomActor": "flag", "model": "text", "creditsCharged": "number",
             "creditsRefunded": "number", "errorMessage?": "text", "createdAt": "time", "updatedAt": "time"}
            """),
    }

        // docs/video and docs/image; the other pages end before their answers.
        .Concat(CreationDescriptor.All.Select(kind => KeyValuePair.Create($"POST /{kind.Endpoint}", Answer(202, $$"""
            {"jobs": [{"ugcId": "text", "variantIndex": "number", "status": "{{JobStates}}", "creditsCharged": "number"}],
             "totalCreditsCharged": "number", "remainingCredits": "number"}
            """))))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every refusal. The pages show error.message only; code and meta are derived from their other answers.</summary>
    public static Shape Error { get; } = Read($$"""{"error": {"code": "text", "message": "text"}, {{Meta}} }""");

    public static Documented? Of(string endpoint) => Endpoints.GetValueOrDefault(endpoint);

    public static bool IsListed(int status, string? code) => ErrorCodes.Contains((status, code));

    private static Documented Page(string item) =>
        Answer(200, $$"""{"items": [{{item}}], "pagination": {"hasMore": "flag", "nextCursor?": "text", "limit": "number"} }""");

    private static Documented Answer(int status, string data) => new(status, Read($$"""{"data": {{data}}, {{Meta}} }"""));

    private static Shape Read(string documented)
    {
        using JsonDocument json = JsonDocument.Parse(documented);
        return new Shape(json.RootElement);
    }
}

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

    public static string StatusAndCode(this ObservedAnswer answer) => !answer.IsJson
        ? $"{answer.Status} without a JSON body ({answer.MediaType()})"
        : answer.Code is string code ? $"{answer.Status} {SafeNames.Of(code)}"
        : answer.IsSuccess ? $"{answer.Status}" : $"{answer.Status} without a code";
}
