using System.Buffers;
using System.Collections.ObjectModel;
using System.Text.Json;
using UgcLab.Creations;

namespace UgcLab;

/// <summary>Something that can be bought. One record an endpoint; all of them go through <see cref="PurchaseService"/>.</summary>
public abstract record CreationRequest
{
    /// <summary>The project the result goes to.</summary>
    public required string ProjectId { get; init; }

    /// <summary>How many takes: 1 to 8, each paid for.</summary>
    public int Variants { get; init; } = 1;

    /// <summary>Members of a later version of the service, sent as they are.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>How many jobs it makes, each paid for: a take for each actor.</summary>
    public virtual int Outputs => Variants;

    /// <summary>Whether it has members of which nobody knows what they do to the price.</summary>
    internal virtual bool HasMore => AdditionalProperties.Count > 0;

    /// <summary>What it is told apart by in a batch; another request only where the bytes change and what is bought does not.</summary>
    internal virtual CreationRequest Identity => this;

    /// <summary>The path below the base address.</summary>
    internal abstract string Endpoint { get; }

    /// <summary>What is asked for below the base address: the endpoint, and a query where there is one.</summary>
    internal virtual string Address => Endpoint;

    /// <summary>The method.</summary>
    internal virtual HttpMethod Method => HttpMethod.Post;

    /// <summary>What a 404 means.</summary>
    internal virtual UgcLabErrorKind NotFound => UgcLabErrorKind.NotTheService;

    /// <summary>What its answer has to say of jobs.</summary>
    internal virtual JobNaming Naming => JobNaming.Always;

    /// <summary>How many jobs its answer is expected to name; null when nobody knows.</summary>
    internal virtual int? Expected => Outputs;

    /// <summary>Whether it names this job itself: then an answer that names it has not made it.</summary>
    internal virtual bool Mentions(string ugcId) => false;

    /// <summary>Writes the documented members, in the documented order.</summary>
    internal abstract void WriteMembers(Utf8JsonWriter json);

    /// <summary>What is known of a job of this request before the service has said a word of it.</summary>
    /// <param name="ugcId">The job's id.</param>
    public abstract UgcJob Describe(string ugcId);

    private protected static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private protected static void Optional(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is bool given)
        {
            json.WriteBoolean(name, given);
        }
    }

    private protected static void Optional(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            json.WriteStartArray(name);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }

    private protected static void Optional(Utf8JsonWriter json, string name, IReadOnlyList<JsonElement> values)
    {
        if (values.Count > 0)
        {
            json.WriteStartArray(name);
            foreach (JsonElement value in values)
            {
                value.WriteTo(json);
            }

            json.WriteEndArray();
        }
    }

    internal byte[] ToJson()
    {
        ArrayBufferWriter<byte> body = new(512);
        WriteTo(body);
        return body.WrittenSpan.ToArray();
    }

    /// <summary>Writes the body as it goes out.</summary>
    internal virtual void WriteTo(IBufferWriter<byte> body)
    {
        using Utf8JsonWriter json = new(body);
        json.WriteStartObject();
        WriteMembers(json);

        // In one order always: a batch knows its rows by these bytes, and a hashtable has no order to keep.
        foreach ((string name, object? value) in AdditionalProperties.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            Json.FreeJson.Write(json, value);
        }

        json.WriteEndObject();
    }
}
