namespace UgcLab.Rows;

/// <summary>Reads the worksheets of workbooks. UgcLab.Excel has one for .xlsx; the client has none, so that it needs no packages.</summary>
public interface IWorksheetReader
{
    /// <summary>Reads a worksheet row by row, with its cells as the program shows them in the invariant culture.</summary>
    /// <param name="workbook">The file. It stays open until the last row.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="worksheet">The worksheet's name in any case; null for the first visible one that isn't empty.</param>
    /// <exception cref="UgcLabException">FileInvalid: the file isn't a workbook or is damaged, or it has no worksheet of this
    /// name.</exception>
    IEnumerable<WorksheetRow> Read(Stream workbook, string name, string? worksheet);
}

/// <summary>A row of a worksheet.</summary>
/// <param name="Number">Its number in the worksheet, from 1.</param>
/// <param name="Cells">The texts of its cells, from the first column to the last that has one.</param>
public sealed record WorksheetRow(int Number, IReadOnlyList<string> Cells);
