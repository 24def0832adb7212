using System.Collections;

namespace UgcLab.Creations;

/// <summary>The rules of ids, and of members that are sent as they are.</summary>
internal static class OrderRules
{
    // Ids are CUIDs in the documentation: 25 letters and digits. A shorter word without digits isn't an id.
    private const int ShortestId = 10;

    /// <summary>Refuses text that can't be an id, warns if it is probably not an id, and returns it.</summary>
    public static string Id(CreationField field, string text, ValidationResultBuilder findings)
    {
        int invalid = ServiceId.IndexOfInvalid(text);
        if (invalid >= 0)
        {
            findings.Fault(
                $"{field}Invalid", field, text, $"contains {FieldText.Name(text[invalid])}; an id can have only letters, digits, - and _.");
        }
        else if (text.Length > ServiceId.Longest)
        {
            findings.Fault($"{field}Invalid", field, text, $"has {text.Length} characters; no id has more than {ServiceId.Longest}.");
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
