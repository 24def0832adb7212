using System.Text.Json;

namespace UgcLab.PowerShell.Binding;

/// <summary>
/// JSON as PowerShell's objects. Nothing in it is taken for more than it is: a date stays the text that the service sent.
/// Nothing in it makes this fail either, for the answer may have been paid for.
/// </summary>
internal static class JsonObjects
{
    // The engine refuses a property of such a name.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase) { "PSObject", "PSBase", "PSAdapted", "PSExtended", "PSTypeNames" };

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
            // The engine has no property without a name.
            string name = Text(() => member.Name, () => "_") is { Length: > 0 } named ? named : "_";
            if (taken.TryGetValue(name, out string? spelled) && spelled == name)
            {
                // Sent twice: the last one holds, as it does for everybody else who reads JSON.
                made.Properties.Remove(name);
                taken.Remove(name);
            }

            // A name that differs in case alone is another one to the service, and the same to the engine; a few are its own.
            string free = name;
            for (int n = 2; Reserved.Contains(free) || !taken.TryAdd(free, name); n++)
            {
                free = $"{name}_{n}";
            }

            made.Properties.Add(new PSNoteProperty(free, Of(member.Value)));
        }

        return made;
    }

    // Half a surrogate pair is no text: JSON's reader throws then.
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

    // Credits are added up, so 0.1 has to stay 0.1.
    private static object Number(JsonElement value) =>
        value.TryGetInt64(out long whole) ? whole
        : value.TryGetDecimal(out decimal exact) ? exact
        : value.TryGetDouble(out double about) && double.IsFinite(about) ? about
        : value.GetRawText();
}
