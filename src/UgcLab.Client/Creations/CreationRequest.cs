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

    /// <summary>Whether it has members whose effect on the price isn't known.</summary>
    internal virtual bool HasMore => AdditionalProperties.Count > 0;

    /// <summary>What identifies it in a batch; another request only where the bytes change and what is created does not.</summary>
    internal virtual CreationRequest Identity => this;

    internal abstract string Endpoint { get; }

    /// <summary>The endpoint, and a query where there is one.</summary>
    internal virtual string Address => Endpoint;

    internal virtual HttpMethod Method => HttpMethod.Post;

    internal virtual UgcLabErrorKind NotFound => UgcLabErrorKind.NotTheService;

    internal virtual JobNaming Naming => JobNaming.Always;

    /// <summary>How many jobs its answer is expected to name; null when that isn't known.</summary>
    internal virtual int? Expected => Outputs;

    /// <summary>The documented members in the documented order. One that is null, or an empty list, is not sent.</summary>
    private protected abstract (string Name, object? Value)[] Members { get; }

    /// <summary>What is known of a job of this request before the service has answered.</summary>
    /// <param name="ugcId">The job's id.</param>
    public virtual UgcJob Describe(string ugcId) => RequestDescription.Of(Endpoint, Member()) with { UgcId = ugcId };

    /// <summary>What its price depends on, as far as can be known.</summary>
    internal virtual PriceKey PriceKey => RequestDescription.PriceOf(Endpoint, Member());

    private Func<string, object?> Member()
    {
        (string Name, object? Value)[] members = Members;
        return name => Array.Find(members, member => member.Name == name).Value;
    }

    /// <summary>Whether it names this job itself: then an answer that names it has not made it.</summary>
    internal virtual bool Mentions(string ugcId) => false;

    internal virtual byte[] ToJson()
    {
        IEnumerable<(string Name, object? Value)> documented = Members.Where(member =>
            member.Value is not (null or IReadOnlyCollection<string> { Count: 0 } or IReadOnlyCollection<JsonElement> { Count: 0 }));

        // Always in the same order, because a batch identifies its rows by these bytes, and a hashtable has no order.
        IEnumerable<(string Name, object? Value)> more = AdditionalProperties
            .OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => (member.Key, member.Value));
        return UntypedJson.Bytes(json => UntypedJson.WriteObject(json, documented.Concat(more), UntypedJson.Write));
    }
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
