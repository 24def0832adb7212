using System.Net.Http.Headers;

namespace UgcLab.Simulator.Http;

/// <summary>A request that is being answered: what it says, the state it meets, and what is to go wrong with it.</summary>
internal sealed record Call(ServiceState State, SimulatorOptions Options, Arrival Arrival, HttpRequestMessage Request, string? Body)
{
    public Uri Address => Request.RequestUri!;
    public HttpRequestHeaders Headers => Request.Headers;
    public string? MediaType => Request.Content?.Headers.ContentType?.MediaType;
    public Route Route => Arrival.Route;
    public SimulatorFault? Fault => Arrival.Fault;

    /// <summary>As in the documented examples: <c>req_</c> and 12 letters or digits.</summary>
    public string RequestId => "req_" + Seeded.Word(State.Seed, "request", Arrival.Number, 12);

    /// <summary>A value of the query, or null; the last one counts when a name comes twice.</summary>
    public string? Query(string name) => Query(Address, name);

    public static string? Query(Uri address, string name) => address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Where(halves => Uri.UnescapeDataString(halves[0]) == name)
        .Select(halves => halves.Length == 2 ? Uri.UnescapeDataString(halves[1].Replace('+', ' ')) : "")
        .LastOrDefault();

    /// <summary>The script's text for Retry-After, with a date worked out where it asks for one.</summary>
    public string? RetryAfter() =>
        Fault?.RetryAfter is { } text && text.StartsWith("date:", StringComparison.OrdinalIgnoreCase)
        && double.TryParse(text.AsSpan(5), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            ? (State.Now + TimeSpan.FromSeconds(seconds)).ToString("r", CultureInfo.InvariantCulture)
            : Fault?.RetryAfter;
}

internal readonly record struct Arrival(long Number, Route Route, SimulatorFault? Fault, DateTimeOffset At);

// What a request is for: the endpoint, or Any if none has that path and method; the job, file, list or kind that the path names; and
// the method that the path knows, when the request used another.
internal readonly record struct Route(SimulatorTarget Target, string? Name = null, string? Allowed = null)
{
    public const string FileHost = "files.ugclab.example";

    public bool IsFile { get; init; }
}
