using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using UgcLab.Json;

namespace UgcLab.Contract;

/// <summary>
/// Watches every answer for what the documentation does not tell. It keeps names and types, never values; it changes no
/// answer, fails none, and looks at the answer to a purchase only once its ids are on record.
/// </summary>
internal sealed class Sightings(TimeProvider clock)
{
    /// <summary>A body longer than this is not looked into.</summary>
    public const int LongestBody = 64 * 1024;

    /// <summary>How many of a page's worth of answers in a row may bring nothing new before such are passed over.</summary>
    public const int QuietAnswers = 20;

    /// <summary>How many sightings are kept.</summary>
    public const int Most = 200;

    // A job's answer always is: a new state may come at any time, and reading it costs microseconds.
    private const int Small = 4 * 1024;
    private const int MostHeaders = 32;
    private const int MostPurchases = 8;

    private readonly object _gate = new();
    private readonly Dictionary<(string Endpoint, string What), UgcSighting> _seen = [];
    private readonly SortedDictionary<string, (string Name, string Value)> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _quiet = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<WatchedAnswer> _purchases = new();

    /// <summary>What was seen, in the order of endpoints.</summary>
    public IReadOnlyList<UgcSighting> Seen
    {
        get
        {
            LookBack();
            lock (_gate)
            {
                return [.. _seen.Values.OrderBy(sighting => sighting.Endpoint, StringComparer.Ordinal).ThenBy(sighting => sighting.What, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The headers that speak of limits, with their last values, by name. Purchases have a limit of their own, and so a line of their own.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers
    {
        get
        {
            LookBack();
            lock (_gate)
            {
                return [.. _headers.Values];
            }
        }
    }

    /// <summary>How many purchases are laid aside, unlooked at.</summary>
    public int Waiting => _purchases.Count;

    /// <summary>Takes an answer in. One that money was paid for is only laid aside.</summary>
    public void Take(WatchedAnswer answer)
    {
        if (!answer.Request.Charges)
        {
            Look(answer);
            return;
        }

        _purchases.Enqueue(answer);
        while (_purchases.Count > MostPurchases && _purchases.TryDequeue(out _))
        {
        }
    }

    /// <summary>Looks at the purchases that were laid aside. To be called where none is between its answer and the record of it.</summary>
    public void LookBack()
    {
        while (_purchases.TryDequeue(out WatchedAnswer? answer))
        {
            Look(answer);
        }
    }

    private void Look(WatchedAnswer answer)
    {
        try
        {
            lock (_gate)
            {
                foreach ((string name, string value) in RateHeaders.In(answer.Headers))
                {
                    string key = answer.Request.Charges ? $"{name} (purchases)" : name;
                    if (_headers.Count < MostHeaders || _headers.ContainsKey(key))
                    {
                        _headers[key] = (name, answer.Request.Charges ? $"{value} (purchases)" : value);
                    }
                }

                string endpoint = answer.Endpoint;
                if (answer.Cut is null && answer.Body.Length <= LongestBody && (answer.Body.Length <= Small || _quiet.GetValueOrDefault(endpoint) < QuietAnswers))
                {
                    int before = _seen.Count;
                    LookInto(answer, endpoint);
                    _quiet[endpoint] = _seen.Count > before ? 0 : _quiet.GetValueOrDefault(endpoint) + 1;
                }
            }
        }
        catch (Exception)
        {
            // Whatever it is: an answer must not be lost over the looking at it.
        }
    }

    private void LookInto(WatchedAnswer answer, string endpoint)
    {
        Documented? documented = DocumentedAnswers.Of(endpoint);
        using JsonDocument? body = Wire.TryParse(answer.Body);
        if (body is null)
        {
            Note(endpoint, UgcSightingKind.Shape, string.Create(CultureInfo.InvariantCulture, $"HTTP {answer.Status} without a JSON body ({answer.MediaType})"));
            return;
        }

        if (!answer.IsSuccess)
        {
            string? code = body.RootElement.Member("error").Text("code");
            if (code is null || !DocumentedAnswers.IsListed(answer.Status, code))
            {
                Note(endpoint, UgcSightingKind.Status, string.Create(CultureInfo.InvariantCulture, $"HTTP {answer.Status} {(code is null ? "without a code" : $"{Names.Of(code)} is not documented")}"));
            }
        }
        else if (documented is not null && answer.Status != documented.Status)
        {
            Note(endpoint, UgcSightingKind.Status, string.Create(CultureInfo.InvariantCulture, $"HTTP {answer.Status}, where {documented.Status} was expected"));
        }

        foreach (Deviation deviation in (answer.IsSuccess ? documented?.Body : DocumentedAnswers.Error) is Shape shape ? ShapeCheck.Of(body.RootElement, shape) : [])
        {
            Note(endpoint, deviation.Kind, deviation.Text);
        }
    }

    private void Note(string endpoint, UgcSightingKind kind, string what)
    {
        if (_seen.TryGetValue((endpoint, what), out UgcSighting? known))
        {
            _seen[(endpoint, what)] = known with { Count = known.Count + 1 };
        }
        else if (_seen.Count < Most)
        {
            _seen[(endpoint, what)] = new UgcSighting { Endpoint = endpoint, Kind = kind, What = what, FirstSeen = clock.GetUtcNow(), Count = 1 };
        }
    }
}
