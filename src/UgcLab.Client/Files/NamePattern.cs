using System.Text;
using UgcLab.Files;
using UgcLab.Rows;

namespace UgcLab;

/// <summary>
/// A pattern for file names, such as <c>{Reference}-{Model}-v{VariantIndex}</c>. A brace that is meant as itself is
/// doubled. The extension is no part of it: that comes from what the file turns out to be.
/// </summary>
public sealed class NamePattern
{
    private static readonly char[] Separators = ['-', '_', ' '];
    private readonly string _text;
    private readonly BraceText _parts;

    private NamePattern(string text, BraceText parts) => (_text, _parts) = (text, parts);

    /// <summary>The fields that the pattern asks for, each once, as written.</summary>
    public IEnumerable<string> Fields => _parts.Names;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: it is blank, a brace has no partner, or a field has no name.</exception>
    public static NamePattern Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new(pattern, BraceText.Parse(pattern, why => Wrong(pattern, why)));
    }

    /// <summary>
    /// The file name, without an extension and safe on every system. A blank field goes, and the separators it would leave
    /// doubled or dangling go with it. Empty when nothing at all is left: the caller then names the file by its job.
    /// </summary>
    /// <param name="field">Gives a field's value; null or blank when there is none.</param>
    public string Fill(Func<string, string?> field)
    {
        ArgumentNullException.ThrowIfNull(field);
        StringBuilder name = new();
        bool gap = false;
        foreach (BraceText.Piece piece in _parts.Pieces)
        {
            string? text = piece.IsName ? field(piece.Text)?.Trim() : piece.Text;
            if (!piece.IsName && gap && (name.Length == 0 || Separators.Contains(name[^1])))
            {
                text = piece.Text.TrimStart(Separators);
            }

            name.Append(text);
            gap = string.IsNullOrEmpty(text) ? gap || piece.IsName : false;
        }

        string trimmed = name.ToString().Trim(Separators);
        return SafeName.Clean(trimmed);
    }

    /// <summary>The pattern as written.</summary>
    public override string ToString() => _text;

    private static UgcLabException Wrong(string pattern, string why) =>
        new(UgcLabErrorKind.ArgumentInvalid, $"The name pattern '{Http.Redaction.Show(pattern)}' cannot be read: {why}.")
        {
            Advice = "Write a field as {Reference}, and a brace that belongs to the name twice.",
        };
}
