namespace UgcLab;

/// <summary>A video or an image on disk.</summary>
public sealed record UgcSavedVideo
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Its SHA-256, as lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether it was there already, so that nothing was fetched.</summary>
    public bool Skipped { get; init; }

    /// <summary>Whether neither its first bytes nor its host say what it is; the extension is then <c>.bin</c>.</summary>
    public bool TypeUnknown { get; init; }

    /// <summary>Whether the host never said how long the video is, so that its end could not be checked.</summary>
    public bool LengthUnconfirmed { get; init; }

    internal string? Warning => LengthUnconfirmed
        ? $"{Path} may be incomplete: its host didn't say how long it is, and the file doesn't show it. Play it. If it ends early, "
            + "save it again and replace the file (IfExists Overwrite)."
        : null;

    /// <summary>The job's id.</summary>
    public string UgcId => Job.UgcId;

    /// <summary>The user's own label.</summary>
    public string? Reference => Job.Reference;

    /// <summary>The job, with a fresh link where one had to be fetched.</summary>
    public required UgcJob Job { get; init; }

    /// <summary>The file that records where the video came from; null if none was requested.</summary>
    public string? Sidecar { get; init; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}

/// <summary>How far a download is.</summary>
/// <param name="UgcId">The job's id.</param>
/// <param name="Received">Bytes on disk, those of an earlier attempt included.</param>
/// <param name="Total">Bytes in all, when the host has said so.</param>
public sealed record DownloadProgress(string UgcId, long Received, long? Total);

/// <summary>What becomes of a file that is there already.</summary>
public enum UgcIfExists
{
    /// <summary>Keeps a file that is the same video, by its sidecar. Beside any other, the video becomes <c>name-2</c>.</summary>
    Skip,

    /// <summary>Replaces the file, unless it was just written for another job.</summary>
    Overwrite,

    /// <summary>The video gets the next number, even if it is already there.</summary>
    Rename,

    /// <summary>It is an error.</summary>
    Error,
}
