using System.Collections.ObjectModel;

namespace UgcLab.Batches;

// Creates the plan of a run. Keeps only rows that need work, because there may be a hundred thousand rows.
internal sealed class BatchPlanner(
    BatchView batch, Estimator estimator, bool buyAgain = false, bool retryFailed = false, string? source = null,
    PlannedContents? planned = null)
{
    private readonly EarlierRows _earlier = new(batch, planned);
    private readonly List<string> _contents = [];
    private readonly Dictionary<RowKey, PlannedRow> _toCreate = [];
    private readonly HashSet<string> _seenColumns = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _columns = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<BatchRow> _created = [];
    private readonly List<BatchRow> _new = [];
    private readonly List<BatchRow> _unconfirmed = [];
    private readonly RowCounter _count = new(batch.BaseUri);
    private readonly RowTally _tally = new();
    private IEnumerable<string>? _lastColumns;
    private readonly int[] _steps = new int[Enum.GetValues<RowDisposition>().Length];
    private readonly List<(int Position, decimal Credits)> _costs = [];
    private int _known;
    private int _again;
    private int _inputs;
    private int _equal;
    private int _valid;

    public async Task<BatchPlan> PlanAsync(
        IEnumerable<BatchInput> rows, Action<BatchInput, UgcLabException>? invalid = null, CancellationToken cancellationToken = default)
    {
        foreach (BatchInput[] some in rows.Chunk(BatchView.RowsTogether))
        {
            foreach ((BatchInput input, UgcLabException why) in await AddAsync(some, cancellationToken).ConfigureAwait(false))
            {
                invalid?.Invoke(input, why);
            }
        }

        return await DoneAsync(cancellationToken).ConfigureAwait(false);
    }

    // Returns the rows that are not sent, and why.
    public async Task<IReadOnlyList<(BatchInput Input, UgcLabException Why)>> AddAsync(
        BatchInput[] inputs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<(BatchInput, UgcLabException)> invalid = [];
        List<BatchInput> valid = new(inputs.Length);
        List<int> positions = new(inputs.Length);
        foreach (BatchInput input in inputs)
        {
            _inputs++;
            AddColumns(input.Cells.Keys);
            if (input.Purchase is null)
            {
                Invalid(input, input.Refusal);
            }
            else if (input.Purchase.RowId is string id && !_ids.Add(CellText.Normalize(id)))
            {
                Invalid(input, new UgcLabException(
                    UgcLabErrorKind.RowIdReused, $"RowId {Redaction.Show(id)} is used by an earlier row of this input."));
            }
            else
            {
                valid.Add(input);
                positions.Add(_inputs);
            }
        }

        IReadOnlyList<(BatchRow Row, UgcLabException? Failure)> found =
            await batch.FindAsync([.. valid.Select(input => input.Purchase!)], _count, cancellationToken).ConfigureAwait(false);
        _valid += valid.Count;

        // Rows that were recorded here were agreed to already, and so was creating all again.
        BatchRow[] rows = [.. found.Where(each => each.Failure is null).Select(each => each.Row)];
        if (!buyAgain)
        {
            await _earlier.AddAsync(rows, cancellationToken).ConfigureAwait(false);
        }

        for (int index = 0; index < valid.Count; index++)
        {
            if (found[index].Failure is UgcLabException reused)
            {
                Invalid(valid[index], reused);
            }
            else
            {
                Add(found[index].Row with { Position = positions[index] });
            }
        }

        return invalid;

        void Invalid(BatchInput input, UgcLabException? why)
        {
            _tally.Invalid++;
            estimator.AddInvalid();
            if (why is not null)
            {
                invalid.Add((input, why));
            }
        }
    }

    // The rows of a sheet have one list of columns, which is the same a hundred thousand times.
    private void AddColumns(IEnumerable<string> columns)
    {
        if (!ReferenceEquals(columns, _lastColumns))
        {
            _columns.AddRange(columns.Where(_seenColumns.Add));
            _lastColumns = columns;
        }
    }

    private void Add(BatchRow row)
    {
        _tally.Add(row.State, row.Charged, row.Refunded);
        _known += row.IsKnown ? 1 : 0;
        RowDisposition step = RowDecision.Of(row, buyAgain || (retryFailed && row.State is UgcRowState.Failed));
        _steps[(int)step]++;
        switch (step)
        {
            case RowDisposition.Create when buyAgain: _new.Add(row); break;
            case RowDisposition.Create: Send(row, 1); break;
            case RowDisposition.CreateAgain when retryFailed && !buyAgain: Send(row, row.Created + 1); break;
            case RowDisposition.CreateAgain: _created.Add(row); break;
            case RowDisposition.HoldUnconfirmed or RowDisposition.Ask: _unconfirmed.Add(row); break;

            // Another process is sending it: this run waits for it, and for its jobs.
            case RowDisposition.InFlight: Send(row, Math.Max(1, row.Created)); break;
        }
    }

    public async Task<BatchPlan> DoneAsync(CancellationToken cancellationToken)
    {
        BatchRecord? record = batch.Id is null ? null : await batch.ReadAsync(withCounts: true, cancellationToken).ConfigureAwait(false);

        // A run joins a generation that another run has begun and not completed, even if that is completed before this plan is carried out.
        int generation = record?.OpenGeneration ?? _created.Select(row => row.Created).DefaultIfEmpty(0).Max() + 1;

        // New rows are created in the same generation as the others; otherwise they would be created again in the next one.
        foreach (BatchRow row in _new.Concat(_created.Where(row => row.Created < generation)))
        {
            Send(row, generation);
        }

        return new BatchPlan
        {
            Result = new UgcBatchResult { Batch = batch.Name, Tally = _tally },
            ToCreate = _toCreate,
            ToRecreate = _again,
            CreatedBefore = _steps[(int)RowDisposition.ReturnExisting] + _created.Count(row => row.Created >= generation),
            RefusedBefore = _steps[(int)RowDisposition.Refused],
            Abandoned = _steps[(int)RowDisposition.SkipAbandoned],
            Unconfirmed = _unconfirmed,
            NoLongerThere = (record?.States.Values.Sum() ?? 0) - _known,
            OpenVideos = record?.Unsaved ?? 0,
            Equal = _equal,
            Duplicates = _earlier.Total(_valid),
            OtherSource = record is not null && IsOther(record) ? record.Source : null,
            Known = _known,
            Estimate = estimator.Total(),
            Generation = buyAgain && _toCreate.Count > 0 ? generation : null,
            HasOpenGeneration = record?.OpenGeneration is not null,
            IsResumed = buyAgain && record?.OpenGeneration is not null && record.Runs.Count == 0,
            Version = record?.Version ?? 0,
            Contents = _contents,
            Columns = _columns,
            Costs = [.. _costs.OrderBy(row => row.Position)],
        };
    }

    // The content decides: the same rows may lie under another path, or on another machine.
    private bool IsOther(BatchRecord record) =>
        record.Source is not null && source is not null && record.States.Values.Sum() > 0 && _known * 2 < _valid
        && !string.Equals(record.Source, source, OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private void Send(BatchRow row, int generation)
    {
        _equal += row.Key.Occurrence > 1 ? 1 : 0;
        _toCreate[row.Key] = new PlannedRow(generation, row.Created, batch.ContentOfRowId(row.Purchase));
        _again += row.IsCreated ? 1 : 0;
        if (planned is not null)
        {
            _contents.Add(batch.ContentOf(row));
        }

        _costs.Add((row.Position, estimator.Count(row.Purchase.Request) ?? 0));
    }
}

// A row of the input of a batch: what it creates, or its errors. Errors identify it by its name: Row 7 (line 12).
internal sealed record BatchInput(string Name)
{
    public int? RowNumber { get; init; }
    public int? Line { get; init; }
    public string? Reference { get; init; }
    public IReadOnlyDictionary<string, string> Cells { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    // What it creates, or all that is wrong with it.
    public PurchaseRequest? Purchase { get; init; }
    public UgcLabException? Refusal { get; init; }

    // The row itself, to include in errors; null if it holds a secret.
    public object? Source { get; init; }

    public override string ToString() => Purchase?.Reference is null ? Name : $"{Name}, {Purchase.Reference}";
}
