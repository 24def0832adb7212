using System.Text.RegularExpressions;

namespace UgcLab.Text;

// Text with names in braces, as A {Color} mug. A brace that is meant as itself is doubled.
internal sealed partial class BraceText(IReadOnlyList<BraceText.Piece> pieces)
{
    public IReadOnlyList<Piece> Pieces => pieces;

    // The names, each once, as written first. Case does not make another name.
    public IEnumerable<string> Names =>
        Pieces.Where(piece => piece.IsName).Select(piece => piece.Text).Distinct(StringComparer.OrdinalIgnoreCase);

    // Reads a text; wrong makes the failure from the end of its sentence.
    public static BraceText Parse(string text, Func<string, Exception> wrong)
    {
        List<Piece> pieces = [];
        StringBuilder literal = new();
        foreach (Match token in Token().Matches(text))
        {
            string brace = $"at character {token.Index + 1}";
            switch (token.Value)
            {
                case "{": throw wrong($"the brace {brace} is never closed");
                case "}": throw wrong($"the brace {brace} was never opened");
                case "{{" or "}}": literal.Append(token.ValueSpan[0]); break;
                case ['{', .. string name, '}']:
                    name = name.Trim().Length > 0 ? name.Trim() : throw wrong($"the braces {brace} hold no name");
                    pieces.AddRange([new(literal.ToString(), IsName: false), new(name, IsName: true)]);
                    literal.Clear();
                    break;
                default: literal.Append(token.Value); break;
            }
        }

        pieces.Add(new(literal.ToString(), IsName: false));
        return string.IsNullOrWhiteSpace(text) ? throw wrong("it is blank") : new(pieces);
    }

    [GeneratedRegex(@"\{\{|\}\}|\{[^{}]*\}|[{}]|[^{}]+")]
    private static partial Regex Token();

    public readonly record struct Piece(string Text, bool IsName);
}
