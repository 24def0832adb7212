namespace UgcLab;

/// <summary>What a column of a sheet can give to a video.</summary>
public enum VideoField
{
    /// <summary>What the video is to show.</summary>
    Prompt,

    /// <summary>The project it goes to.</summary>
    ProjectId,

    /// <summary>The model.</summary>
    Model,

    /// <summary>The length in seconds.</summary>
    Duration,

    /// <summary>The shape.</summary>
    AspectRatio,

    /// <summary>The quality.</summary>
    Tier,

    /// <summary>The start image.</summary>
    ImageUrl,

    /// <summary>How many takes.</summary>
    Variants,

    /// <summary>The user's own label.</summary>
    Reference,

    /// <summary>The row's identity: what says that it is the same order when its text or its place has changed. It is never sent.</summary>
    RowId,
}
