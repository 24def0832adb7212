using System.Collections;
using System.Buffers;
using System.Text.RegularExpressions;

namespace UgcLab.Catalog;

/// <summary>Where a creation goes, how many of it are bought, and what is sent besides.</summary>
internal static partial class OrderRules
{
    private const int LongestId = 64;

    // The documentation speaks of CUIDs; this is as much of that as is certain, and no path or query hides in it.
    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    public static string? ProjectId(string? text, bool skipValidation, Findings findings)
    {
        if (text is null)
        {
            return findings.Fault("ProjectIdMissing", CreationField.ProjectId, null, "is missing.");
        }

        if (!skipValidation)
        {
            Id(CreationField.ProjectId, text, findings);
        }

        return text;
    }

    /// <summary>Refuses what can be no id, of whatever it is.</summary>
    public static void Id(CreationField field, string text, Findings findings)
    {
        int odd = text.AsSpan().IndexOfAnyExcept(IdCharacters);
        if (odd >= 0)
        {
            findings.Fault($"{field}Invalid", field, text, $"holds {FieldText.Name(text[odd])}; an id has letters, digits, - and _ alone.");
        }
        else if (text.Length > LongestId)
        {
            findings.Fault($"{field}Invalid", field, text, $"has {text.Length} characters; no id has more than {LongestId}.");
        }
    }

    /// <summary>Each is paid for, so nothing but a plain 1 to 8 is taken (<c>1.0</c> is how some sheets write 1), validation or not.</summary>
    public static int Variants(string? text, Findings findings)
    {
        if (text is not null && OneToEight().IsMatch(text))
        {
            return text[0] - '0';
        }

        _ = text is null ? null : findings.Fault("VariantsRange", CreationField.Variants, text, "is not a whole number from 1 to 8.");
        return 1;
    }

    /// <summary>
    /// Members that are sent as they are. One that has a parameter of its own would slip past its rules, and past the limit on
    /// what one request may cost.
    /// </summary>
    public static void AdditionalProperties(IReadOnlyDictionary<string, object?> members, CreationKind kind, Findings findings)
    {
        const string Field = "AdditionalProperty";
        foreach ((string name, object? value) in members)
        {
            if (kind.Owner(name.Trim()) is CreationField parameter)
            {
                findings.Fault("AdditionalPropertyInvalid", Field, name, "has a parameter of its own.", $"Use {parameter}.");
            }
            else if (string.IsNullOrWhiteSpace(name) || !FieldText.IsUnicode(name))
            {
                findings.Fault("AdditionalPropertyInvalid", Field, name, "cannot be a name.");
            }

            string[] texts = [.. Texts(value)];
            if (texts.Any(FieldText.HoldsKey))
            {
                findings.Fault("SecretInInput", Field, name, "holds what looks like an API key; the service would store it.");
            }
            else if (!texts.All(FieldText.IsUnicode))
            {
                findings.Fault("AdditionalPropertyInvalid", Field, name, "holds half of a surrogate pair, which cannot be sent as it is.");
            }
        }
    }

    // All texts in a value, however deep: names and values of maps, items of lists.
    private static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        IDictionary map => map.Keys.Cast<object?>().Concat(map.Values.Cast<object?>()).SelectMany(Texts),
        IEnumerable list => list.Cast<object?>().SelectMany(Texts),
        _ => [],
    };

    [GeneratedRegex(@"^[1-8](\.0+)?\z")]
    private static partial Regex OneToEight();
}
