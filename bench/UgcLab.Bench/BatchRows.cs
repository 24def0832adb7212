namespace UgcLab.Bench;

/// <summary>Rows of a sheet as a batch takes them.</summary>
internal static class BatchRows
{
    /// <summary>An address that no one listens at: a run that should send nothing and does must leave no machine.</summary>
    public static Uri Service { get; } = new("http://127.0.0.1:9/api/v1/");

    /// <summary>The rows of a sheet, checked, as the module reads them.</summary>
    public static IEnumerable<BatchInput> Read(string path)
    {
        RowColumns? columns = null;
        foreach (SheetRow row in UgcLab.Sheet.Read(path))
        {
            columns ??= RowColumns.Match(CreationDescriptor.Video, row.Headers);
            RowReading reading = columns.Read(column => row.Cells.TryGetValue(column, out string? text) ? text : null);
            CreationRequest request = CreationDescriptor.Video.Check(reading.Draft).Request ?? throw new InvalidOperationException($"A row has faults: {row}.");
            yield return new BatchInput($"Row {row.RowNumber}")
            {
                RowNumber = row.RowNumber,
                Cells = row.Cells,
                Purchase = new PurchaseRequest(request) { Reference = reading.Draft.Reference, RowNumber = row.RowNumber, InputRow = row.Cells, Cells = row.Cells },
            };
        }
    }

    /// <summary>One such row, without its sheet.</summary>
    public static PurchaseRequest Order(int row) => new(new VideoRequest { ProjectId = Sheet.ProjectId, Prompt = Sheet.Prompt(row), Model = "veo-3.1", Duration = "8", AspectRatio = "16:9" })
    {
        Reference = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"mug-{row:000000}"),
        RowNumber = row,
    };
}
