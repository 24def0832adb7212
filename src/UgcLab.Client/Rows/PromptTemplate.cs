namespace UgcLab.Rows;

// A prompt with columns of the row in it, such as A {Color} {Product} on a table. A brace that is meant as itself
// is doubled. A cell goes in with its ends trimmed.
internal sealed class PromptTemplate(BraceText parts)
{
    public IEnumerable<string> Columns => parts.Names;

    // ArgumentInvalid: it is blank, a brace has no partner or no name, or it asks for no column at all.
    public static PromptTemplate Parse(string template)
    {
        BraceText parts = BraceText.Parse(template, Wrong);

        // In double quotes PowerShell has filled in its own variables before, and every row would have the same prompt.
        return parts.Names.Any() ? new(parts) : throw Wrong("it names no column, so every row would have the same prompt");

        UgcLabException Wrong(string why) => new(
            UgcLabErrorKind.ArgumentInvalid, $"The prompt template '{Redaction.Show(template)}' cannot be read: {why}.",
            "Write a column as {Color}, and a brace that belongs to the prompt twice.");
    }

    // The prompt of a row. A blank cell is an error, because the incomplete sentence
    // would be charged; so is the text that a spreadsheet writes for a missing value.
    public string? Fill(Func<string, string?> cell, bool skipValidation, ICollection<UgcFault> faults)
    {
        int before = faults.Count;
        foreach (string column in Columns)
        {
            string? text = cell(column);
            string shown = Redaction.Show(column);
            if (text is null || FieldText.IsBlank(text))
            {
                faults.Add(new("PromptTemplateEmpty", column, null,
                    $"Column '{shown}' is {(text is null ? "not in this row" : "empty")}, and the prompt is made from it."));
            }
            else if (!skipValidation && TextDamage.InPlaceOfText(text) is TextDamage damage)
            {
                faults.Add(new(damage.Code, column, Redaction.Show(text),
                    $"Column '{shown}': '{Redaction.Show(text)}' {damage.What}", damage.Hint));
            }
        }

        return faults.Count > before ? null
            : string.Concat(parts.Pieces.Select(piece => piece.IsName ? CellText.Trim(cell(piece.Text)!) : piece.Text));
    }
}
