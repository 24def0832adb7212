using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace UgcLab.Client.Tests.Rows;

/// <summary>Writes workbooks part by part, as small as Excel opens them.</summary>
internal sealed class TestWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly List<(string Name, string State, StringBuilder Rows)> _sheets = [];
    private readonly List<string> _formats = [];
    private readonly List<string> _styles = ["<xf numFmtId=\"0\"/>"];
    private int _row;

    /// <summary>Adds a worksheet; the next rows are in it.</summary>
    public TestWorkbook Sheet(string name, string state = "visible")
    {
        _sheets.Add((name, state, new StringBuilder()));
        _row = 0;
        return this;
    }

    /// <summary>Adds a row of texts, numbers, Booleans, or cells from <see cref="Number"/> and <see cref="Raw"/>; null is no cell.</summary>
    public TestWorkbook Row(params object?[] cells)
    {
        if (_sheets.Count == 0)
        {
            Sheet("Sheet1");
        }

        StringBuilder rows = _sheets[^1].Rows;
        rows.Append(CultureInfo.InvariantCulture, $"<row r=\"{++_row}\">");
        for (int column = 0; column < cells.Length; column++)
        {
            string at = $"{Letters(column)}{_row.ToString(CultureInfo.InvariantCulture)}";
            rows.Append(cells[column] switch
            {
                null => "",
                CellXml raw => raw.Xml.Replace("<c", $"<c r=\"{at}\"", StringComparison.Ordinal),
                bool flag => $"<c r=\"{at}\" t=\"b\"><v>{(flag ? 1 : 0)}</v></c>",
                string text => $"<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>",
                IFormattable number => $"<c r=\"{at}\"><v>{number.ToString(null, CultureInfo.InvariantCulture)}</v></c>",
                _ => throw new ArgumentException("No cell."),
            });
        }

        rows.Append("</row>");
        return this;
    }

    /// <summary>Skips rows.</summary>
    public TestWorkbook Skip(int rows)
    {
        _row += rows;
        return this;
    }

    /// <summary>A number with a format of its own, or with one of Excel's by its id.</summary>
    public CellXml Number(double value, string? format = null, int id = 0)
    {
        if (format is not null)
        {
            id = 164 + _formats.Count;
            _formats.Add($"<numFmt numFmtId=\"{id}\" formatCode=\"{SecurityElement.Escape(format)}\"/>");
        }

        _styles.Add($"<xf numFmtId=\"{id}\" applyNumberFormat=\"1\"/>");
        return new($"<c s=\"{_styles.Count - 1}\"><v>{value.ToString("R", CultureInfo.InvariantCulture)}</v></c>");
    }

    /// <summary>A cell of another type, such as an error.</summary>
    public static CellXml Raw(string type, string value) => new($"<c t=\"{type}\"><v>{value}</v></c>");

    public string Save(string path)
    {
        using ZipArchive archive = new(File.Create(path), ZipArchiveMode.Create);
        Part(archive, "[Content_Types].xml", """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>
            """);
        Part(archive, "_rels/.rels", $"""
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        Part(archive, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>{string.Concat(_sheets.Select((sheet, index) =>
            $"<sheet name=\"{SecurityElement.Escape(sheet.Name)}\" sheetId=\"{index + 1}\" state=\"{sheet.State}\" r:id=\"rId{index + 1}\"/>"))}</sheets></workbook>");
        Part(archive, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(_sheets.Select((_, index) =>
            $"<Relationship Id=\"rId{index + 1}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{index + 1}.xml\"/>"))}<Relationship Id=\"rIdS\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>");
        Part(archive, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts>{string.Concat(_formats)}</numFmts><cellXfs>{string.Concat(_styles)}</cellXfs></styleSheet>");
        for (int index = 0; index < _sheets.Count; index++)
        {
            Part(archive, $"xl/worksheets/sheet{index + 1}.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{_sheets[index].Rows}</sheetData></worksheet>");
        }

        return path;
    }

    private static string Letters(int column) => (column >= 26 ? ((char)('A' + (column / 26) - 1)).ToString() : "") + (char)('A' + (column % 26));

    private static void Part(ZipArchive archive, string name, string text)
    {
        using StreamWriter part = new(archive.CreateEntry(name).Open());
        part.Write(text);
    }

    /// <summary>A cell as it is written.</summary>
    internal sealed record CellXml(string Xml);
}
