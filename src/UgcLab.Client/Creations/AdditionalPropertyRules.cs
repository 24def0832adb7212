using System.Collections;

namespace UgcLab.Creations;

// The rules of members that are sent as they are. One that has a parameter of its own would bypass its rules, and the limit on what one
// request may cost.
internal static class AdditionalPropertyRules
{
    public static void Check(
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
