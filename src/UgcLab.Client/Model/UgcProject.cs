namespace UgcLab;

/// <summary>A folder of projects.</summary>
/// <param name="Id">The service's id.</param>
/// <param name="Name">Its name.</param>
public sealed record UgcFolder(string? Id, string? Name)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name ?? Id ?? "";
}

/// <summary>A project of the workspace (docs/projects).</summary>
public sealed record UgcProject
{
    /// <summary>The service's id, which creations name.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>The folder it lies in, or null.</summary>
    public UgcFolder? Folder { get; init; }

    /// <summary>How many clips it holds.</summary>
    public int? UgcCount { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
