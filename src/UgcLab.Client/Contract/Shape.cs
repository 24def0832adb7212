using System.Collections.Frozen;

namespace UgcLab.Contract;

/// <summary>What a place in a documented answer holds.</summary>
internal enum ShapeKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A text that is a point in time, ISO 8601.</summary>
    Time,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>An object of named members.</summary>
    Object,

    /// <summary>A list.</summary>
    List,
}

/// <summary>Whether null may stand in a place.</summary>
internal enum ShapeNull
{
    /// <summary>A page shows or says so of none.</summary>
    No,

    /// <summary>A page shows it or says so.</summary>
    Yes,

    /// <summary>No page says; to see one is to learn something.</summary>
    Open,
}

/// <summary>One place of a documented answer, and what is below it. Made once, and read for every answer.</summary>
internal sealed class Shape
{
    private FrozenDictionary<string, Shape> _members = FrozenDictionary<string, Shape>.Empty;

    /// <summary>What it is called in its object; [] within a list.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    public required ShapeKind Kind { get; init; }

    /// <summary>Whether null may stand here.</summary>
    public ShapeNull Null { get; init; }

    /// <summary>All texts that are documented here; none when any text is.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether an answer of the documented form may lack it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>What each item of a list is; null when that is not said.</summary>
    public Shape? Item { get; init; }

    /// <summary>The members of an object, by their names.</summary>
    public IReadOnlyDictionary<string, Shape> Members => _members;

    /// <summary>Where it lies, with dots, such as data.items[].name; empty for the whole.</summary>
    public string Path { get; private set; } = "";

    public static Shape Number(string name) => new() { Kind = ShapeKind.Number, Name = name };

    public static Shape Flag(string name) => new() { Kind = ShapeKind.Flag, Name = name };

    public static Shape Time(string name) => new() { Kind = ShapeKind.Time, Name = name };

    public static Shape Text(string name, params string[] words) => new() { Kind = ShapeKind.Text, Name = name, Words = words };

    public static Shape Object(string name, params Shape[] members) => Holding(new() { Kind = ShapeKind.Object, Name = name }, members);

    public static Shape List(string name, Shape item) => new() { Kind = ShapeKind.List, Name = name, Item = item };

    /// <summary>The same, where null may stand or where that is open.</summary>
    public Shape OrNull(ShapeNull allowed = ShapeNull.Yes) =>
        Holding(new() { Kind = Kind, Name = Name, Words = Words, Item = Item, IsOptional = IsOptional, Null = allowed }, Members.Values);

    /// <summary>The same, which may be lacking.</summary>
    public Shape Optional() => Holding(new() { Kind = Kind, Name = Name, Words = Words, Item = Item, IsOptional = true, Null = Null }, Members.Values);

    /// <summary>The same, which knows where it and all below it lie.</summary>
    public Shape At(string parent)
    {
        Path = Name == "[]" || parent.Length == 0 ? parent + Name : $"{parent}.{Name}";
        Item?.At(Path);
        foreach (Shape member in Members.Values)
        {
            member.At(Path);
        }

        return this;
    }

    private static Shape Holding(Shape shape, IEnumerable<Shape> members)
    {
        shape._members = members.ToFrozenDictionary(member => member.Name, StringComparer.Ordinal);
        return shape;
    }
}
