using System.Text;
using UgcLab.Catalog;
using UgcLab.Http;
using UgcLab.Rows;

namespace UgcLab;

/// <summary>
/// A prompt with columns of the row in it, such as <c>A {Color} {Product} on a table</c>. A brace that is meant as itself
/// is doubled. A cell goes in exactly as it stands.
/// </summary>
public sealed class PromptTemplate
{
    private readonly string _text;
    private readonly BraceText _parts;

    private PromptTemplate(string text, BraceText parts) => (_text, _parts) = (text, parts);

    /// <summary>The columns that it asks for, each once, as written. Case does not matter.</summary>
    public IEnumerable<string> Columns => _parts.Names;

    /// <summary>Reads a template.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: it is blank, a brace has no partner or no name, or it asks for no column at all.</exception>
    public static PromptTemplate Parse(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        BraceText parts = BraceText.Parse(template, why => Wrong(template, why));

        // In double quotes PowerShell has filled in its own variables before, and every row would buy one and the same.
        return parts.Names.Any() ? new(template, parts) : throw Wrong(template, "it names no column, so every row would have the same prompt");
    }

    /// <summary>The template as written.</summary>
    public override string ToString() => _text;

    /// <summary>
    /// The prompt of a row. A cell that is blank is a fault, for a sentence with a hole in it would be paid for; so is
    /// what a spreadsheet writes where it has no value.
    /// </summary>
    internal string? Fill(Func<string, string?> cell, bool skipValidation, ICollection<UgcFault> faults)
    {
        int before = faults.Count;
        foreach (string column in Columns)
        {
            string? text = cell(column);
            string shown = Redaction.Show(column);
            if (text is null || FieldText.IsBlank(text))
            {
                faults.Add(new("PromptTemplateEmpty", column, null, $"Column '{shown}' is {(text is null ? "not in this row" : "empty")}, and the prompt is made from it."));
            }
            else if (!skipValidation && FieldText.IsSpreadsheetError(text))
            {
                faults.Add(new("SpreadsheetError", column, Redaction.Show(text), $"Column '{shown}' holds '{Redaction.Show(text)}', which is a spreadsheet's error and not a text."));
            }
        }

        return faults.Count > before ? null : Text(cell);
    }

    private string Text(Func<string, string?> cell)
    {
        StringBuilder prompt = new();
        foreach (BraceText.Piece piece in _parts.Pieces)
        {
            prompt.Append(piece.IsName ? cell(piece.Text) : piece.Text);
        }

        return prompt.ToString();
    }

    private static UgcLabException Wrong(string template, string why) =>
        new(UgcLabErrorKind.ArgumentInvalid, $"The prompt template '{Redaction.Show(template)}' cannot be read: {why}.")
        {
            Advice = "Write a column as {Color}, and a brace that belongs to the prompt twice.",
        };
}
