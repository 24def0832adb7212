using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;

namespace UgcLab.Creations;

// Any request other than a read, as the user specified it. Its cost isn't known,
// so it is handled like every purchase: recorded, sent once, and recorded again.
internal sealed record RawRequest : CreationRequest
{
    private static readonly HttpMethod[] Methods = [HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete];
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RequestPath _path;
    private readonly byte[] _body;
    private readonly string _said;
    private readonly UgcJob _job;

    [SetsRequiredMembers]
    private RawRequest(HttpMethod method, RequestPath path, JsonDocument? body)
    {
        (Method, _path) = (method, path);
        _body = body is null ? [] : UntypedJson.Bytes(body.RootElement.WriteTo);
        _said = body is null ? "" : Encoding.UTF8.GetString(UntypedJson.Bytes(body.RootElement.WriteTo, Legible));
        _job = RequestDescription.Of(Endpoint, body?.RootElement ?? default);

        // A body that names no project belongs to none that is known.
        ProjectId = _job.ProjectId ?? "";
    }

    // Null when nothing is known to be created at this endpoint.
    public UgcKind? Kind => _job.Kind;

    // The body for people: on one line, no longer than 2000 characters, without what may be a secret.
    public string Body => Redaction.Show(_said, 2000);
    public override int Outputs => _job.VariantCount;

    internal override HttpMethod Method { get; }

    // With another method, the same path is another endpoint, with its own prices.
    internal override string Endpoint => Method == HttpMethod.Post ? _path.Text : $"{Method} {_path.Text}";
    internal override string Address => _path.Address;

    // Whatever was written was not checked, so its price is not that of what was.
    internal override bool IsPriceUnknown => true;
    internal override int? Expected => Kind is null ? null : Outputs;
    internal override UgcLabErrorKind NotFound => UgcLabErrorKind.PathNotFound;

    internal override JobNaming Naming =>
        Method == HttpMethod.Delete ? JobNaming.Never
        : Method == HttpMethod.Post && _path.Segments is [string first, _] && first.Equals("ugc", StringComparison.OrdinalIgnoreCase)
            ? JobNaming.Always
        : JobNaming.Maybe;

    // The body is JSON as text; or texts, numbers, Booleans, and lists and dictionaries of them; or null for none.
    public static RawRequest Of(string method, RequestPath path, object? body, string apiKey)
    {
        HttpMethod known = Methods.FirstOrDefault(each => each.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            ?? throw Invalid("A request other than a read must be POST, PUT, PATCH, or DELETE.");
        try
        {
            using JsonDocument? document = body switch
            {
                null => null,
                string text => JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = UntypedJson.MaxDepth }),
                _ => JsonDocument.Parse(UntypedJson.Bytes(body)),
            };
            RawRequest request = new(known, path, document);
            if (document is not null)
            {
                request.Check(document.RootElement, apiKey);
            }

            return request;
        }
        catch (JsonException error)
        {
            throw new UgcLabException(
                UgcLabErrorKind.ArgumentInvalid, $"The body isn't valid JSON: {Redaction.Show(error.Message, 200)}",
                "A hashtable is written as JSON by itself.", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw new UgcLabException(
                UgcLabErrorKind.ArgumentInvalid,
                "The body holds half a character (a lone surrogate), which would be sent as something else.", error);
        }
    }

    public override UgcJob Describe(string ugcId) => _job with { UgcId = ugcId, ActorId = null };

    internal override PriceKey PriceKey =>
        new(Endpoint, _job.Model, _job.Duration, _job.Tier, _job.ImageUrl is not null, IsPriceUnknown: true);

    internal override bool Mentions(string ugcId) =>
        _path.Segments.Contains(ugcId, StringComparer.Ordinal) || _said.Contains($"\"{ugcId}\"", StringComparison.Ordinal);

    // The body was written when the request was made.
    private protected override (string Name, object? Value)[] Members => [];

    internal override byte[] ToJson() => _body;

    public override string ToString() => $"{Method} {_path}";

    private void Check(JsonElement body, string apiKey)
    {
        if (body.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            throw Invalid("The body is neither a JSON object nor a list.");
        }

        CheckMembers(body);
        if (FieldText.HoldsKey(_said) || _said.Contains(apiKey, StringComparison.Ordinal)
            || _said.Contains(JsonEncodedText.Encode(apiKey, Legible.Encoder).Value, StringComparison.Ordinal))
        {
            throw Invalid("The body holds something like an API key, which goes into a header by itself and nowhere else.");
        }
    }

    private static void CheckMembers(JsonElement value)
    {
        JsonProperty[] members = value.ValueKind is JsonValueKind.Object ? [.. value.EnumerateObject()] : [];
        if (members.GroupBy(member => member.Name, StringComparer.Ordinal).FirstOrDefault(name => name.Count() > 1)?.Key is string twice)
        {
            throw Invalid($"The body has the member {Redaction.Show(twice)} twice, and the service's choice between them isn't defined.");
        }

        foreach (JsonElement below in value.ValueKind is JsonValueKind.Array ? value.EnumerateArray()
            : members.Select(member => member.Value))
        {
            CheckMembers(below);
        }
    }

    private static UgcLabException Invalid(string why) => new(UgcLabErrorKind.ArgumentInvalid, $"{why} Nothing was sent.");
}
