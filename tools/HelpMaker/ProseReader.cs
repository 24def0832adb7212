using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace UgcLab.HelpMaker;

/// <summary>Turns the elements of a doc comment into paragraphs that read well in a console and on a page.</summary>
/// <param name="names">What a cref is called by people: a cmdlet's name for its class, -Name for its parameter.</param>
internal sealed partial class ProseReader(IReadOnlyDictionary<string, string> names)
{
    /// <summary>The paragraphs of a summary, of remarks, or of what stands around an example's code.</summary>
    public IReadOnlyList<Prose> Paragraphs(XElement? element)
    {
        List<Prose> paragraphs = [];
        if (element is not null)
        {
            Read(element, paragraphs);
        }

        return paragraphs;
    }

    /// <summary>What a reference points at, in a word.</summary>
    public string NameOf(string cref)
    {
        if (names.TryGetValue(cref, out string? name))
        {
            return name;
        }

        string plain = cref.Split('(')[0];
        string[] parts = plain[(plain.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('.');
        return plain.StartsWith("T:", StringComparison.Ordinal) || parts.Length < 2 ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }

    private void Read(XElement element, List<Prose> paragraphs)
    {
        List<XNode> open = [];
        foreach (XNode node in element.Nodes())
        {
            if (node is not XElement { Name.LocalName: "para" or "list" or "code" or "title" } block)
            {
                open.Add(node);
                continue;
            }

            Close();
            switch (block.Name.LocalName)
            {
                case "para":
                    Read(block, paragraphs);
                    break;
                case "list":
                    paragraphs.AddRange(block.Elements("item").Select(Item));
                    break;
            }
        }

        Close();

        void Close()
        {
            Prose prose = new(Text(open, markdown: false), Text(open, markdown: true));
            open.Clear();
            if (prose.Plain.Length > 0)
            {
                paragraphs.Add(prose);
            }
        }
    }

    private Prose Item(XElement item)
    {
        XElement description = item.Element("description") ?? item;
        return new(Line(false), Line(true));

        string Line(bool markdown) => item.Element("term") is XElement term
            ? $"- {Text(term.Nodes(), markdown)}: {Text(description.Nodes(), markdown)}"
            : $"- {Text(description.Nodes(), markdown)}";
    }

    private string Text(IEnumerable<XNode> nodes, bool markdown)
    {
        StringBuilder text = new();
        foreach (XNode node in nodes)
        {
            text.Append(node switch
            {
                XText words => words.Value,
                XElement element => Inline(element, markdown),
                _ => string.Empty,
            });
        }

        return Space().Replace(text.ToString(), " ").Trim();
    }

    private string Inline(XElement element, bool markdown)
    {
        string inner = Text(element.Nodes(), markdown);
        string? target = (string?)element.Attribute("cref");
        string? address = (string?)element.Attribute("href");
        return (element.Name.LocalName, target, address) switch
        {
            ("c", _, _) => Code(element.Value, markdown),
            ("paramref" or "typeparamref", _, _) => Code((string?)element.Attribute("name") ?? inner, markdown),
            ("see" or "seealso", string cref, _) => inner.Length > 0 ? inner : Code(NameOf(cref), markdown),
            ("see" or "seealso", _, string href) when markdown => $"[{(inner.Length > 0 ? inner : href)}]({href})",
            ("see" or "seealso", _, string href) => inner.Length > 0 ? $"{inner} ({href})" : href,
            ("see", _, _) => Code((string?)element.Attribute("langword") ?? inner, markdown),
            _ => inner,
        };
    }

    private static string Code(string text, bool markdown) => markdown ? $"`{text}`" : text;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
