namespace UgcLab.Contract;

/// <summary>One read of the contract test: what it asks, and how its answer is judged.</summary>
/// <param name="Topic">What it is to tell.</param>
/// <param name="Reference">Where the documentation speaks of it.</param>
/// <param name="Path">What is asked, below the base address.</param>
/// <param name="Expected">What is documented or taken for granted.</param>
/// <param name="Judge">Says how an answer stands to that.</param>
internal sealed record Probe(string Topic, string Reference, string Path, string Expected, Func<WatchedAnswer, Judgement> Judge)
{
    /// <summary>An id of the documented form that was made at no time: a CUID begins with its clock.</summary>
    public const string NobodysId = "c000000000000000000000000";

    /// <summary>A key of the documented form that is nobody's. The simulator refuses it, as the service will.</summary>
    public const string NobodysKey = "ugc_deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    private const string Refusal = "A refusal (400 VALIDATION_ERROR), or a page of the service's choice";

    /// <summary>Whether it goes out with <see cref="NobodysKey"/>.</summary>
    public bool IsNobodys { get; init; }

    /// <summary>All of them, in the order they are sent. The first tells whether there is anything to test; the one that may be held against the address comes last.</summary>
    public static IReadOnlyList<Probe> All { get; } =
    [
        new("Page size 1", "docs/projects", "projects?limit=1", "200, one item at most, limit 1", answer => Judgement.Page(answer, 1)),
        new("Page size 100", "docs/projects", "projects?limit=100", "200, a hundred items at most, limit 100", answer => Judgement.Page(answer, 100)),
        new("Page size 0", "docs/projects, open question 29", "projects?limit=0", Refusal, Judgement.OddPage),
        new("Page size 101", "docs/projects, open question 29", "projects?limit=101", Refusal, Judgement.OddPage),
        new("Page size abc", "docs/projects, open question 29", "projects?limit=abc", Refusal, Judgement.OddPage),
        new("Cursor of no page", "docs/projects, open question 29", $"projects?limit=1&cursor={NobodysId}", "A refusal (400 VALIDATION_ERROR), or an empty page", Judgement.OddPage),
        new("Actors (2.0)", "docs/actors", "actors?limit=1", "200, the documented members", Judgement.List),
        new("Actors by gender", "docs/actors", "actors?limit=1&gender=female", "200, women alone", answer => Judgement.Gender(answer, "female")),
        new("Page size 101 of actors", "docs/actors, open question 29", "actors?limit=101", Refusal, Judgement.OddPage),
        new("Actors (1.0)", "docs/actors", "ugclab-actors?limit=1", "200, the documented members", Judgement.List),
        new("Unknown job", "docs/job-status, open question 2", $"ugc/{NobodysId}", "404; no page tells its code", answer => Judgement.Refusal(answer, 404)),
        new("Unknown key", "docs/authentication, open question 1", "projects?limit=1", "401; no page tells its code", answer => Judgement.Refusal(answer, 401)) { IsNobodys = true },
    ];

    /// <summary>What is asked, in a form that is the same for everybody.</summary>
    public string Request => $"GET /{Path.Replace(NobodysId, "{id that does not exist}", StringComparison.Ordinal)}{(IsNobodys ? " with a key that is nobody's" : "")}";
}
