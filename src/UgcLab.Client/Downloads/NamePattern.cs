namespace UgcLab.Downloads;

/// <summary>A pattern for file names without extension, such as <c>{Reference}-v{VariantIndex}</c>. A literal brace is doubled.</summary>
internal sealed class NamePattern(BraceText parts)
{
    private static readonly char[] Separators = ['-', '_', ' '];

    public static NamePattern Parse(string pattern) => new(BraceText.Parse(pattern, why =>
        new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"The name pattern '{Redaction.Show(pattern)}' cannot be read: {why}.",
            "Write a field as {Reference}, and a brace that belongs to the name twice.")));

    public IEnumerable<string> Names => parts.Names;

    // The file name, without an extension and safe on every system. A blank field goes, and the separators it would leave
    // doubled or dangling go with it. Empty when nothing at all is left: the caller then names the file by its job.
    public string Fill(Func<string, string?> field)
    {
        StringBuilder name = new();
        bool gap = false;
        foreach (BraceText.Piece piece in parts.Pieces)
        {
            string? text = piece.IsName ? field(piece.Text)?.Trim() : piece.Text;
            if (!piece.IsName && gap && (name.Length == 0 || Separators.Contains(name[^1])))
            {
                text = piece.Text.TrimStart(Separators);
            }

            name.Append(text);
            gap = string.IsNullOrEmpty(text) && (gap || piece.IsName);
        }

        return SafeName.Clean(name.ToString().Trim(Separators));
    }
}
