namespace UgcLab.Rows;

/// <summary>How to read a file of rows.</summary>
public sealed record SheetOptions
{
    /// <summary>The encoding of a text file that has no mark of its own; null for UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The worksheet of a workbook; null for the first visible one that isn't empty.</summary>
    public string? Worksheet { get; init; }

    /// <summary>Reads workbooks; null if none are to be read.</summary>
    public IWorksheetReader? Worksheets { get; init; }
}
