namespace UgcLab.Text;

// Text as an argument of a command that a person copies to PowerShell.
internal static class CommandText
{
    // PowerShell takes typographic quotes for quotes as well.
    public static string Argument(string text) =>
        text.Length > 0 && text[0] is not ('-' or '.') && text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') ? text
            : Quoted(text);

    public static string Quoted(string text) =>
        $"'{string.Concat(text.Select(c => c is '\'' or (>= '\u2018' and <= '\u201B') ? $"{c}{c}" : c.ToString()))}'";
}
