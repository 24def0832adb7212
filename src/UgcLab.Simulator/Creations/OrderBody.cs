using System.Globalization;
using System.Text.Json;

namespace UgcLab.Simulator;

/// <summary>A creation's body, read field by field. Everything that is wrong with it is collected, for one answer that names it all.</summary>
internal sealed class OrderBody
{
    private readonly List<string> _faults = [];
    private readonly JsonElement _body;
    private readonly Call _call;

    private OrderBody(JsonElement body, Call call) => (_body, _call) = (body, call);

    /// <summary>The order, or null and what is wrong.</summary>
    public static Order? Read(Call call, CreationEndpoint endpoint, out string problem)
    {
        if (!string.Equals(call.MediaType, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            problem = $"Content-Type must be application/json, and is '{call.MediaType}'.";
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(call.Body ?? "");
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                problem = "The body must be a JSON object.";
                return null;
            }

            OrderBody body = new(document.RootElement, call);
            Order order = endpoint.Read(body);
            problem = string.Join("; ", body._faults);
            return problem.Length == 0 ? order : null;
        }
        catch (JsonException e)
        {
            problem = $"The body is not JSON: {e.Message}";
            return null;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON by its grammar, and no text.
            problem = "The body holds a text that is not Unicode.";
            return null;
        }
    }

    public bool Has(string name) => _body.TryGetProperty(name, out _);

    public bool IsNull(string name) => _body.TryGetProperty(name, out JsonElement given) && given.ValueKind is JsonValueKind.Null;

    /// <summary>A field as it was written, for a message.</summary>
    public string Raw(string name) => Short(_body.GetProperty(name));

    public string Project() => Text("projectId", required: true) ?? "";

    /// <summary>A text whose length has bounds, in UTF-16 units.</summary>
    public string Text(string name, int least, int most, bool required)
    {
        string? text = Text(name, required);
        if (text is not null && (text.Length < least || text.Length > most))
        {
            Fault($"{name} must have {least} to {most} characters, and '{Short(text)}' has {text.Length}");
        }

        return text ?? "";
    }

    public string? Text(string name, bool required) => Given(name, required) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => Refuse<string>($"{name} must be a string, and is '{Short(other)}'"),
    };

    public string? Choice(string name, IReadOnlyList<string> allowed, bool required)
    {
        string? text = Text(name, required);
        return text is null || allowed.Contains(text)
            ? text
            : Refuse<string>($"{name} must be one of {string.Join(", ", allowed)}, and is '{Short(text)}'");
    }

    public Uri? PublicAddress(string name, bool required)
    {
        string? text = Text(name, required);
        return text is null ? null
            : Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && ImageAddress.IsPublic(address) ? address
            : Refuse<Uri>($"{name} must be a public https address, and is '{Short(text)}'");
    }

    public bool Flag(string name, bool otherwise)
    {
        JsonElement? given = Given(name, required: false);
        if (given is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) } other)
        {
            Fault($"{name} must be true or false, and is '{Short(other)}'");
        }

        return given is null ? otherwise : given.Value.ValueKind is JsonValueKind.True;
    }

    public decimal Number(string name, int least, int most)
    {
        JsonElement? given = Given(name, required: true);
        if (given is null || (NumberOf(given.Value) is { } number && number >= least && number <= most))
        {
            return given is null ? least : NumberOf(given.Value)!.Value;
        }

        Fault($"{name} must be a number from {least} to {most}, and is '{Short(given.Value)}'");
        return least;
    }

    public int Variants()
    {
        JsonElement? given = Given("variants", required: false);
        if (given is null || IsVariants(given.Value))
        {
            return given is null ? 1 : (int)NumberOf(given.Value)!.Value;
        }

        Fault($"variants must be a whole number from 1 to 8, and is '{Short(given.Value)}'");
        return 1;
    }

    /// <summary>The variants where they are what they are elsewhere, and one where not: for a body nobody has described.</summary>
    public int VariantsIfAny() => Given("variants", required: false) is { } given && IsVariants(given) ? (int)NumberOf(given)!.Value : 1;

    /// <summary>The text where there is one: for a body nobody has described.</summary>
    public string TextIfAny(string name) => Given(name, required: false) is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "";

    /// <summary>A list's items, or null when it is not there or is none.</summary>
    public IReadOnlyList<JsonElement>? Items(string name, bool required) => Given(name, required) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
        { } other => Refuse<IReadOnlyList<JsonElement>>($"{name} must be a list, and is '{Short(other)}'"),
    };

    /// <summary>Objects, of which the documentation tells no more than that.</summary>
    public IReadOnlyList<JsonElement>? Objects(string name)
    {
        IReadOnlyList<JsonElement>? items = Items(name, required: false);
        foreach (JsonElement item in items?.Where(item => item.ValueKind is not JsonValueKind.Object) ?? [])
        {
            Fault($"{name} must hold objects, and holds '{Short(item)}'");
        }

        return items;
    }

    /// <summary>The actors a list names, by the ids of the list of actors it belongs to.</summary>
    public IReadOnlyList<Player>? Actors(string name, ActorList list, bool required)
    {
        IReadOnlyList<JsonElement>? items = Items(name, required);
        return items is null ? null : [.. items.Select(item => new Player(Actor(name, item, list), IsCustom: false))];
    }

    public void Fault(FormattableString fault) => _faults.Add(fault.ToString(CultureInfo.InvariantCulture));

    public static string Short(JsonElement value) => Short(value.GetRawText());

    private static string Short(string value) => value.Length <= 60 ? value : value[..60] + "…";

    private static decimal? NumberOf(JsonElement given) =>
        given.ValueKind is JsonValueKind.Number && given.TryGetDecimal(out decimal number) ? number : null;

    private static bool IsVariants(JsonElement given) =>
        NumberOf(given) is { } count && count is >= 1 and <= 8 && count == decimal.Truncate(count);

    private SimulatedActor? Actor(string name, JsonElement id, ActorList list) => id.ValueKind is not JsonValueKind.String
        ? Refuse<SimulatedActor>($"{name} must hold strings, and holds '{Short(id)}'")
        : list.Find(_call, id.GetString()!) is { } actor ? new SimulatedActor(actor.Id, actor.Name)
        : Refuse<SimulatedActor>($"{name} names '{Short(id.GetString()!)}', which is no id of GET /{list.Path}");

    private JsonElement? Given(string name, bool required)
    {
        if (_body.TryGetProperty(name, out JsonElement given))
        {
            return given;
        }

        if (required)
        {
            Fault($"{name} is required");
        }

        return null;
    }

    private T? Refuse<T>(FormattableString fault)
        where T : class
    {
        Fault(fault);
        return null;
    }
}
