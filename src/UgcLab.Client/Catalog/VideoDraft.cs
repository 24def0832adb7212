namespace UgcLab;

/// <summary>A video as somebody wrote it down, before the rules have seen it: text throughout, null where nothing was given.</summary>
public sealed record VideoDraft
{
    /// <summary>What the video is to show.</summary>
    public string? Prompt { get; init; }

    /// <summary>The project it goes to.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The model.</summary>
    public string? Model { get; init; }

    /// <summary>The length in seconds.</summary>
    public string? Duration { get; init; }

    /// <summary>The shape.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>The quality.</summary>
    public string? Tier { get; init; }

    /// <summary>The start image.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>How many takes.</summary>
    public string? Variants { get; init; }

    /// <summary>The user's own label; it goes nowhere but into the local record and the file's name.</summary>
    public string? Reference { get; init; }

    /// <summary>Members to send as they are.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; init; } = new Dictionary<string, object?>();
}
