namespace UgcLab.Creations;

/// <summary>How many characters a text may have; one that may have 0 can be left out.</summary>
internal readonly record struct TextSize(CreationField Field, int Shortest, int Longest)
{
    // docs/video and docs/image.
    public static TextSize Prompt => new(CreationField.Prompt, 10, 3000);
}

// A text that is sent as given but for its ends, which are trimmed: a prompt, a script, actions. The pages do not say how characters are
// counted, so only what is too short or too long by every way of counting is refused here.
internal static class TextRules
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    public static string? Check(string? text, TextSize size, bool skipValidation, ValidationResultBuilder findings)
    {
        CreationField field = size.Field;
        if (text is null || (text.Length == 0 && skipValidation) || (size.Shortest == 0 && FieldText.IsBlank(text)))
        {
            return size.Shortest > 0 ? findings.Fault($"{field}Missing", field, null, "is missing.") : null;
        }

        if (text.Length > 0 && FieldText.IsBlank(text))
        {
            return findings.Fault($"{field}Blank", field, text, "holds nothing that can be seen.") ?? text;
        }

        if (!skipValidation)
        {
            if (TextDamage.InPlaceOfText(text) is null)
            {
                CheckLength(text, size, findings);
            }

            findings.Fault(field, text, TextDamage.Of(text));
            if (LooksLikeRows(text))
            {
                findings.Warn(field, "looks like several rows of a table; a quote may not be closed.");
            }
        }

        if (!FieldText.IsUnicode(text))
        {
            findings.Fault($"{field}NotUnicode", field, text, "holds half of a surrogate pair, which cannot be sent as it is.");
        }

        if (FieldText.HoldsKey(text))
        {
            findings.Fault("SecretInPrompt", field, text, "holds what looks like an API key; the service would store it.");
        }

        return text;
    }

    private static void CheckLength(string text, TextSize size, ValidationResultBuilder findings)
    {
        CreationField field = size.Field;
        string taken = size.Shortest > 0 ? $"{size.Shortest} to {size.Longest} are taken" : $"at most {size.Longest} are taken";
        if (text.Length < size.Shortest)
        {
            findings.Fault($"{field}Length", field, text, $"has {text.Length} characters; {taken}.");
        }
        else if (text.Length > size.Longest && text.EnumerateRunes().Count() is int count && count > size.Longest)
        {
            // The text itself may be megabytes; the two numbers say it all.
            findings.Fault($"{field}Length", field, null, $"has {count} characters; {taken}.");
        }
    }

    // A quote that is never closed makes one paid prompt of all rows that follow. Their mark is the same number of
    // delimiters in line after line, which prose does not have.
    private static bool LooksLikeRows(string text)
    {
        if (!text.Contains('\n'))
        {
            return false;
        }

        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 2 && Delimiters.Any(delimiter =>
        {
            int[] counts = [.. lines[1..].Select(line => line.Count(c => c == delimiter))];
            return counts[0] > 1 && counts.All(count => count == counts[0]);
        });
    }
}
