namespace UgcLab;

/// <summary>What becomes of a file that is there already.</summary>
public enum UgcIfExists
{
    /// <summary>
    /// A file that is this very video, by its sidecar, is left as it is. Any other file is left too, and the video takes
    /// the next number: <c>name-2</c>, <c>name-3</c>.
    /// </summary>
    Skip,

    /// <summary>The file is replaced, unless it was written a moment ago for another job: that video is somebody's too.</summary>
    Overwrite,

    /// <summary>The video takes the next number, even when it is there already.</summary>
    Rename,

    /// <summary>It is an error.</summary>
    Error,
}
