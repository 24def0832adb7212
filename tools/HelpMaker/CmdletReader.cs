using System.Reflection;
using System.Xml.Linq;

namespace UgcLab.HelpMaker;

/// <summary>Joins what the attributes say of a cmdlet with what its comments say.</summary>
internal sealed class CmdletReader
{
    private readonly List<(Type Type, CustomAttributeData Cmdlet)> _cmdlets;
    private readonly DocComments _comments;
    private readonly ProseReader _prose;
    private readonly ParameterReader _parameters;

    public CmdletReader(Assembly module, DocComments comments)
    {
        _comments = comments;
        _cmdlets = [.. from type in module.GetTypes()
                       where type is { IsPublic: true, IsSealed: true } && type.One("Cmdlet") is not null
                       select (type, type.One("Cmdlet")!)];

        Dictionary<string, string> names = [];
        foreach ((Type type, CustomAttributeData cmdlet) in _cmdlets)
        {
            names[DocComments.Id(type)] = string.Join('-', cmdlet.Arguments());
            foreach (PropertyInfo property in ParameterReader.Properties(type))
            {
                names[$"P:{property.DeclaringType!.FullName}.{property.Name}"] = $"-{property.Name}";
            }
        }

        _prose = new ProseReader(names);
        _parameters = new ParameterReader(comments, _prose);
    }

    public IReadOnlyList<CmdletHelp> Read() => [.. _cmdlets.Select(Read).OrderBy(help => help.Noun, StringComparer.Ordinal).ThenBy(help => help.Verb, StringComparer.Ordinal)];

    private CmdletHelp Read((Type Type, CustomAttributeData Cmdlet) known)
    {
        (Type type, CustomAttributeData cmdlet) = known;
        XElement? comment = _comments.Of(type);
        IReadOnlyList<ParameterHelp> parameters = _parameters.Read(type, cmdlet.Named("SupportsShouldProcess", false));
        string[] name = [.. cmdlet.Arguments().OfType<string>()];
        return new CmdletHelp(name[0], name[1])
        {
            DefaultSet = cmdlet.Named<string?>("DefaultParameterSetName", null),
            Synopsis = _prose.Paragraphs(comment?.Element("summary")),
            Description = _prose.Paragraphs(comment?.Element("remarks")),
            Parameters = parameters,
            Examples = [.. comment?.Elements("example").Where(example => example.Element("code") is not null).Select(Example) ?? []],
            Inputs = [.. parameters.SelectMany(Inputs)],
            Outputs = [.. type.All("OutputType").SelectMany(data => data.Arguments()).OfType<Type>().DistinctBy(one => one.FullName).Select(Output)],
            Links = [.. comment?.Elements("seealso").Select(Link) ?? []],
        };
    }

    private ExampleHelp Example(XElement example) => new(
        _prose.Paragraphs(example.Element("title")) is [Prose title, ..] ? title.Plain : null,
        string.Join("\n\n", example.Elements("code").Select(code => Dedent(code.Value))),
        _prose.Paragraphs(example));

    private static IEnumerable<TypeHelp> Inputs(ParameterHelp parameter)
    {
        if (parameter.Bindings.Values.Any(binding => binding.ByValue))
        {
            yield return new TypeHelp(parameter.FullTypeName, [Prose.Of($"Each object goes to -{parameter.Name}.")]);
        }
        else if (parameter.Bindings.Values.Any(binding => binding.ByPropertyName))
        {
            string[] properties = [parameter.Name, .. parameter.Aliases];
            yield return new TypeHelp(parameter.FullTypeName, [Prose.Of($"A property called {string.Join(" or ", properties)} goes to -{parameter.Name}.")]);
        }
    }

    private TypeHelp Output(Type type) => type.FullName == "System.Void"
        ? new TypeHelp("None", [])
        : new TypeHelp(TypeNames.Full(type), _prose.Paragraphs(_comments.Of(type)?.Element("summary")));

    private LinkHelp Link(XElement link)
    {
        string words = link.Value.Trim();
        string? address = (string?)link.Attribute("href");
        string text = (words, (string?)link.Attribute("cref")) switch
        {
            ({ Length: > 0 }, _) => words,
            (_, string cref) => _prose.NameOf(cref),
            _ => address ?? string.Empty,
        };

        // An about topic is found by its name; it has no address.
        return new LinkHelp(text, address?.Contains("://", StringComparison.Ordinal) == true ? address : null);
    }

    // The compiler keeps the comment's own indentation, which is no part of the example.
    private static string Dedent(string code)
    {
        string[] lines = code.ReplaceLineEndings("\n").Split('\n');
        int margin = lines.Skip(1).Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        IEnumerable<string> dedented = lines.Select((line, index) => (index == 0 ? line.TrimStart() : line.Length > margin ? line[margin..] : string.Empty).TrimEnd());
        return string.Join('\n', dedented).Trim('\n');
    }
}
