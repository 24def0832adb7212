using System.Globalization;
using System.Reflection;
using System.Xml.Linq;

namespace UgcLab.HelpMaker;

/// <summary>Reads the parameters of a cmdlet: its own, its base classes', and the dynamic ones.</summary>
internal sealed class ParameterReader(DocComments comments, ProseReader prose)
{
    private static readonly Dictionary<string, Binding> Everywhere = new() { [ParameterHelp.EverySet] = new Binding(false, null, false, false) };

    public IReadOnlyList<ParameterHelp> Read(Type cmdlet, bool supportsShouldProcess)
    {
        List<ParameterHelp> parameters = [.. All(cmdlet).GroupBy(one => one.Property.Name).Select(same => Read([.. same]))];
        if (supportsShouldProcess)
        {
            parameters.Add(Common("WhatIf", "wi", "Shows what the cmdlet would do, and does not do it."));
            parameters.Add(Common("Confirm", "cf", "Asks before each act."));
        }

        return parameters;
    }

    public static IEnumerable<PropertyInfo> Properties(Type cmdlet) => All(cmdlet).Select(one => one.Property).DistinctBy(property => property.Name);

    // With the kind whose parameter it is, where a cmdlet has those of several kinds.
    private static IEnumerable<(PropertyInfo Property, string? Kind)> All(Type cmdlet)
    {
        IReadOnlyList<Type> settings = Attributes.DynamicParameters(cmdlet);
        return Declared(cmdlet).Select(property => (property, (string?)null)).Concat(settings.SelectMany(type =>
            Declared(type).Select(property => (property, settings.Count > 1 ? KindOf(type) : null))));
    }

    // The class of the settings is named for its kind.
    private static string KindOf(Type settings) =>
        settings.Name.Replace("Settings", "", StringComparison.Ordinal).Replace("Any", "", StringComparison.Ordinal);

    // The most derived first, so that what the cmdlet itself adds leads its syntax.
    private static IEnumerable<PropertyInfo> Declared(Type? type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        for (; type is not null; type = type.BaseType)
        {
            foreach (PropertyInfo property in type.GetProperties(Own))
            {
                if (property.All("Parameter").Any(data => !data.Named("DontShow", false)))
                {
                    yield return property;
                }
            }
        }
    }

    private static ParameterHelp Common(string name, string alias, string text) =>
        new(name, "switch", "System.Management.Automation.SwitchParameter") { Description = [Prose.Of(text)], Aliases = [alias], Bindings = Everywhere };

    // A parameter of some kinds says of which, and one that differs among them is described for each.
    private ParameterHelp Read((PropertyInfo Property, string? Kind)[] same)
    {
        (PropertyInfo property, string? kind) = same[0];
        XElement? comment = comments.Of(property);
        return new ParameterHelp(property.Name, TypeNames.Short(property.PropertyType), TypeNames.Full(property.PropertyType))
        {
            Description = kind is null ? Texts(property) : [.. same.GroupBy(one => string.Concat(Texts(one.Property))).SelectMany(OfKinds)],
            Bindings = kind is null ? Bindings(property) : Everywhere,
            Aliases = [.. same.SelectMany(one => Texts(one.Property, "Alias")).Distinct()],

            // A set that allows the empty text means "not given" by it: nothing to offer.
            Values = [.. same.SelectMany(one => one.Property.ValidValues().Concat(EnumNames(one.Property.PropertyType))).Where(value => value.Length > 0).Distinct()],
            Wildcards = property.One("SupportsWildcards") is not null,
            Range = Range(property),
            Default = prose.Paragraphs(comment?.Element("value")) is [Prose value, ..] ? value.Plain : null,
        };
    }

    private IEnumerable<Prose> OfKinds(IEnumerable<(PropertyInfo Property, string? Kind)> same)
    {
        string kinds = string.Join(", ", same.Select(one => one.Kind));
        return Texts(same.First().Property).Select((text, index) => index > 0 ? text : new Prose($"For -Kind {kinds}: {text.Plain}", $"For -Kind {kinds}: {text.Markdown}"));
    }

    private IReadOnlyList<Prose> Texts(PropertyInfo property) => prose.Paragraphs(comments.Of(property)?.Element("summary"));

    private static Dictionary<string, Binding> Bindings(PropertyInfo property) => property.All("Parameter").ToDictionary(
        data => data.Named("ParameterSetName", ParameterHelp.EverySet),
        data => new Binding(
            data.Named("Mandatory", false),
            data.Named("Position", int.MinValue) is int position and >= 0 ? position : null,
            data.Named("ValueFromPipeline", false),
            data.Named("ValueFromPipelineByPropertyName", false)));

    private static IEnumerable<string> Texts(PropertyInfo property, string attribute) =>
        property.One(attribute)?.Arguments().OfType<string>() ?? [];

    // Metadata has no Enum.GetNames.
    private static IEnumerable<string> EnumNames(Type type)
    {
        Type one = type.IsArray ? type.GetElementType()! : type is { IsGenericType: true, IsValueType: true } ? type.GetGenericArguments()[0] : type;
        return one.IsEnum ? one.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.Name) : [];
    }

    private static string? Range(PropertyInfo property) => property.One("ValidateRange")?.Arguments().ToArray() switch
    {
        [object low, object high] => string.Create(CultureInfo.InvariantCulture, $"From {low} to {high}."),

        // The engine's own kinds, by their numbers: metadata has no names for values.
        [0] => "Above 0.",
        [1] => "0 or above.",
        [2] => "Below 0.",
        [3] => "0 or below.",
        _ => null,
    };
}
