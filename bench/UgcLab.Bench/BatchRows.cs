using UgcLab.Creations;
using UgcLab.Files;
using UgcLab.Ledger;

namespace UgcLab.Bench;

/// <summary>Rows of a sheet as a batch takes them, and ledgers of batches that were bought.</summary>
internal static class BatchRows
{
    /// <summary>Where nobody listens: a run that should send nothing and does is to leave no machine.</summary>
    public static Uri Service { get; } = new("http://127.0.0.1:9/api/v1/");

    /// <summary>The rows of a sheet, checked, as the module reads them.</summary>
    public static IEnumerable<BatchInput> Read(string path)
    {
        RowColumns? columns = null;
        foreach (SheetRow row in UgcLab.Sheet.Read(path))
        {
            columns ??= RowColumns.Match(CreationKind.Video, row.Headers);
            RowReading reading = columns.Read(column => row.Cells.TryGetValue(column, out string? text) ? text : null);
            CreationRequest request = VideoRules.Check(reading.Draft).Request ?? throw new InvalidOperationException($"A row has faults: {row}.");
            yield return new BatchInput($"Row {row.RowNumber}")
            {
                RowNumber = row.RowNumber,
                Cells = row.Cells,
                Order = new Order(request) { Reference = reading.Draft.Reference, RowNumber = row.RowNumber, InputRow = row.Cells, Cells = row.Cells },
            };
        }
    }

    /// <summary>One such row, without its sheet.</summary>
    public static Order Order(int row) => new(new VideoRequest { ProjectId = Sheet.ProjectId, Prompt = Sheet.Prompt(row), Model = "veo-3.1", Duration = "8", AspectRatio = "16:9" })
    {
        Reference = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"mug-{row:000000}"),
        RowNumber = row,
    };

    /// <summary>Writes the ledger of a batch that has all rows of a sheet planned and bought; with a folder for videos, made and saved as well.</summary>
    public static BatchFolder Bought(string state, string name, Uri service, string sheet, string? videos = null)
    {
        BatchFolder folder = new(Path.Combine(state, "batches", name));
        folder.Create(service, DateTimeOffset.UtcNow);
        using LedgerFile file = LedgerFile.Create(folder.Ledger, TimeProvider.System);
        file.Note(LedgerLine.Run());
        foreach (Order[] orders in Read(sheet).Select(input => input.Order!).Chunk(256))
        {
            file.Note(orders.Select(order => LedgerLine.Planned(RowKey.Of(order, service), null, order, order.Request.ToJson())));
        }

        foreach (Order order in Read(sheet).Select(input => input.Order!))
        {
            file.Note(Lines(order, RowKey.Of(order, service), videos));
        }

        return folder;
    }

    /// <summary>The lines of one purchase.</summary>
    private static IEnumerable<LedgerLine> Lines(Order order, RowKey key, string? videos)
    {
        string purchase = Guid.NewGuid().ToString("N");
        Receipt receipt = Receipt.Read(order.Request, Answers.Accepted(), null);
        yield return LedgerLine.Sending(purchase, 1, order, [], key, 1);
        yield return LedgerLine.Accepted(purchase, receipt, key);
        if (videos is not null)
        {
            UgcJob job = receipt.Jobs[0] with { Status = UgcJobStatus.Completed, StatusText = "COMPLETED", UpdatedAt = receipt.Jobs[0].CreatedAt?.AddMinutes(1) };
            string path = Path.Combine(videos, $"{order.Reference}.mp4");
            File.WriteAllBytes(path, [1]);
            yield return LedgerLine.Seen(job);
            yield return LedgerLine.Saved(new UgcSavedVideo { Job = job, Path = path, Length = 1, Sha256 = new string('0', 64) });
        }
    }
}
