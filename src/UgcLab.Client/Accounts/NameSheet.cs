using System.Text.Json;
using UgcLab.Json;

namespace UgcLab.Accounts;

/// <summary>
/// What the file of names says: <c>{"v":1,"lists":{"projects":[{"id":…,"name":…,"note":…},…]}}</c>, those that were seen
/// last at the end. It holds no key.
/// </summary>
internal sealed class NameSheet
{
    /// <summary>How many names a list keeps.</summary>
    public const int Most = 5000;

    /// <summary>The list of projects. Those of actors are named as their workflows are.</summary>
    public const string Projects = "projects";

    private const int Version = 1;

    private static readonly string[] All = [Projects, UgcActorFilter.Ugcl2, UgcActorFilter.Ugcl1];

    private readonly Dictionary<string, List<KnownName>> _lists = [];

    /// <summary>Whether a later version wrote it, which this one must not overwrite.</summary>
    public bool IsLater { get; private init; }

    /// <summary>The sheet; an empty one when these bytes are none. A name that makes no sense is passed over.</summary>
    public static NameSheet Read(byte[] bytes)
    {
        using JsonDocument? document = Wire.TryParse(bytes);
        int? version = document?.RootElement.Whole("v");
        NameSheet sheet = new() { IsLater = version > Version };
        if (version == Version)
        {
            JsonElement lists = document!.RootElement.Member("lists");
            foreach (string list in All)
            {
                sheet._lists[list] = [.. lists.Items(list)
                    .Select(item => item.Text("id") is string id ? KnownName.Of(id, item.Text("name"), item.Text("note")) : null).OfType<KnownName>().TakeLast(Most)];
            }
        }

        return sheet;
    }

    /// <summary>The names of a list.</summary>
    public IReadOnlyList<KnownName> Names(string list) => _lists.GetValueOrDefault(list) ?? [];

    /// <summary>Takes in what was seen: all there is, or a part of it.</summary>
    public void Take(string list, IEnumerable<KnownName> seen, bool isAll)
    {
        Dictionary<string, KnownName> latest = [];
        foreach (KnownName name in seen)
        {
            latest[name.Id] = name;
        }

        IEnumerable<KnownName> left = isAll ? [] : Names(list).Where(name => !latest.ContainsKey(name.Id));
        _lists[list] = [.. left.Concat(latest.Values).TakeLast(Most)];
    }

    /// <summary>The file's bytes.</summary>
    public byte[] Write()
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            json.WriteStartObject("lists");
            foreach ((string list, List<KnownName> names) in _lists.Where(list => list.Value.Count > 0))
            {
                json.WriteStartArray(list);
                foreach (KnownName name in names)
                {
                    json.WriteStartObject();
                    json.WriteString("id", name.Id);
                    json.WriteString("name", name.Name);
                    json.WriteString("note", name.Note);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
