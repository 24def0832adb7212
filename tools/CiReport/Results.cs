using System.Globalization;
using System.Xml.Linq;

namespace UgcLab.CiReport;

/// <summary>How many tests passed, failed and were skipped.</summary>
internal readonly record struct Results(int Passed, int Failed, int Skipped)
{
    public int Total => Passed + Failed + Skipped;

    public static Results operator +(Results left, Results right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <summary>Reads what the test runners here write; null when the file is something else, such as coverage.</summary>
    public static Results? Read(XElement root) => root.Name.LocalName switch
    {
        "TestRun" => Trx(root),
        "testsuites" => Sum(root.Elements("testsuite"), JUnit),
        "testsuite" => JUnit(root),
        "assemblies" => Sum(root.Elements("assembly"), XUnit),
        "test-run" => new(Number(root, "passed"), Number(root, "failed"), Number(root, "skipped") + Number(root, "inconclusive")),
        "test-results" => NUnit2(root),
        _ => null,
    };

    /// <summary>The skipped tests of a file that <see cref="Read"/> understands, each with its reason.</summary>
    public static IEnumerable<string> Skips(XElement root) => root.Descendants().Select(element => element.Name.LocalName switch
    {
        "UnitTestResult" when (string?)element.Attribute("outcome") == "NotExecuted" => Skip(element, "testName", Text(element, "Message") ?? Text(element, "StdOut")),
        "test" when (string?)element.Attribute("result") == "Skip" => Skip(element, "name", Text(element, "reason")),
        "testcase" when element.Elements().FirstOrDefault(each => each.Name.LocalName == "skipped") is XElement skipped => Skip(element, "name", (string?)skipped.Attribute("message")),
        _ => null,
    }).OfType<string>();

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    private static Results Trx(XElement root)
    {
        XElement? counters = root.Descendants().FirstOrDefault(element => element.Name.LocalName == "Counters");
        if (counters is null)
        {
            return default;
        }

        // A test that was aborted or timed out is neither passed nor, in this format, failed.
        int passed = Number(counters, "passed");
        int ran = Number(counters, "executed");
        return new(passed, ran - passed, Number(counters, "total") - ran);
    }

    private static string Skip(XElement test, string name, string? reason) =>
        $"Skipped: {(string?)test.Attribute(name)}: {(string.IsNullOrWhiteSpace(reason) ? "no reason given" : reason.Trim())}";

    private static string? Text(XElement test, string name) => test.Descendants().FirstOrDefault(each => each.Name.LocalName == name)?.Value;

    private static Results JUnit(XElement suite)
    {
        int failed = Number(suite, "failures") + Number(suite, "errors");
        int skipped = Number(suite, "skipped") + Number(suite, "disabled");
        return new(Number(suite, "tests") - failed - skipped, failed, skipped);
    }

    private static Results XUnit(XElement assembly) => new(
        Number(assembly, "passed"),
        Number(assembly, "failed") + Number(assembly, "errors"),
        Number(assembly, "skipped") + Number(assembly, "not-run"));

    private static Results NUnit2(XElement root)
    {
        int failed = Number(root, "failures") + Number(root, "errors") + Number(root, "invalid");
        int skipped = Number(root, "not-run") + Number(root, "inconclusive");
        return new(Number(root, "total") - failed - Number(root, "inconclusive"), failed, skipped);
    }

    private static Results Sum(IEnumerable<XElement> parts, Func<XElement, Results> read) =>
        parts.Select(read).Aggregate(default(Results), (sum, part) => sum + part);

    private static int Number(XElement element, string name) =>
        int.TryParse((string?)element.Attribute(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
