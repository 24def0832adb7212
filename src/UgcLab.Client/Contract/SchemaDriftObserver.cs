using System.Collections.Concurrent;

namespace UgcLab.Contract;

// Stores names and types, never values.
internal sealed class SchemaDriftObserver(TimeProvider clock) : IAnswerObserver
{
    public const int LongestBody = 64 * 1024;

    // After this many consecutive long answers without a new difference, the answers of an endpoint are no longer compared.
    public const int UncheckedAnswers = 20;

    public const int Most = 200;

    // A job's answer always is: a new state may come at any time, and reading it costs microseconds.
    private const int Small = 4 * 1024;
    private const int MostHeaders = 32;
    private const int MostPurchases = 8;

    private readonly object _gate = new();
    private readonly Dictionary<(string Endpoint, string What), UgcSchemaDifference> _seen = [];
    private readonly SortedDictionary<string, (string Name, string Value)> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _unchanged = [];
    private readonly ConcurrentQueue<ObservedAnswer> _purchases = new();

    public IReadOnlyList<UgcSchemaDifference> Seen =>
        Read(() => _seen.Values.OrderBy(seen => seen.Endpoint, StringComparer.Ordinal).ThenBy(seen => seen.What, StringComparer.Ordinal));

    // The headers that speak of limits, with their last values, by name. Purchases have a limit of their own, and so a line of their own.
    public IReadOnlyList<(string Name, string Value)> Headers => Read(() => _headers.Values);
    public int Waiting => _purchases.Count;

    public void Observe(ObservedAnswer answer)
    {
        if (!answer.Request.Charges)
        {
            Compare(answer);
            return;
        }

        _purchases.Enqueue(answer);
        while (_purchases.Count > MostPurchases && _purchases.TryDequeue(out _))
        {
        }
    }

    public void ComparePurchases()
    {
        while (_purchases.TryDequeue(out ObservedAnswer? answer))
        {
            Compare(answer);
        }
    }

    private List<T> Read<T>(Func<IEnumerable<T>> read)
    {
        ComparePurchases();
        lock (_gate)
        {
            return [.. read()];
        }
    }

    private void Compare(ObservedAnswer answer)
    {
        try
        {
            lock (_gate)
            {
                string mark = answer.Request.Charges ? " (purchases)" : "";
                foreach ((string name, string value) in SafeNames.Limits(answer.Headers))
                {
                    if (_headers.Count < MostHeaders || _headers.ContainsKey(name + mark))
                    {
                        _headers[name + mark] = (name, value + mark);
                    }
                }

                string endpoint = answer.Endpoint();
                if (answer.Cut is null && answer.Body.Length <= LongestBody
                    && (answer.Body.Length <= Small || _unchanged.GetValueOrDefault(endpoint) < UncheckedAnswers))
                {
                    int before = _seen.Count;
                    CompareBody(answer, endpoint);
                    _unchanged[endpoint] = _seen.Count > before ? 0 : _unchanged.GetValueOrDefault(endpoint) + 1;
                }
            }
        }
        catch (Exception)
        {
            // Whatever fails here, the answer must not be lost.
        }
    }

    private void CompareBody(ObservedAnswer answer, string endpoint)
    {
        int? expected = DocumentedAnswers.Of(endpoint)?.Status;
        string? status = !answer.IsJson ? answer.StatusAndCode()
            : answer.IsSuccess ? expected is null || answer.Status == expected ? null : $"{answer.Status}, where {expected} was expected"
            : answer.Code is null ? answer.StatusAndCode()
            : DocumentedAnswers.IsListed(answer.Status, answer.Code) ? null : $"{answer.StatusAndCode()} is not documented";
        if (status is not null)
        {
            Note(endpoint, answer.IsJson ? UgcSchemaDifferenceKind.Status : UgcSchemaDifferenceKind.Shape, $"HTTP {status}");
        }

        foreach (Deviation deviation in (answer.IsJson ? answer.Documented()?.Check(answer.Json) : null) ?? [])
        {
            Note(endpoint, deviation.Kind, deviation.Text);
        }
    }

    private void Note(string endpoint, UgcSchemaDifferenceKind kind, string what)
    {
        if (_seen.TryGetValue((endpoint, what), out UgcSchemaDifference? known) || _seen.Count < Most)
        {
            known ??= new UgcSchemaDifference { Endpoint = endpoint, Kind = kind, What = what, FirstSeen = clock.GetUtcNow() };
            _seen[(endpoint, what)] = known with { Count = known.Count + 1 };
        }
    }
}
