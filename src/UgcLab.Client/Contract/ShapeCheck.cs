using System.Text.Json;
using UgcLab.Json;

namespace UgcLab.Contract;

/// <summary>Something in an answer that is not as documented.</summary>
/// <param name="Kind">What sort.</param>
/// <param name="Path">Where, with dots.</param>
/// <param name="Text">A sentence without its full stop; no value of the answer is in it.</param>
/// <param name="IsNews">Whether the pages leave room for it, so that it is something learned and no contradiction.</param>
internal readonly record struct Deviation(UgcSightingKind Kind, string Path, string Text, bool IsNews);

/// <summary>Holds an answer against its documented shape. Each deviation comes once, however many items show it.</summary>
internal sealed class ShapeCheck
{
    // What a service adds is a handful; an answer with more is another service's.
    private const int Most = 50;

    private readonly List<Deviation> _found = [];
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    private ShapeCheck()
    {
    }

    public static IReadOnlyList<Deviation> Of(JsonElement root, Shape shape)
    {
        ShapeCheck check = new();
        check.Look(root, shape);
        return check._found;
    }

    /// <summary>What a value is, in words; never the value.</summary>
    public static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => "null",
    };

    private void Look(JsonElement value, Shape shape)
    {
        if (value.ValueKind is JsonValueKind.Null)
        {
            if (shape.Null is not ShapeNull.Yes)
            {
                Say(UgcSightingKind.Shape, shape, "is null", isNews: shape.Null is ShapeNull.Open);
            }
        }
        else if (!Fits(value, shape.Kind))
        {
            Say(UgcSightingKind.Shape, shape, $"is {TypeOf(value)}, not {Called(shape.Kind)}", isNews: false);
        }
        else if (shape.Kind is ShapeKind.Object)
        {
            LookInside(value, shape);
        }
        else if (shape is { Kind: ShapeKind.List, Item: Shape each })
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Look(item, each);
            }
        }
        else if (shape.Kind is ShapeKind.Time && !value.TryGetDateTimeOffset(out _))
        {
            Say(UgcSightingKind.Shape, shape, "is a text, and no time of ISO 8601", isNews: false);
        }
        else if (shape.Words.Count > 0 && value.GetString() is string word && !shape.Words.Contains(word, StringComparer.Ordinal))
        {
            Say(UgcSightingKind.Word, shape, $"is {Names.Of(word)}", isNews: true);
        }
    }

    private void LookInside(JsonElement value, Shape shape)
    {
        int known = 0;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            string name = Wire.Name(member) ?? "";
            if (shape.Members.TryGetValue(name, out Shape? documented))
            {
                known++;
                Look(member.Value, documented);
                continue;
            }

            string path = shape.Path.Length == 0 ? Names.Of(name) : $"{shape.Path}.{Names.Of(name)}";
            Add(new Deviation(UgcSightingKind.Member, path, $"{path} ({TypeOf(member.Value)}) is not documented", IsNews: true));
        }

        foreach (Shape member in known < shape.Members.Count ? shape.Members.Values : [])
        {
            if (!member.IsOptional && value.Member(member.Name).ValueKind is JsonValueKind.Undefined)
            {
                Say(UgcSightingKind.Shape, member, "is not there", isNews: false);
            }
        }
    }

    private void Say(UgcSightingKind kind, Shape shape, string what, bool isNews) =>
        Add(new Deviation(kind, shape.Path, $"{(shape.Path.Length == 0 ? "the body" : shape.Path)} {what}", isNews));

    private void Add(Deviation deviation)
    {
        if (_found.Count < Most && _said.Add(deviation.Text))
        {
            _found.Add(deviation);
        }
    }

    private static bool Fits(JsonElement value, ShapeKind kind) => kind switch
    {
        ShapeKind.Text or ShapeKind.Time => value.ValueKind is JsonValueKind.String,
        ShapeKind.Number => value.ValueKind is JsonValueKind.Number,
        ShapeKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        ShapeKind.Object => value.ValueKind is JsonValueKind.Object,
        _ => value.ValueKind is JsonValueKind.Array,
    };

    private static string Called(ShapeKind kind) => kind switch
    {
        ShapeKind.Text => "a text",
        ShapeKind.Time => "a time",
        ShapeKind.Number => "a number",
        ShapeKind.Flag => "true or false",
        ShapeKind.Object => "an object",
        _ => "a list",
    };
}
