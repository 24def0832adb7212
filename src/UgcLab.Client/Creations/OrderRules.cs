using System.Collections;
using System.Buffers;

namespace UgcLab.Creations;

/// <summary>The rules of ids, and of members that are sent as they are.</summary>
internal static class OrderRules
{
    private const int LongestId = 64;

    // The documentation speaks of CUIDs; this is as much of that as is certain, and no path or query hides in it.
    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    // Ids are CUIDs in the documentation: 25 letters and digits. A shorter word without digits isn't an id.
    private const int ShortestId = 10;

    /// <summary>Refuses text that can't be an id, warns if it is probably not an id, and returns it.</summary>
    public static string Id(CreationField field, string text, ValidationResultBuilder findings)
    {
        int odd = text.AsSpan().IndexOfAnyExcept(IdCharacters);
        if (odd >= 0)
        {
            findings.Fault(
                $"{field}Invalid", field, text, $"contains {FieldText.Name(text[odd])}; an id can have only letters, digits, - and _.");
        }
        else if (text.Length > LongestId)
        {
            findings.Fault($"{field}Invalid", field, text, $"has {text.Length} characters; no id has more than {LongestId}.");
        }

        else if (text.AsSpan().ContainsAny('-', '_') && !text.Any(char.IsAsciiDigit))
        {
            findings.Fault($"{field}Invalid", field, text, "isn't an id but a placeholder for one: an id has digits.");
        }
        else if (field is CreationField.ProjectId && (text.Length < ShortestId || !text.Any(char.IsAsciiDigit)))
        {
            findings.Warn(field, $"'{text}' doesn't look like an id, which has about 25 letters and digits: Get-UgcProject lists the ids.");
        }

        return text;
    }

    // Members that are sent as they are. One that has a parameter of its own would bypass its rules, and the limit on what one
    // request may cost.
    public static void AdditionalProperties(
        IReadOnlyDictionary<string, object?> members, CreationDescriptor kind, bool skipValidation, ValidationResultBuilder findings)
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
            else if (!skipValidation && texts.SelectMany(TextDamage.Of).FirstOrDefault() is TextDamage damage)
            {
                findings.Fault("AdditionalPropertyInvalid", Field, name, damage.What, damage.Hint);
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
}
