namespace UgcLab.Downloads;

/// <summary>One name in a folder, and the files that belong to it. The extension is set only where the caller has set it.</summary>
internal sealed record SavePaths(string Folder, string Stem, string? Extension, int Number = 1)
{
    public string Name => Number == 1 ? Stem : $"{Stem}-{Number}";

    public string Part => Base + ".part";
    public string Notes => Base + ".part.json";
    public string Sidecar => Base + ".json";

    /// <summary>The common form of two spellings of one file on a disk that ignores case and composition.</summary>
    public string Key => Base.Normalize().ToUpperInvariant();
    private string Base => Path.Combine(Folder, Name);

    public static SavePaths Of(SaveTarget target, string ugcId)
    {
        if (string.IsNullOrEmpty(target.LiteralPath))
        {
            string folder = FullPath(!string.IsNullOrWhiteSpace(target.Folder) ? target.Folder
                : throw Error("Neither a folder nor a path says where the video is to go."));
            string stem = SafeName.Make(target.FileName, "ugc_" + ugcId);

            // "a.part" and its sidecar would be taken for the unfinished "a".
            return new(folder, stem.EndsWith(".part", StringComparison.OrdinalIgnoreCase) ? stem + "_" : stem, null);
        }

        // From the text, because on Windows the full path of CON.mp4 is that of the console.
        string extension = Path.GetExtension(target.LiteralPath);
        string name = Path.GetFileNameWithoutExtension(target.LiteralPath);
        string path = FullPath(target.LiteralPath);
        return name.Length == 0 || Path.EndsInDirectorySeparator(target.LiteralPath)
            ? throw Error($"The path {path} names no file. To save to a folder, specify the folder only.")
            : SafeName.IsDevice(name) ? throw Error($"The name {name} is a device on Windows. Choose another name.")
            : Directory.Exists(path) ? throw Error($"{path} is a folder. Specify the path of a file, or the folder only.")
            : extension.ToUpperInvariant() is ".PART" or ".JSON"
                ? throw Error($"The path {path} ends in {extension}, which is kept for what lies beside a video.")
            : new(Path.GetDirectoryName(path)!, name, extension);
    }

    public SavePaths Next() => this with { Number = Number + 1 };

    public string Video(string extension) => Base + (Extension ?? extension);

    public string? FindVideo()
    {
        IEnumerable<string> candidates = Extension is null ? MediaType.Extensions.Select(Video) : [Video(Extension)];
        return candidates.FirstOrDefault(path => Path.Exists(path) || IsLink(path));
    }

    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static string FullPath(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);

            // An unpaired surrogate isn't a valid character, and only normalization detects it.
            _ = full.Normalize();
            return full;
        }
        catch (Exception e) when (e is ArgumentException or IOException or NotSupportedException)
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"The path '{Redaction.Show(path)}' is none.", e);
        }
    }

    private static UgcLabException Error(string message) => new(UgcLabErrorKind.ArgumentInvalid, message);
}
