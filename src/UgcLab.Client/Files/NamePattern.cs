using System.Text;
using UgcLab.Files;

namespace UgcLab;

/// <summary>
/// A pattern for file names, such as <c>{Reference}-{Model}-v{VariantIndex}</c>. A brace that is meant as itself is
/// doubled. The extension is no part of it: that comes from what the file turns out to be.
/// </summary>
public sealed class NamePattern
{
    private static readonly char[] Separators = ['-', '_', ' '];
    private readonly string _text;
    private readonly List<Piece> _pieces;

    private NamePattern(string text, List<Piece> pieces) => (_text, _pieces) = (text, pieces);

    /// <summary>The fields that the pattern asks for, each once, as written.</summary>
    public IEnumerable<string> Fields => _pieces.Where(piece => piece.IsField).Select(piece => piece.Text).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: it is blank, a brace has no partner, or a field has no name.</exception>
    public static NamePattern Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        List<Piece> pieces = [];
        StringBuilder literal = new();
        for (int at = 0; at < pattern.Length; at++)
        {
            char c = pattern[at];
            if (c is '{' or '}' && at + 1 < pattern.Length && pattern[at + 1] == c)
            {
                literal.Append(c);
                at++;
            }
            else if (c == '{')
            {
                int end = pattern.IndexOfAny(['{', '}'], at + 1);
                if (end < 0 || pattern[end] == '{')
                {
                    throw Wrong(pattern, $"the brace at character {at + 1} is never closed");
                }

                string field = pattern[(at + 1)..end].Trim();
                if (field.Length == 0)
                {
                    throw Wrong(pattern, $"the braces at character {at + 1} hold no field");
                }

                pieces.Add(new(literal.ToString(), IsField: false));
                pieces.Add(new(field, IsField: true));
                literal.Clear();
                at = end;
            }
            else
            {
                literal.Append(c == '}' ? throw Wrong(pattern, $"the brace at character {at + 1} was never opened") : c);
            }
        }

        pieces.Add(new(literal.ToString(), IsField: false));
        return string.IsNullOrWhiteSpace(pattern) ? throw Wrong(pattern, "it is blank") : new(pattern, pieces);
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
        foreach (Piece piece in _pieces)
        {
            string? text = piece.IsField ? field(piece.Text)?.Trim() : piece.Text;
            if (!piece.IsField && gap && (name.Length == 0 || Separators.Contains(name[^1])))
            {
                text = piece.Text.TrimStart(Separators);
            }

            name.Append(text);
            gap = string.IsNullOrEmpty(text) ? gap || piece.IsField : false;
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

    private readonly record struct Piece(string Text, bool IsField);
}
