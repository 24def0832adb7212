using System.Reflection;
using System.Xml.Linq;

namespace UgcLab.HelpMaker;

/// <summary>The compiler's XML files: what was written over each type and property.</summary>
internal sealed class DocComments
{
    private readonly Dictionary<string, XElement> _members = [];

    public DocComments(IEnumerable<string> files)
    {
        foreach (XElement member in files.SelectMany(file => XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member")))
        {
            _members[(string)member.Attribute("name")!] = member;
        }
    }

    /// <summary>The comment over a type, or the one it inherits.</summary>
    public XElement? Of(Type type) => Find(Id(type), type, null);

    /// <summary>The comment over a property, or the one it inherits.</summary>
    public XElement? Of(PropertyInfo property) => Find(Id(property), property.DeclaringType!, property.Name);

    public static string Id(Type type) =>
        $"T:{Plain(type)}";

    private static string Id(PropertyInfo property) => $"P:{Plain(property.DeclaringType!)}.{property.Name}";

    private static string Plain(Type type) =>
        ((type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name).Replace('+', '.');

    // An inheritdoc without a target stands for the nearest comment up the line, a base class's before an interface's.
    private XElement? Find(string id, Type type, string? property)
    {
        XElement? member = _members.GetValueOrDefault(id);
        if (member?.Element("inheritdoc") is not XElement inherited)
        {
            return member;
        }

        if ((string?)inherited.Attribute("cref") is string named)
        {
            return _members.GetValueOrDefault(named);
        }

        return Ancestors(type)
            .Select(ancestor => property is null
                ? Of(ancestor)
                : ancestor.GetProperty(property) is PropertyInfo same && same.DeclaringType == ancestor ? Of(same) : null)
            .FirstOrDefault(found => found is not null);
    }

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (Type? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            yield return ancestor;
        }

        foreach (Type contract in type.GetInterfaces())
        {
            yield return contract;
        }
    }
}
