using System.Collections.ObjectModel;

namespace UgcLab.Creations;

/// <summary>A request that may create something: one record for each endpoint. All go through <see cref="PurchaseService"/>.</summary>
public abstract record CreationRequest
{
    /// <summary>The project the result goes to.</summary>
    public required string ProjectId { get; init; }

    /// <summary>How many variants: 1 to 8, each paid for.</summary>
    public int Variants { get; init; } = 1;

    /// <summary>Members of a later version of the service, sent as they are.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>How many jobs it makes, each paid for: one variant for each actor.</summary>
    public virtual int Outputs => Variants;

    // Whether it has members whose effect on the price isn't known.
    internal virtual bool IsPriceUnknown => AdditionalProperties.Count > 0;

    // What identifies it in a batch; another request only where the bytes change and what is created does not.
    internal virtual CreationRequest Identity => this;
    internal abstract string Endpoint { get; }

    // The endpoint, and a query where there is one.
    internal virtual string Address => Endpoint;
    internal virtual HttpMethod Method => HttpMethod.Post;
    internal virtual UgcLabErrorKind NotFound => UgcLabErrorKind.NotTheService;
    internal virtual JobNaming Naming => JobNaming.Always;

    // How many jobs its answer is expected to name; null when that isn't known.
    internal virtual int? Expected => Outputs;

    // The documented members in the documented order. One that is null, or an empty list, is not sent.
    private protected abstract (string Name, object? Value)[] Members { get; }

    /// <summary>What is known of a job of this request before the service has answered.</summary>
    /// <param name="ugcId">The job's id.</param>
    public virtual UgcJob Describe(string ugcId) => RequestDescription.Of(Endpoint, Member()) with { UgcId = ugcId };

    // What its price depends on, as far as can be known.
    internal virtual PriceKey PriceKey => RequestDescription.PriceOf(Endpoint, Member()) with { IsPriceUnknown = IsPriceUnknown };

    private Func<string, object?> Member()
    {
        (string Name, object? Value)[] members = Members;
        return name =>
        {
            foreach ((string each, object? value) in members)
            {
                if (each == name)
                {
                    return value;
                }
            }

            return null;
        };
    }

    // Whether it names this job itself: then an answer that names it has not made it.
    internal virtual bool Mentions(string ugcId) => false;

    internal virtual byte[] ToJson() => UntypedJson.Bytes(json =>
    {
        json.WriteStartObject();
        foreach ((string name, object? value) in Members)
        {
            if (value is not (null or IReadOnlyCollection<string> { Count: 0 } or IReadOnlyCollection<JsonElement> { Count: 0 }))
            {
                json.WritePropertyName(name);
                UntypedJson.Write(json, value);
            }
        }

        // Always in the same order, because a batch identifies its rows by these bytes, and a hashtable has no order.
        foreach ((string name, object? value) in AdditionalProperties.Count == 0 ? []
            : AdditionalProperties.OrderBy(member => member.Key, StringComparer.Ordinal).ToArray())
        {
            json.WritePropertyName(name);
            UntypedJson.Write(json, value);
        }

        json.WriteEndObject();
    });
}

// What the answer to a paid request has to say of jobs.
internal enum JobNaming
{
    // It makes jobs: if its answer names none, its outcome is unconfirmed.
    Always,

    // It may make jobs: those that its answer names are kept, and a whole answer that names none is an answer.
    Maybe,

    // It makes none: a job in its answer existed before.
    Never,
}

/// <summary>A request, and the caller's own data for its jobs, which the service doesn't store.</summary>
/// <param name="Request">The request to send.</param>
public sealed record PurchaseRequest(CreationRequest Request)
{
    /// <summary>The request to send.</summary>
    public CreationRequest Request { get; init; } = Request ?? throw new ArgumentNullException(nameof(Request));

    /// <summary>The user's own label.</summary>
    public string? Reference { get; init; }

    // The row's own identity in its batch; null to derive it from what the row creates. Without a batch, it is only recorded.
    internal string? RowId { get; init; }

    /// <summary>Which row of the input it is, from 1.</summary>
    public int? RowNumber { get; init; }

    /// <summary>The row itself, for the jobs to carry.</summary>
    public object? InputRow { get; init; }

    /// <summary>The row's cells as text, for the local record.</summary>
    public IReadOnlyDictionary<string, string> Cells { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Whether it may be sent under a daily limit although its price is not known.</summary>
    public bool AllowUnknownPrice { get; init; }
}

// What a price depends on, as far as can be known from outside: not the prompt, and not the shape. Duration is as it was asked for. The
// price is never known of a request with members of a later version of the service, because any of them may cost.
internal sealed record PriceKey(
    string Endpoint, string? Model, string? Duration, string? Tier, bool HasImage, bool IsPriceUnknown = false)
{
    public override string ToString()
    {
        UgcKind? kind = CreationDescriptor.At(Endpoint)?.Kind;
        string?[] parts =
        [
            kind is UgcKind.Video or UgcKind.Image ? Model ?? Endpoint
                : $"{Endpoint[(Endpoint.LastIndexOf('/') + 1)..]}{(Model is ActorRequest.Undocumented ? $" {Model}" : "")}",
            Duration is null || Duration.EndsWith('s') ? Duration : $"{Duration} s",
            Tier,
            HasImage && kind is UgcKind.Video ? "from an image" : null,
            IsPriceUnknown && Model is not ActorRequest.Undocumented ? "with additional properties" : null,
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }
}
