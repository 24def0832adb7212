namespace UgcLab.Simulator.Endpoints;

// A creation's body, read field by field. Everything that is wrong with it is collected, for one answer that names it all.
internal sealed class CreationBody(JsonElement body, Call call)
{
    private readonly List<string> _faults = [];

    public static CreationInput? Read(Call call, CreationKind endpoint, out string problem)
    {
        CreationInput? order = null;
        problem = $"Content-Type must be application/json, and is '{call.MediaType}'.";
        if (!string.Equals(call.MediaType, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(call.Body ?? "");
            problem = "The body must be a JSON object.";
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                CreationBody body = new(document.RootElement, call);
                order = endpoint.Read(body);
                problem = string.Join("; ", body._faults);
            }
        }
        catch (JsonException e)
        {
            problem = $"The body is not JSON: {e.Message}";
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON by its grammar, and no text.
            problem = "The body holds a text that is not Unicode.";
        }

        return problem.Length == 0 ? order : null;
    }

    public bool Has(string name) => body.TryGetProperty(name, out _);

    public bool IsNull(string name) => body.TryGetProperty(name, out JsonElement given) && given.ValueKind is JsonValueKind.Null;

    public string Raw(string name) => Short(body.GetProperty(name));

    public string Project() => Text("projectId", required: true) ?? "";

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

    public string? Choice(string name, IReadOnlyCollection<string> allowed, bool required)
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

    public bool Flag(string name, bool otherwise) => Given(name, required: false) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => Refuse($"{name} must be true or false, and is '{Short(other)}'", false),
    };

    public decimal Number(string name, int least, int most) => Given(name, required: true) switch
    {
        null => least,
        { } given when NumberOf(given) is { } number && number >= least && number <= most => number,
        { } other => Refuse<decimal>($"{name} must be a number from {least} to {most}, and is '{Short(other)}'", least),
    };

    public int Variants() => Given("variants", required: false) switch
    {
        null => 1,
        { } given when VariantsOf(given) is { } count => count,
        { } other => Refuse($"variants must be a whole number from 1 to 8, and is '{Short(other)}'", 1),
    };

    // For a body that is not documented, as the next one.
    public int VariantsIfAny() => Given("variants", required: false) is { } given ? VariantsOf(given) ?? 1 : 1;

    public string TextIfAny(string name) => Given(name, required: false) is { ValueKind: JsonValueKind.String } text
        ? text.GetString() ?? "" : "";

    public IReadOnlyList<JsonElement>? Items(string name, bool required) => Given(name, required) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
        { } other => Refuse<IReadOnlyList<JsonElement>>($"{name} must be a list, and is '{Short(other)}'"),
    };

    public IReadOnlyList<JsonElement>? Objects(string name)
    {
        IReadOnlyList<JsonElement>? items = Items(name, required: false);
        foreach (JsonElement item in items?.Where(item => item.ValueKind is not JsonValueKind.Object) ?? [])
        {
            Fault($"{name} must hold objects, and holds '{Short(item)}'");
        }

        return items;
    }

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

    private static int? VariantsOf(JsonElement given) =>
        NumberOf(given) is { } count && count is >= 1 and <= 8 && count == decimal.Truncate(count) ? (int)count : null;

    private ListedActor? Actor(string name, JsonElement id, ActorList list) => id.ValueKind is not JsonValueKind.String
        ? Refuse<ListedActor>($"{name} must hold strings, and holds '{Short(id)}'")
        : list.Find(call, id.GetString()!) ?? Refuse<ListedActor>(
            $"{name} names '{Short(id.GetString()!)}', which isn't an id of GET /{list.Path}");

    private JsonElement? Given(string name, bool required)
    {
        if (body.TryGetProperty(name, out JsonElement given))
        {
            return given;
        }

        if (required)
        {
            Fault($"{name} is required");
        }

        return null;
    }

    private T? Refuse<T>(FormattableString fault, T? otherwise = default)
    {
        Fault(fault);
        return otherwise;
    }
}

// The documented rule for what the service is to fetch: https, and neither this machine nor a private network.
internal static class ImageAddress
{
    private const string Version4 =
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 224.0.0.0/3";
    private const string Version6 = "::/127 fc00::/7 fe80::/10 fec0::/10";

    private static readonly IPNetwork[] NotPublic = [.. $"{Version4} {Version6}".Split(' ').Select(IPNetwork.Parse)];

    public static bool IsPublic(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps
        && !$".{address.IdnHost}".EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        && !(IPAddress.TryParse(address.IdnHost, out IPAddress? ip)
            && NotPublic.Any(network => network.Contains(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip)));

    /// <summary>Hosts that make an image or a video fail in a simulation.</summary>
    public static bool CannotBeFetched(Uri address) =>
        address.IdnHost.Equals("unreachable.example", StringComparison.OrdinalIgnoreCase)
        || address.IdnHost.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase);
}
