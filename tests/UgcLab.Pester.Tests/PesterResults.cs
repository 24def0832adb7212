using System.Globalization;
using System.Reflection;
using System.Xml;
using System.Xml.Linq;

namespace UgcLab.PesterTests;

/// <summary>What a run of Pester wrote about its tests, as JUnit XML.</summary>
internal sealed record PesterResults(int Total, IReadOnlyList<string> Failed, IReadOnlyList<string> Skipped)
{
    /// <summary>Where the results of each file are written. The report of .ci/run counts them there.</summary>
    public static string Folder { get; } = typeof(PesterResults).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(each => each.Key == "Results").Value!;

    /// <summary>Reads them; null when there are none, or half a file.</summary>
    public static PesterResults? Read(string path)
    {
        try
        {
            XElement[] tests = [.. XDocument.Load(path).Descendants("testcase")];
            return new PesterResults(tests.Length, [.. tests.SelectMany(Failures)], [.. tests.SelectMany(Skips)]);
        }
        catch (Exception error) when (error is IOException or XmlException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Failures(XElement test) => test.Elements("failure").Concat(test.Elements("error")).Select(failure => string.Create(
        CultureInfo.InvariantCulture, $"- {(string?)test.Attribute("name")}{Environment.NewLine}{(string?)failure.Attribute("message")}{Environment.NewLine}{failure.Value}"));

    private static IEnumerable<string> Skips(XElement test) => test.Elements("skipped").Select(skipped => $"{(string?)test.Attribute("name")} {(string?)skipped.Attribute("message")}".Trim());
}
