using System.Text;

namespace UgcLab.Rows;

/// <summary>Text with names in braces, as <c>A {Color} mug</c>. A brace that is meant as itself is doubled.</summary>
internal sealed class BraceText
{
    private BraceText(IReadOnlyList<Piece> pieces) => Pieces = pieces;

    /// <summary>The text in its order: what stands as it is, and names.</summary>
    public IReadOnlyList<Piece> Pieces { get; }

    /// <summary>The names, each once, as written first. Case does not make another name.</summary>
    public IEnumerable<string> Names => Pieces.Where(piece => piece.IsName).Select(piece => piece.Text).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a text; <paramref name="wrong"/> makes the failure from the end of its sentence.</summary>
    public static BraceText Parse(string text, Func<string, UgcLabException> wrong)
    {
        List<Piece> pieces = [];
        StringBuilder literal = new();
        for (int at = 0; at < text.Length; at++)
        {
            char c = text[at];
            if (c is '{' or '}' && at + 1 < text.Length && text[at + 1] == c)
            {
                literal.Append(c);
                at++;
            }
            else if (c == '{')
            {
                int end = text.IndexOfAny(['{', '}'], at + 1);
                if (end < 0 || text[end] == '{')
                {
                    throw wrong($"the brace at character {at + 1} is never closed");
                }

                string name = text[(at + 1)..end].Trim();
                if (name.Length == 0)
                {
                    throw wrong($"the braces at character {at + 1} hold no name");
                }

                pieces.Add(new(literal.ToString(), IsName: false));
                pieces.Add(new(name, IsName: true));
                literal.Clear();
                at = end;
            }
            else
            {
                literal.Append(c == '}' ? throw wrong($"the brace at character {at + 1} was never opened") : c);
            }
        }

        pieces.Add(new(literal.ToString(), IsName: false));
        return string.IsNullOrWhiteSpace(text) ? throw wrong("it is blank") : new(pieces);
    }

    /// <summary>A part of the text: a name, or what stands between names.</summary>
    public readonly record struct Piece(string Text, bool IsName);
}
