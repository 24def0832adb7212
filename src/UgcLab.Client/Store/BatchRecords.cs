namespace UgcLab.Store;

/// <summary>The identity of a batch. Its name isn't case-sensitive.</summary>
/// <param name="BaseUri">The service's base address.</param>
/// <param name="Workspace">The profile's name, or empty.</param>
/// <param name="Name">The name.</param>
internal sealed record BatchKey(string BaseUri, string Workspace, string Name);

/// <summary>Which batches to read.</summary>
/// <param name="Workspace">Of this workspace; null for all.</param>
/// <param name="BaseUri">Of this service; null for all.</param>
/// <param name="Name">With this name; null for all.</param>
/// <param name="WithCounts">Whether to count rows and credits.</param>
internal sealed record BatchQuery(string? Workspace = null, string? BaseUri = null, string? Name = null, bool WithCounts = false);

/// <summary>A batch.</summary>
internal sealed record BatchRecord
{
    public required long Id { get; init; }
    public required BatchKey Key { get; init; }

    /// <summary>The file that its rows came from.</summary>
    public string? Source { get; init; }

    /// <summary>Counts its changes.</summary>
    public long Version { get; init; }
    public DateTimeOffset Created { get; init; }
    public DateTimeOffset Changed { get; init; }

    /// <summary>The living processes that are running it.</summary>
    public IReadOnlyList<OwnerRecord> Runs { get; init; } = [];

    /// <summary>The generation that a living run is creating again; null when none is.</summary>
    public int? OpenGeneration { get; init; }

    /// <summary>The folder that its results were last written to; read with the counts.</summary>
    public string? ReportFolder { get; init; }
    public IReadOnlyDictionary<UgcRowState, int> States { get; init; } = new Dictionary<UgcRowState, int>();

    /// <summary>Rows that were accepted twice in one generation.</summary>
    public int Doubled { get; init; }
    public int Videos { get; init; }

    /// <summary>Jobs that may yet have an output and are not saved.</summary>
    public int Unsaved { get; init; }
    public decimal Charged { get; init; }
    public decimal Refunded { get; init; }
}

/// <summary>A row of a batch as it is planned.</summary>
internal sealed record RowRecord
{
    /// <summary>The row's identity in its batch: the text of its row key.</summary>
    public required string Key { get; init; }

    /// <summary>The hash of what it creates: 32 hexadecimal digits.</summary>
    public required string Content { get; init; }

    /// <summary>What it sends, with reference, cells and number.</summary>
    public required RequestRecord Request { get; init; }
}

/// <summary>The state of a row: computed from its purchases and jobs in every transaction that changes them.</summary>
internal sealed record RowState
{
    public required string Key { get; init; }

    /// <summary>The hash of what it creates.</summary>
    public string Content { get; init; } = "";
    public UgcRowState State { get; init; }

    /// <summary>The last generation in which it was created; 0 when it never was.</summary>
    public int Created { get; init; }

    /// <summary>Whether it is never created again, because a person abandoned an unconfirmed purchase of it.</summary>
    public bool IsAbandoned { get; init; }

    /// <summary>Whether it was accepted twice in one generation.</summary>
    public bool IsDoubled { get; init; }
    public string? Refusal { get; init; }
    public string? Purchase { get; init; }
    public int Videos { get; init; }

    /// <summary>Jobs that may yet have an output and are not saved.</summary>
    public int Unsaved { get; init; }

    /// <summary>Credits charged, in all generations.</summary>
    public decimal Charged { get; init; }
    public decimal Refunded { get; init; }
}

/// <summary>A row of any batch that was created, or may have been.</summary>
/// <param name="Content">The hash of what it creates.</param>
/// <param name="Batch">Its batch.</param>
/// <param name="BatchName">The batch's name.</param>
/// <param name="Key">The row.</param>
/// <param name="RowId">The row's own id.</param>
/// <param name="Time">When it was last sent.</param>
internal sealed record CreatedRow(string Content, long Batch, string BatchName, string Key, string? RowId, DateTimeOffset? Time);

/// <summary>A row of a batch with its purchases.</summary>
/// <param name="State">The state of the row.</param>
/// <param name="Request">What it sends.</param>
/// <param name="Purchases">Its purchases, the oldest first.</param>
internal sealed record BatchRowRecord(RowState State, RequestRecord Request, IReadOnlyList<PurchaseRecord> Purchases);
