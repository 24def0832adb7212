using System.Collections;
using System.Collections.ObjectModel;

namespace UgcLab.Creations;

// Describes the jobs of a request by its body, so that one from the store says the same as one to be sent.
internal static class RequestDescription
{
    // In order of lookup: no kind has two of one line.
    private static readonly string[] Models = ["model", "workflowType"];
    private static readonly string[] Texts = ["prompt", "script", "userPrompt"];
    private static readonly string[] Tiers = ["tier", "quality"];
    private static readonly string[] Images = ["imageUrl", "productImageUrl"];
    private static readonly string[] Actors = ["actorIds", "customActors", "ugclabActorIds"];

    // Whether a member is text that a person wrote for the video, which is recorded unchanged.
    public static bool IsText(string member) => Texts.Contains(member) || member is "actions";

    // A job of the request, without an id; VariantCount is the number of variants.
    // Members that have their documented names are found faster.
    public static UgcJob Of(string? endpoint, JsonElement request, bool isDocumented = false) => Of(endpoint, name =>
    {
        JsonElement value = !isDocumented ? request.Member(name) : request.TryGetProperty(name, out JsonElement found) ? found : default;
        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().ToArray(),
            JsonValueKind.Number => request.Amount(name),
            _ => JsonElementExtensions.Text(value),
        };
    });

    // The same of a request that is not JSON yet. A member is a text, a number, a list of texts or of objects; null when it is not sent.
    public static UgcJob Of(string? endpoint, Func<string, object?> member)
    {
        PriceKey price = PriceOf(endpoint ?? "", member);
        object[] actors = [.. Actors.SelectMany(name => member(name) is IEnumerable list and not string ? list.Cast<object>() : [])];
        return new UgcJob
        {
            UgcId = "",
            Kind = CreationDescriptor.At(endpoint)?.Kind,
            Model = price.Model,
            Duration = price.Duration,
            Tier = price.Tier,
            AspectRatio = Text(member, "aspectRatio"),
            Prompt = First(member, Texts),
            ImageUrl = First(member, Images),
            ProjectId = Text(member, "projectId"),
            VariantCount = Math.Max(1, actors.Length)
                * (Amount(member, "variants") is decimal variants and >= int.MinValue and <= int.MaxValue
                    && decimal.Truncate(variants) == variants ? (int)variants : 1),

            // With several actors or a custom actor, the actor of a job isn't known.
            ActorId = actors is [object actor]
                ? actor as string ?? (actor is JsonElement element ? JsonElementExtensions.Text(element) : null) : null,
        };
    }

    public static PriceKey PriceOf(string endpoint, Func<string, object?> member)
    {
        UgcKind? kind = CreationDescriptor.At(endpoint)?.Kind;

        // A kind of one model has no need to name it.
        string? model = First(member, Models) ?? (kind is UgcKind made && ModelCatalog.Of(made) is [UgcModel only] ? only.Name : null);
        return new PriceKey(
            endpoint,
            model,
            Text(member, "duration") ?? Amount(member, "videoDuration")?.ToString(CultureInfo.InvariantCulture),
            First(member, Tiers) ?? (kind is UgcKind its ? ModelCatalog.Find(model, its)?.DefaultTier : null),
            First(member, Images) is not null);
    }

    private static string? Text(Func<string, object?> member, string name) =>
        member(name) is string text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static string? First(Func<string, object?> member, string[] names)
    {
        foreach (string name in names)
        {
            if (Text(member, name) is string text)
            {
                return text;
            }
        }

        return null;
    }

    private static decimal? Amount(Func<string, object?> member, string name) => member(name) switch
    {
        int whole => whole,
        decimal amount => UntypedJson.Shortest(amount),
        _ => null,
    };
}

// The cells of a sheet that create the same as a request: what was sent, and not the columns, parameters, and templates that it was
// made from. Not whole if the request had members that no column gives.
internal sealed record RequestFields(CreationDescriptor? Kind, IReadOnlyDictionary<string, string> Cells, bool IsWhole)
{
    public static RequestFields Of(string? endpoint, string? body)
    {
        CreationDescriptor? kind = CreationDescriptor.At(endpoint);
        JsonElement request = JsonElementExtensions.Read(body);
        if (kind is null || request.ValueKind is not JsonValueKind.Object)
        {
            return new RequestFields(kind, ReadOnlyDictionary<string, string>.Empty, IsWhole: false);
        }

        Dictionary<string, string> cells = [];
        bool isWhole = true;
        foreach (JsonProperty member in request.EnumerateObject())
        {
            if (JsonElementExtensions.Name(member) is string name && kind.Owner(name) is CreationField field
                && Cell(member.Value) is string cell)
            {
                cells[field.ToString()] = cell;
            }
            else
            {
                isWhole &= member.Value.ValueKind is JsonValueKind.Null;
            }
        }

        return new RequestFields(kind, cells, isWhole);
    }

    private static string? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonElementExtensions.Text(value),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => null,
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) =>
            string.Join(", ", value.EnumerateArray().Select(JsonElementExtensions.Text)),
        _ => value.GetRawText(),
    };
}
