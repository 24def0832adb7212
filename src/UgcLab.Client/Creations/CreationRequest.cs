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

/// <summary>What <c>POST /ugc/video</c> takes (docs/video). Optional members that are null are not sent.</summary>
public sealed record VideoRequest : CreationRequest
{
    /// <summary>What the video is to show: 10 to 3000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>The model, such as <c>veo-3.1</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The length in seconds, as text without a unit: <c>"8"</c>.</summary>
    public required string Duration { get; init; }

    /// <summary>The shape; its words differ by model.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>A public https address of the first frame: JPEG, PNG or WebP, at most 10 MB.</summary>
    public string? ImageUrl { get; init; }

    /// <summary><c>standard</c> or <c>pro</c>; for sora-2-pro, which requires it.</summary>
    public string? Tier { get; init; }

    /// <summary>
    /// The image job whose image is at <see cref="ImageUrl"/>: each read signs the address again, but the image is the same. Never sent.
    /// </summary>
    public UgcJob? ImageJob { get; init; }

    internal override string Endpoint => "ugc/video";
    internal override CreationRequest Identity => ImageJob is null ? this : this with { ImageUrl = $"ugc:{ImageJob.UgcId}" };

    private protected override (string Name, object? Value)[] Members =>
    [
        ("projectId", ProjectId), ("prompt", Prompt), ("model", Model), ("duration", Duration),
        ("aspectRatio", AspectRatio), ("imageUrl", ImageUrl), ("tier", Tier), ("variants", Variants),
    ];
}

/// <summary>What <c>POST /ugc/image</c> takes (docs/image). Optional members that are null are not sent.</summary>
public sealed record ImageRequest : CreationRequest
{
    /// <summary>What the image is to show: 10 to 3000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>The model: <c>nano-banana-pro</c> or <c>seedream-4.5</c>.</summary>
    public required string Model { get; init; }

    /// <summary><c>standard</c> or <c>pro</c>, which the documented models require; null for a later one that has none.</summary>
    public string? Tier { get; init; }

    /// <summary>The aspect ratio: <c>9:16</c>, <c>1:1</c>, or <c>16:9</c>; null for the service's default (9:16).</summary>
    public string? AspectRatio { get; init; }

    internal override string Endpoint => "ugc/image";

    private protected override (string Name, object? Value)[] Members =>
    [
        ("projectId", ProjectId), ("prompt", Prompt), ("model", Model),
        ("tier", Tier), ("aspectRatio", AspectRatio), ("variants", Variants),
    ];
}

/// <summary>What <c>POST /ugc/motion-control</c> takes (docs/motion-control). Optional members that are null are not sent.</summary>
public sealed record MotionVideoRequest : CreationRequest
{
    /// <summary>Ids of 1 to 20 actors of <c>GET /ugclab-actors</c>.</summary>
    public required IReadOnlyList<string> ActorIds { get; init; }

    /// <summary>A public https address of the video whose motion is taken over: MP4 or WebM, at most 50 MB and 30 seconds.</summary>
    public required string ReferenceVideoUrl { get; init; }

    /// <summary>How long that video is: 1 to 30 seconds, each of them paid for.</summary>
    public required decimal VideoDuration { get; init; }

    /// <summary>A public https address of the picture of a product.</summary>
    public string? ProductImageUrl { get; init; }

    /// <summary>An additional description of the video: at most 1000 characters.</summary>
    public string? Prompt { get; init; }

    /// <summary><c>std</c> or <c>pro</c>; null for the service's default (pro).</summary>
    public string? Quality { get; init; }

    internal override string Endpoint => "ugc/motion-control";

    /// <inheritdoc/>
    public override int Outputs => Variants * ActorIds.Count;

    private protected override (string Name, object? Value)[] Members =>
    [
        ("projectId", ProjectId), ("ugclabActorIds", ActorIds), ("referenceVideoUrl", ReferenceVideoUrl), ("videoDuration", VideoDuration),
        ("productImageUrl", ProductImageUrl), ("userPrompt", Prompt), ("quality", Quality), ("variants", Variants),
    ];
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
