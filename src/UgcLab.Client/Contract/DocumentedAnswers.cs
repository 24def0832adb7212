using System.Collections.Frozen;
using static UgcLab.Contract.Shape;

namespace UgcLab.Contract;

/// <summary>
/// The answers as the service's public pages describe them: the one table that every answer is held against, in
/// ordinary work and by <c>Test-UgcConnection -Contract</c>. What no page says is open here, and never assumed.
/// </summary>
internal static class DocumentedAnswers
{
    /// <summary>The states of a job; the page's list is whole (docs/job-status).</summary>
    public static readonly string[] JobStates = ["PENDING", "PROCESSING", "SAVING", "COMPLETED", "FAILED"];

    // docs/video, "Error codes": whole for that page; that the general ones hold elsewhere is derived.
    private static readonly FrozenSet<(int Status, string Code)> ErrorCodes = new[]
    {
        (400, "VALIDATION_ERROR"),
        (400, "IMAGE_DOWNLOAD_FAILED"),
        (402, "INSUFFICIENT_CREDITS"),
        (404, "PROJECT_NOT_FOUND"),
        (429, "IP_RATE_LIMITED"),
        (429, "RATE_LIMIT_EXCEEDED"),
        (500, "INTERNAL_ERROR"),
    }.ToFrozenSet();

    private static readonly Documented[] All =
    [
        // docs/projects
        new("GET /projects", 200, Page(
            Text("id"),
            Text("name"),
            Object("folder", Text("id"), Text("name")).OrNull(),
            Number("ugcCount"),
            Time("createdAt"),
            Time("updatedAt"))),

        // docs/actors: no null is shown, and none is ruled out.
        new("GET /actors", 200, Page(
            Text("id"),
            Open(Text("name")),
            Open(Text("username")),
            Open(Text("videoPreviewUrl")),
            Open(Text("age")),
            Open(Text("color")),
            Open(Text("gender", "male", "female")),
            Open(List("tags", Text("[]"))),
            Open(Flag("isPro")))),
        new("GET /ugclab-actors", 200, Page(
            Text("id"),
            Open(Text("name")),
            Open(Text("gender", "male", "female")),
            Open(Text("imageUrl")))),

        // docs/job-status: the example's steps and their states are no whole list.
        new("GET /ugc/{ugcId}", 200, Answer(
            Text("id"),
            Text("status", JobStates),
            Number("progress"),
            Text("videoUrl").OrNull(),
            Open(Object("processingSteps", Step("refineScript"), Step("refineActions"), Step("videoGeneration"))),
            Object("actor", Text("id"), Text("name")).OrNull(),
            Flag("isCustomActor"),
            Text("model"),
            Number("creditsCharged"),
            Number("creditsRefunded"),
            Text("errorMessage").OrNull(),
            Time("createdAt"),
            Time("updatedAt"))),

        // docs/video and docs/image; the other pages break off before their answers.
        .. CreationKind.All.Select(kind => Creation($"POST /{kind.Endpoint}")),
    ];

    private static readonly FrozenDictionary<string, Documented> Endpoints = All.ToFrozenDictionary(documented => documented.Endpoint, StringComparer.Ordinal);

    /// <summary>Every refusal. The pages show error.message alone; code and meta are derived from their other answers.</summary>
    public static Shape Error { get; } = Object("", Object("error", Text("code"), Text("message")), Meta()).At("");

    /// <summary>What is documented of an endpoint's success, or null.</summary>
    public static Documented? Of(string endpoint) => Endpoints.GetValueOrDefault(endpoint);

    /// <summary>Whether a page lists this code with this status.</summary>
    public static bool IsListed(int status, string code) => ErrorCodes.Contains((status, code));

    private static Documented Creation(string endpoint) => new(endpoint, 202, Answer(
        List("jobs", Object("[]",
            Text("ugcId"),
            Number("variantIndex"),
            Text("status", JobStates),
            Number("creditsCharged"))),
        Number("totalCreditsCharged"),
        Number("remainingCredits")));

    private static Shape Page(params Shape[] item) => Answer(
        List("items", Object("[]", item)),
        Object("pagination", Flag("hasMore"), Text("nextCursor").OrNull(), Number("limit")));

    private static Shape Answer(params Shape[] data) => Object("", Object("data", data), Meta()).At("");

    private static Shape Meta() => Object("meta", Text("requestId"), Time("timestamp"));

    private static Shape Step(string name) => Text(name, "completed", "pending").Optional();

    private static Shape Open(Shape shape) => shape.OrNull(ShapeNull.Open);
}

/// <summary>What is documented of one endpoint's success.</summary>
/// <param name="Endpoint">Method and path, such as GET /projects.</param>
/// <param name="Status">The HTTP status: 202 of creations is documented, 200 of reads is convention.</param>
/// <param name="Body">The body.</param>
internal sealed record Documented(string Endpoint, int Status, Shape Body);
