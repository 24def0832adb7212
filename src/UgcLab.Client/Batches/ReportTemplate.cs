using System.Security.Cryptography;

namespace UgcLab.Batches;

// The page that report.html is made of. Its source, report.html in this folder, opens in a browser as it is.
internal static class ReportTemplate
{
    private const string DataStart = "<script id=\"data\" type=\"application/json\">";

    private static readonly Lazy<(byte[] Start, byte[] End)> Parts = new(Read);

    // What comes before the data and after it.
    public static byte[] Start => Parts.Value.Start;

    public static byte[] End => Parts.Value.End;

    private static (byte[], byte[]) Read()
    {
        using Stream resource = typeof(ReportTemplate).Assembly.GetManifestResourceStream("report.html")!;
        using StreamReader reader = new(resource);

        // Browsers compute the hashes after they have normalized the line ends.
        string page = reader.ReadToEnd().ReplaceLineEndings("\n");
        page = Allow(page, "script-src", Between(page, "<script type=\"module\">", "</script>"));
        page = Allow(page, "style-src", Between(page, "<style>", "</style>"));
        int start = page.IndexOf(DataStart, StringComparison.Ordinal) + DataStart.Length;
        int end = page.IndexOf("</script>", start, StringComparison.Ordinal);
        return (Encoding.UTF8.GetBytes(page[..start]), Encoding.UTF8.GetBytes(page[end..]));
    }

    // The policy of the page lets only this script and this style run.
    private static string Allow(string page, string directive, string content) => page.Replace(
        $"{directive} 'unsafe-inline'", $"{directive} 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'",
        StringComparison.Ordinal);

    private static string Between(string page, string start, string end)
    {
        int from = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return page[from..page.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
