namespace UgcLab.Text;

// Turns any text into a file name that is valid on every system. The rules of all systems apply everywhere,
// so that a folder filled on Linux can be copied to Windows, and a run on another system finds its files.
internal static class SafeName
{
    /// <summary>Leaves room for a number and the longest extension within the 143 bytes that an encrypted home allows.</summary>
    public const int LongestInBytes = 120;

    private static readonly HashSet<string> Devices = new(
        Enumerable.Range(0, 10).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })
            .Concat(["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"])
            .Concat(["COM¹", "COM²", "COM³", "LPT¹", "LPT²", "LPT³"]),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The fallback is used when nothing of the text is left.</summary>
    public static string Make(string? text, string fallback) =>
        new[] { text ?? "", fallback, "ugc" }.Select(Clean).First(name => name.Length > 0);

    public static string Clean(string text)
    {
        // Normalized last, because a character between a letter and its accent is removed only before this.
        string name = Cut(string.Concat(text.EnumerateRunes().Select(Safe)).Normalize(NormalizationForm.FormC).TrimStart(' '));
        bool hidden = name.Length > 0 && name[0] is '.' or '-' or '~';
        return hidden || IsDevice(name) ? Cut("_" + name) : name;
    }

    private static string Safe(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        // An unpaired surrogate comes out of the enumeration as U+FFFD.
        _ when rune.Value is '/' or '\\' or '<' or '>' or ':' or '"' or '|' or '?' or '*' or 0xFFFD => "_",
        _ when (rune.Value & 0xFFFE) == 0xFFFE => "_",
        UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "_",
        UnicodeCategory.SpaceSeparator => " ",

        // Bidi marks make "gpm.exe" look like "exe.mpg"; the other characters are invisible, so two names would look the same.
        UnicodeCategory.Format => "",
        _ => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 ? "" : rune.ToString(),
    };

    // Windows removes dots and spaces at the end, so two names would be one file. The same applies to "." and "..".
    private static string Cut(string name)
    {
        int bytes = 0;
        IEnumerable<Rune> kept = name.EnumerateRunes().TakeWhile(rune => (bytes += rune.Utf8SequenceLength) <= LongestInBytes);
        return string.Concat(kept).TrimEnd('.', ' ');
    }

    /// <summary>Whether Windows takes the name for a device: by what stands before the first dot, without spaces at its end.</summary>
    public static bool IsDevice(string name) => Devices.Contains(name.Split('.', 2)[0].TrimEnd(' '));
}
