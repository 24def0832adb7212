using System.Collections.Frozen;

namespace UgcLab.Contract;

// A difference between an answer and the documentation, in a sentence without its full stop that holds no value from the answer.
// News is what the documentation leaves open: something learned and not a contradiction.
internal readonly record struct Deviation(UgcSchemaDifferenceKind Kind, string Text, bool IsNew);

// One value in a documented answer and what is inside it. A shape is written as JSON in which each value is a type (text, time,
// number, flag) or the list of its words (male|female). A name may end in ? (the documentation shows null), ~ (it says nothing
// about null) or * (the value may be missing).
internal sealed class Shape
{
    // A service adds a handful of members; an answer with more belongs to another service.
    private const int Most = 50;

    private readonly string _path;
    private readonly char _mark;
    private readonly string _type;
    private readonly string[] _words = [];
    private readonly Shape? _item;
    private readonly FrozenDictionary<string, Shape> _members = FrozenDictionary<string, Shape>.Empty;

    public Shape(JsonElement documented, string path = "", char mark = ' ')
    {
        string word = documented.ValueKind is JsonValueKind.String ? documented.GetString()! : "";
        (_path, _mark) = (path, mark);
        _type = word switch { "time" => "a time", "number" => "a number", "flag" => "true or false", _ => TypeOf(documented) };
        if (word.Contains('|'))
        {
            _words = word.Split('|');
        }
        else if (documented.ValueKind is JsonValueKind.Array)
        {
            _item = new(documented[0], $"{path}[]");
        }
        else if (documented.ValueKind is JsonValueKind.Object)
        {
            _members = documented.EnumerateObject()
                .Select(member => (Name: member.Name.TrimEnd('?', '~', '*'), Mark: member.Name[^1], member.Value))
                .ToFrozenDictionary(member => member.Name, member => new Shape(member.Value, Below(member.Name), member.Mark));
        }
    }

    /// <summary>Each once, however many items show it.</summary>
    public IReadOnlyList<Deviation> Check(JsonElement answer) => [.. Differences(answer).Distinct().Take(Most)];

    private IEnumerable<Deviation> Differences(JsonElement value) =>
        value.ValueKind is JsonValueKind.Null ? _mark == '?' ? [] : [Differ(UgcSchemaDifferenceKind.Shape, "is null", isNew: _mark == '~')]
        : TypeOf(value) != (_type == "a time" ? "a text" : _type)
            ? [Differ(UgcSchemaDifferenceKind.Shape, $"is {TypeOf(value)}, not {_type}")]
        : value.ValueKind is JsonValueKind.Object ? InMembers(value)
        : _item is not null ? value.EnumerateArray().SelectMany(_item.Differences)
        : _type == "a time" && !value.TryGetDateTimeOffset(out _)
            ? [Differ(UgcSchemaDifferenceKind.Shape, "is a text, and no time of ISO 8601")]
        : _words.Length > 0 && value.GetString() is string word && !_words.Contains(word)
            ? [Differ(UgcSchemaDifferenceKind.Word, $"is {SafeNames.Of(word)}", isNew: true)]
        : [];

    private IEnumerable<Deviation> InMembers(JsonElement value)
    {
        ILookup<string, JsonElement> members = value.EnumerateObject()
            .ToLookup(member => JsonElementExtensions.Name(member) ?? "", member => member.Value);
        return members
            .SelectMany(named => named, (named, member) => _members.TryGetValue(named.Key, out Shape? documented)
                ? documented.Differences(member)
                : [new(UgcSchemaDifferenceKind.Member, $"{Below(SafeNames.Of(named.Key))} ({TypeOf(member)}) is not documented",
                    IsNew: true)])
            .SelectMany(differences => differences)
            .Concat(_members.Where(member => member.Value._mark != '*' && !members.Contains(member.Key))
                .Select(member => member.Value.Differ(UgcSchemaDifferenceKind.Shape, "is not there")));
    }

    private Deviation Differ(UgcSchemaDifferenceKind kind, string what, bool isNew = false) =>
        new(kind, $"{(_path.Length == 0 ? "the body" : _path)} {what}", isNew);

    private string Below(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    // What a value is, in words; never the value.
    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => "null",
    };
}
