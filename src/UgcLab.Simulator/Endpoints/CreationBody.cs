namespace UgcLab.Simulator.Endpoints;

// A creation's body, read field by field. Everything that is wrong with it is collected, for one answer that names it all.
internal sealed class CreationBody(JsonElement body, Call call)
{
    private readonly List<string> _faults = [];

    /// <summary>What a body asks for, or all of its errors.</summary>
    public static (CreationInput Input, string Problem) Read(Call call, Func<CreationBody, CreationInput> read)
    {
        CreationInput none = new("");
        if (!string.Equals(call.MediaType, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            return (none, $"Content-Type must be application/json, and is '{call.MediaType}'.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(call.Body ?? "");
            CreationBody body = new(document.RootElement, call);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? (read(body), string.Join("; ", body._faults))
                : (none, "The body must be a JSON object.");
        }
        catch (JsonException e)
        {
            return (none, $"The body is not JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON by its grammar, and no text.
            return (none, "The body holds a text that is not Unicode.");
        }
    }

    public JsonElement? Member(string name) => body.TryGetProperty(name, out JsonElement given) ? given : null;

    public string Text(string name, int least = 0, int most = int.MaxValue, bool required = true)
    {
        string? text = AnyText(name, required);
        if (text is not null && (text.Length < least || text.Length > most))
        {
            Fault($"{name} must have {least} to {most} characters, and '{Short(text)}' has {text.Length}");
        }

        return text ?? "";
    }

    public string? Choice(string name, IReadOnlyCollection<string> allowed, bool required = false)
    {
        string? text = AnyText(name, required);
        return text is null || allowed.Contains(text)
            ? text
            : Refuse<string>($"{name} must be one of {string.Join(", ", allowed)}, and is '{Short(text)}'");
    }

    public Uri? PublicAddress(string name, bool required = false)
    {
        string? text = AnyText(name, required);
        return text is null ? null
            : Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && ImageAddress.IsPublic(address) ? address
            : Refuse<Uri>($"{name} must be a public https address, and is '{Short(text)}'");
    }

    public bool Flag(string name, bool otherwise) => Member(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } given => given.GetBoolean(),
        { } other => Refuse($"{name} must be true or false, and is '{Short(other)}'", otherwise),
    };

    public decimal Number(string name, int least, int most) => Given(name, required: true) switch
    {
        null => least,
        { } given when NumberOf(given) is { } number && number >= least && number <= most => number,
        { } other => Refuse<decimal>($"{name} must be a number from {least} to {most}, and is '{Short(other)}'", least),
    };

    public int Variants() => Member("variants") is not { } given ? 1
        : VariantsOf(given) ?? Refuse($"variants must be a whole number from 1 to 8, and is '{Short(given)}'", 1);

    public static int? VariantsOf(JsonElement? given) =>
        NumberOf(given) is { } count && count is >= 1 and <= 8 && count == decimal.Truncate(count) ? (int)count : null;

    public IReadOnlyList<JsonElement>? Objects(string name)
    {
        IReadOnlyList<JsonElement>? items = Items(name);
        foreach (JsonElement item in items?.Where(item => item.ValueKind is not JsonValueKind.Object) ?? [])
        {
            Fault($"{name} must hold objects, and holds '{Short(item)}'");
        }

        return items;
    }

    public IReadOnlyList<Player>? Actors(string name, ActorList list, bool required = false)
    {
        IReadOnlyList<JsonElement>? items = Items(name, required);
        return items is null ? null : [.. items.Select(item => new Player(Actor(name, item, list), IsCustom: false))];
    }

    public void Fault(FormattableString fault) => _faults.Add(fault.ToString(CultureInfo.InvariantCulture));

    public static string Short(JsonElement value) => Short(value.GetRawText());

    private static string Short(string value) => value.Length <= 60 ? value : value[..60] + "…";

    private static decimal? NumberOf(JsonElement? given) =>
        given is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out decimal number) ? number : null;

    private string? AnyText(string name, bool required) => Given(name, required) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => Refuse<string>($"{name} must be a string, and is '{Short(other)}'"),
    };

    private IReadOnlyList<JsonElement>? Items(string name, bool required = false) => Given(name, required) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
        { } other => Refuse<IReadOnlyList<JsonElement>>($"{name} must be a list, and is '{Short(other)}'"),
    };

    private ListedActor? Actor(string name, JsonElement id, ActorList list) => id.ValueKind is not JsonValueKind.String
        ? Refuse<ListedActor>($"{name} must hold strings, and holds '{Short(id)}'")
        : list.Of(call).FirstOrDefault(actor => actor.Id == id.GetString()) ?? Refuse<ListedActor>(
            $"{name} names '{Short(id.GetString()!)}', which isn't an id of GET /{list.Path}");

    private JsonElement? Given(string name, bool required)
    {
        JsonElement? given = Member(name);
        if (given is null && required)
        {
            Fault($"{name} is required");
        }

        return given;
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
