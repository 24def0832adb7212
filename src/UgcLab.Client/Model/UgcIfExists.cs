namespace UgcLab;

/// <summary>What becomes of a file that is there already.</summary>
public enum UgcIfExists
{
    /// <summary>
    /// A file that is the same video, by its sidecar, is kept. Any other file is
    /// kept too, and the video gets the next number: <c>name-2</c>, <c>name-3</c>.
    /// </summary>
    Skip,

    /// <summary>Replaces the file, unless it was just written for another job.</summary>
    Overwrite,

    /// <summary>The video gets the next number, even if it is already there.</summary>
    Rename,

    /// <summary>It is an error.</summary>
    Error,
}
