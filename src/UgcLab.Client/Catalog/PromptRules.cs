namespace UgcLab.Catalog;

/// <summary>
/// The prompt: 10 to 3000 characters (docs/video), sent exactly as given. The page does not say how characters are
/// counted nor whether spaces around the text count, so only what is too short or too long by every way of counting is
/// refused here.
/// </summary>
internal static class PromptRules
{
    public const int Shortest = 10;
    public const int Longest = 3000;
    private const string Field = nameof(VideoDraft.Prompt);
    private static readonly char[] Delimiters = [',', ';', '\t'];

    public static void Check(string? prompt, bool skipValidation, Findings findings)
    {
        if (prompt is null || (skipValidation && prompt.Length == 0))
        {
            findings.Fault("PromptMissing", Field, null, "is missing.");
            return;
        }

        if (prompt.Length > 0 && FieldText.IsBlank(prompt))
        {
            findings.Fault("PromptBlank", Field, prompt, "holds nothing that can be seen.");
            return;
        }

        if (!skipValidation)
        {
            if (FieldText.IsSpreadsheetError(prompt))
            {
                findings.Fault("SpreadsheetError", Field, prompt, "is a spreadsheet's error, not a text.");
                return;
            }

            CheckLength(prompt, findings);
            CheckDamage(prompt, findings);
        }

        if (!FieldText.IsUnicode(prompt))
        {
            findings.Fault("PromptNotUnicode", Field, prompt, "holds half of a surrogate pair, which cannot be sent as it is.");
        }

        if (FieldText.HoldsKey(prompt))
        {
            findings.Fault("SecretInPrompt", Field, prompt, "holds what looks like an API key; the service would store it.");
        }
    }

    private static void CheckLength(string prompt, Findings findings)
    {
        if (prompt.Length < Shortest)
        {
            findings.Fault("PromptLength", Field, prompt, $"has {prompt.Length} characters; {Shortest} to {Longest} are taken.");
        }
        else if (prompt.Length > Longest && FieldText.CodePoints(prompt) is int count && count > Longest)
        {
            // The text itself may be megabytes; the two numbers say it all.
            findings.Fault("PromptLength", Field, null, $"has {count} characters; {Shortest} to {Longest} are taken.");
        }
        else if (prompt.Trim().Length < Shortest)
        {
            findings.Warn(Field, $"has fewer than {Shortest} characters without the white space around it; the service may refuse it.");
        }
    }

    private static void CheckDamage(string prompt, Findings findings)
    {
        if (prompt.Contains('\0'))
        {
            findings.Fault("PromptControlChar", Field, prompt, "holds U+0000, which is in no text.");
        }
        else if (FieldText.IndexOf(prompt, c => char.IsControl(c) && c is not ('\t' or '\n' or '\r')) is int at && at >= 0)
        {
            findings.Warn(Field, $"holds the control character {FieldText.Name(prompt[at])}; it is sent as it is.");
        }

        if (prompt.Contains('\uFFFD'))
        {
            findings.Fault(
                "ReplacementChar", Field, prompt, "holds U+FFFD, which stands where a letter could not be read.",
                "Save the file as UTF-8.");
        }

        if (LooksLikeRows(prompt))
        {
            findings.Warn(Field, "looks like several rows of a table; a quote may not be closed.");
        }
    }

    // A quote that is never closed makes one paid prompt of all rows that follow. Their mark is the same number of
    // delimiters in line after line, which prose does not have.
    private static bool LooksLikeRows(string prompt)
    {
        if (!prompt.Contains('\n'))
        {
            return false;
        }

        string[] lines = prompt.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 2 && Delimiters.Any(delimiter =>
        {
            int[] counts = [.. lines[1..].Select(line => line.Count(c => c == delimiter))];
            return counts[0] > 1 && counts.All(count => count == counts[0]);
        });
    }
}
