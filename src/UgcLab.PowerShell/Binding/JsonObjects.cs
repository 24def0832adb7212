using System.Text.Json;

namespace UgcLab.PowerShell.Binding;

// Converts JSON to PowerShell objects. Values aren't interpreted: a date stays the text that the service sent. The conversion never
// fails, because the answer may have been charged.
internal static class JsonObjects
{
    // The engine refuses properties with these names.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    { "PSObject", "PSBase", "PSAdapted", "PSExtended", "PSTypeNames" };

    public static object? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Object(value),
        JsonValueKind.Array => value.EnumerateArray().Select(Of).ToArray(),
        JsonValueKind.String => Text(value.GetString, () => value.GetRawText().Trim('"')),
        JsonValueKind.Number => Number(value),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static PSObject Object(JsonElement value)
    {
        PSObject made = new();
        Dictionary<string, string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            // The engine requires a property name.
            string name = Text(() => member.Name, () => "_") is { Length: > 0 } named ? named : "_";
            if (taken.TryGetValue(name, out string? spelled) && spelled == name)
            {
                // A repeated member: the last one applies, as in most JSON parsers.
                made.Properties.Remove(name);
                taken.Remove(name);
            }

            // Names that differ only in case are different to the service, but the same to the engine. Some names are reserved.
            string free = name;
            for (int n = 2; Reserved.Contains(free) || !taken.TryAdd(free, name); n++)
            {
                free = $"{name}_{n}";
            }

            made.Properties.Add(new PSNoteProperty(free, Of(member.Value)));
        }

        return made;
    }

    // The JSON reader throws if the text holds an unpaired surrogate.
    private static string Text(Func<string?> read, Func<string> otherwise)
    {
        try
        {
            return read() ?? "";
        }
        catch (InvalidOperationException)
        {
            return otherwise();
        }
    }

    // Credits are summed, so 0.1 must stay exactly 0.1.
    private static object Number(JsonElement value) =>
        value.TryGetInt64(out long whole) ? whole
        : value.TryGetDecimal(out decimal exact) ? exact
        : value.TryGetDouble(out double about) && double.IsFinite(about) ? about
        : value.GetRawText();
}
