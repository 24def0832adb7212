namespace UgcLab;

/// <summary>An actor that the service offers (docs/actors). Members that its list doesn't include are null.</summary>
public sealed record UgcActor
{
    /// <summary>The service's id, which creations name.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The actor's name at the service. Like age, color, tags, IsPro, and the preview, only for <c>ugcl-2.0</c>.</summary>
    public string? Username { get; init; }

    /// <summary><c>female</c> or <c>male</c>.</summary>
    public string? Gender { get; init; }

    /// <summary>An age group, such as <c>25-34</c>. Which there are is not documented.</summary>
    public string? Age { get; init; }

    /// <summary>A color in hexadecimal digits, such as <c>#FF5733</c>.</summary>
    public string? Color { get; init; }

    /// <summary>What the service says of it in words; empty where it says nothing.</summary>
    public IReadOnlyList<string> Tags { get; init; } = new DisplayList<string>([]);

    /// <summary>Whether the service calls it a professional one.</summary>
    public bool? IsPro { get; init; }

    /// <summary>A short film of it.</summary>
    public string? VideoPreviewUrl { get; init; }

    /// <summary>A picture of the actor; only for <c>ugcl-1.0</c>.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>The list that it is in, and so which creations take it: <c>ugcl-2.0</c> or <c>ugcl-1.0</c>.</summary>
    public required string Workflow { get; init; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}

/// <summary>Which actors are wanted. The service does the choosing.</summary>
public sealed record UgcActorFilter
{
    /// <summary>The actors of <c>GET /actors</c>.</summary>
    public const string Ugcl2 = "ugcl-2.0";

    /// <summary>The actors of <c>GET /ugclab-actors</c>, which the service filters by gender only.</summary>
    public const string Ugcl1 = "ugcl-1.0";

    /// <summary>Which list: <c>ugcl-2.0</c> or <c>ugcl-1.0</c>.</summary>
    public string Workflow { get; init; } = Ugcl2;

    /// <summary><c>female</c> or <c>male</c>; null for both.</summary>
    public string? Gender { get; init; }

    /// <summary>An age group, as the service writes it: <c>25-34</c>. Null for all.</summary>
    public string? Age { get; init; }

    /// <summary>Professional ones, or the others; null for both.</summary>
    public bool? IsPro { get; init; }

    internal bool IsOpen => string.IsNullOrWhiteSpace(Gender) && string.IsNullOrWhiteSpace(Age) && IsPro is null;
}
