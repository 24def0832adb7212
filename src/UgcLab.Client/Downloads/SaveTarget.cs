namespace UgcLab.Downloads;

/// <summary>Where a video is saved: a folder and a name without an extension, or one literal path.</summary>
public sealed record SaveTarget
{
    /// <summary>The folder; it is made when it is not there.</summary>
    public string? Folder { get; init; }

    /// <summary>The name within the folder, without extension; it is made safe. Blank means <c>ugc_</c> and the job's id.</summary>
    public string? FileName { get; init; }

    /// <summary>A full path with its extension, used instead of the folder and the name.</summary>
    public string? LiteralPath { get; init; }

    /// <summary>What becomes of a file that is there already.</summary>
    public UgcIfExists IfExists { get; init; }

    /// <summary>Whether <c>name.json</c> is written next to the video. Without it, a later run can't recognize the file.</summary>
    public bool WriteSidecar { get; init; } = true;

    /// <summary>The longest video taken, in bytes; 4 GiB unless said otherwise.</summary>
    public long MaxBytes { get; init; } = 4L << 30;

    /// <summary>The path, as far as it is known before the file is.</summary>
    public override string ToString() => LiteralPath ?? Path.Combine(Folder ?? "", FileName ?? "");
}
