namespace UgcLab.Store;

// The name isn't case-sensitive. The workspace is a profile's name, or empty.
internal sealed record BatchKey(string BaseUri, string Workspace, string Name);

// What is null does not filter. Rows and credits are counted only where asked.
internal sealed record BatchQuery(string? Workspace = null, string? BaseUri = null, string? Name = null, bool WithCounts = false);

internal sealed record BatchRecord
{
    public required long Id { get; init; }
    public required BatchKey Key { get; init; }

    // The file that its rows came from.
    public string? Source { get; init; }

    // Counts its changes.
    public long Version { get; init; }
    public DateTimeOffset Created { get; init; }
    public DateTimeOffset Changed { get; init; }

    // The living processes that are running it.
    public IReadOnlyList<OwnerRecord> Runs { get; init; } = [];

    // The generation in which rows are created again, from the run that began it to the one that completes it; null when none is.
    public int? OpenGeneration { get; init; }

    // The folder that its results were last written to; read with the counts.
    public string? ReportFolder { get; init; }
    public IReadOnlyDictionary<UgcRowState, int> States { get; init; } = new Dictionary<UgcRowState, int>();

    // Rows that were accepted twice in one generation.
    public int Doubled { get; init; }
    public int Videos { get; init; }

    // Jobs that may yet have an output and are not saved.
    public int Unsaved { get; init; }
    public decimal Charged { get; init; }
    public decimal Refunded { get; init; }
}

// A row as it is planned: the text of its row key; the hash of what it creates, 32 hexadecimal digits; and what it sends.
internal sealed record RowRecord
{
    public required string Key { get; init; }
    public required string Content { get; init; }
    public required RequestRecord Request { get; init; }
}

// A row with its purchases, the oldest first.
internal sealed record BatchRowRecord(RowState State, RequestRecord Request, IReadOnlyList<PurchaseRecord> Purchases);

// A row of any batch that was created, or may have been, and when it was last sent.
internal sealed record CreatedRow(string Content, long Batch, string BatchName, string Key, string? RowId, DateTimeOffset? Time);
