using System.Xml.Linq;

namespace UgcLab.HelpMaker;

/// <summary>Writes the help as Get-Help reads it.</summary>
internal static class Maml
{
    private static readonly XNamespace Items = "http://msh";
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument Document(IEnumerable<CmdletHelp> cmdlets) =>
        new(new XDeclaration("1.0", "utf-8", null), new XElement(Items + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(Cmdlet)));

    private static XElement Cmdlet(CmdletHelp help) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Text),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", help.Name),
            new XElement(Command + "verb", help.Verb),
            new XElement(Command + "noun", help.Noun),
            Description(help.Synopsis)),
        Description(help.Description.Count > 0 ? help.Description : help.Synopsis),
        new XElement(Command + "syntax", help.Sets.Select(set => Syntax(help, set))),
        new XElement(Command + "parameters", help.Parameters.OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => Parameter(one, one.Main))),
        new XElement(Command + "inputTypes", Types(help.Inputs).Select(type => new XElement(Command + "inputType", Content(type)))),
        new XElement(Command + "returnValues", Types(help.Outputs).Select(type => new XElement(Command + "returnValue", Content(type)))),
        new XElement(Command + "examples", help.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", help.Links.Select(Link)));

    private static XElement Description(IEnumerable<Prose> prose) => new(Text + "description", Paragraphs(prose));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<Prose> prose) => prose.Select(one => new XElement(Text + "para", one.Plain));

    private static XElement Syntax(CmdletHelp help, string set) => new(
        Command + "syntaxItem",
        new XElement(Text + "name", help.Name),
        help.Syntax(set).Select(one => Parameter(one.Parameter, one.Binding)));

    private static XElement Parameter(ParameterHelp parameter, Binding binding)
    {
        IEnumerable<Prose> prose = parameter.Limits is Prose limits ? parameter.Description.Append(limits) : parameter.Description;
        XElement element = new(
            Command + "parameter",
            new XAttribute("required", binding.Required),
            new XAttribute("variableLength", "true"),
            new XAttribute("globbing", parameter.Wildcards),
            new XAttribute("pipelineInput", binding.Pipeline),
            new XAttribute("position", binding.Place),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Text + "name", parameter.Name),
            Description(prose));
        if (parameter.Values.Count > 0)
        {
            element.Add(new XElement(Command + "parameterValueGroup", parameter.Values.Select(value => Value(value, required: false))));
        }

        // A switch with a value would be shown as wanting one.
        if (!parameter.IsSwitch)
        {
            element.Add(Value(parameter.TypeName, required: true));
        }

        element.Add(
            new XElement(Dev + "type", new XElement(Text + "name", parameter.IsSwitch ? "SwitchParameter" : parameter.TypeName), new XElement(Text + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default ?? (parameter.IsSwitch ? "False" : "None")));
        return element;
    }

    private static XElement Value(string text, bool required) =>
        new(Command + "parameterValue", new XAttribute("required", required), new XAttribute("variableLength", "false"), text);

    private static IEnumerable<TypeHelp> Types(IReadOnlyList<TypeHelp> types) => types.Count > 0 ? types : [new TypeHelp("None", [])];

    private static object[] Content(TypeHelp type) =>
        [new XElement(Dev + "type", new XElement(Text + "name", type.Name)), Description(type.Description)];

    private static XElement Example(ExampleHelp example, int index)
    {
        string title = example.Title is string words ? $"Example {index + 1}: {words}" : $"Example {index + 1}";
        return new XElement(
            Command + "example",
            new XElement(Text + "title", $"----- {title} -----"),
            new XElement(Dev + "code", example.Code),
            new XElement(Dev + "remarks", Paragraphs(example.Remarks)));
    }

    private static XElement Link(LinkHelp link) => new(
        Text + "navigationLink",
        new XElement(Text + "linkText", link.Address is null ? link.Text : $"{link.Text}:"),
        new XElement(Text + "uri", link.Address ?? string.Empty));
}
