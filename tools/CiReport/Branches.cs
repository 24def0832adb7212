using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace UgcLab.CiReport;

/// <summary>How many of an assembly's branches the tests took, by a cobertura file.</summary>
internal readonly partial record struct Branches(int Taken, int All)
{
    public double Percent => All == 0 ? 0 : 100.0 * Taken / All;

    /// <summary>Counts them; null when the file does not cover the assembly.</summary>
    public static Branches? Read(XElement root, string assembly)
    {
        XElement? package = root.Descendants("package").FirstOrDefault(element => (string?)element.Attribute("name") == assembly);
        if (package is null)
        {
            return null;
        }

        int taken = 0;
        int all = 0;

        // What a source generator wrote is not ours to test. Each line is listed under its method and again under its class.
        IEnumerable<XElement> written = package.Elements("classes").Elements("class")
            .Where(one => ((string?)one.Attribute("filename"))?.EndsWith(".g.cs", StringComparison.Ordinal) != true);
        foreach (XElement line in written.Elements("lines").Elements("line"))
        {
            Match match = Fraction().Match((string?)line.Attribute("condition-coverage") ?? string.Empty);
            if (match.Success)
            {
                taken += int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
                all += int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            }
        }

        return new Branches(taken, all);
    }

    [GeneratedRegex(@"\((\d+)/(\d+)\)")]
    private static partial Regex Fraction();
}
