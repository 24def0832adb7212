using UgcLab.Batch;
using UgcLab.Rows;
using UgcLab.Store;

namespace UgcLab;

/// <summary>What a run of a batch would do: how many rows it would send, which it knows, and what that costs.</summary>
public sealed record BatchPlan
{
    /// <summary>The batch.</summary>
    public required string Batch { get; init; }

    /// <summary>Rows of the input.</summary>
    public int Rows { get; init; }

    /// <summary>Rows with faults.</summary>
    public int Invalid { get; init; }

    /// <summary>Rows that will be sent.</summary>
    public int ToSend { get; init; }

    /// <summary>Those of them that were bought before.</summary>
    public int ToBuyAgain { get; init; }

    /// <summary>Rows that were bought before, and are not bought again.</summary>
    public int BoughtBefore { get; init; }

    /// <summary>Rows that the service refused before, and would again.</summary>
    public int RefusedBefore { get; init; }

    /// <summary>Rows in doubt that were given up.</summary>
    public int Abandoned { get; init; }

    /// <summary>Unconfirmed rows. They are not sent.</summary>
    public IReadOnlyList<BatchRow> Unconfirmed { get; init; } = [];

    /// <summary>Rows of the batch that this input does not have.</summary>
    public int NoLongerThere { get; init; }

    /// <summary>Videos bought earlier that are still to be waited for or saved.</summary>
    public int OpenVideos { get; init; }

    /// <summary>What sending them costs, as far as is known.</summary>
    public required UgcEstimate Estimate { get; init; }

    /// <summary>The rows to send, and the generation that each is created in.</summary>
    internal IReadOnlyDictionary<RowKey, int> Generations { get; init; } = new Dictionary<RowKey, int>();

    /// <summary>The generation of rows that are created again; null when none are.</summary>
    public int? Generation { get; init; }

    /// <summary>The batch's version that it was made of; another process may have changed it since.</summary>
    internal long Version { get; init; }

    /// <summary>How the rows stand before anything is sent.</summary>
    internal UgcBatchResult Standing { get; init; } = new() { Batch = "" };

    /// <summary>The columns of the input, in the order in which they were met.</summary>
    internal IReadOnlyCollection<string> Columns { get; init; } = [];

    /// <summary>The result of a run that never began.</summary>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="why">Why nothing was sent.</param>
    /// <param name="startedAt">When it was looked at.</param>
    /// <param name="endedAt">When that was over.</param>
    public UgcBatchResult NothingSent(int exitCode, string why, DateTimeOffset startedAt, DateTimeOffset endedAt) =>
        Standing with { ExitCode = exitCode, StoppedBy = why, StartedAt = startedAt, EndedAt = endedAt };

    /// <summary>Whether the input is a sheet of results, which has a line for each video and not for each row.</summary>
    public bool IsOfResults => Columns.Contains("UgcState", StringComparer.OrdinalIgnoreCase) && Columns.Contains("UgcVariant", StringComparer.OrdinalIgnoreCase);

    /// <summary>What a run of it does, in a few words.</summary>
    public string Action => ToSend == 0
        ? "Wait for its videos and save them"
        : $"Buy {Money.Say.Count(Estimate.Videos, Estimate.Noun)} with {Money.Say.Count(ToSend, "request")}";

    /// <summary>What to ask before the first row goes out, below a line that says all that is known of the cost.</summary>
    public string Question => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{(ToBuyAgain == 0 ? "" : $"{Money.Say.Count(ToBuyAgain, "row")} of these {(ToBuyAgain == 1 ? "was" : "were")} bought before and would be bought AGAIN. ")}{Action} {Price}?");

    /// <summary>All of it in a line.</summary>
    public override string ToString()
    {
        IEnumerable<string> parts = new (int Count, string Text)[]
        {
            (ToSend - ToBuyAgain, "to send"), (ToBuyAgain, "to buy again"), (BoughtBefore, "bought before"), (Unconfirmed.Count, "unconfirmed"),
            (RefusedBefore, "refused before"), (Abandoned, "given up"), (Invalid, "with faults"), (NoLongerThere, "of earlier runs not among them"),
        }.Where(part => part.Count > 0).Select(part => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{part.Count:#,0} {part.Text}"));
        return $"Batch {Batch}: {Money.Say.Count(Rows, "row")}; {string.Join(", ", parts.DefaultIfEmpty("nothing to do"))}." + (IsOfResults && ToSend > 0 ? " This is a sheet of results, with a line for each video: a row with several takes stands in it several times, and is bought as often." : "");
    }

    private string Price => Estimate switch
    {
        { Credits: decimal all } => $"for {Money.Say.Amount(all)} credits",
        { KnownCredits: > 0 } => $"for {Money.Say.Amount(Estimate.KnownCredits)} credits and more that are not known yet",
        _ => "at a price that is not known yet",
    };
}

/// <summary>Makes the plan of a run. It keeps no rows that need nothing, for there may be a hundred thousand.</summary>
/// <param name="batch">The batch.</param>
/// <param name="estimator">What rows cost.</param>
/// <param name="buyAgain">Whether rows that were created are created again.</param>
/// <param name="retryFailed">Whether rows whose videos were not made are created again.</param>
public sealed class BatchPlanner(OpenBatch batch, Estimator estimator, bool buyAgain = false, bool retryFailed = false)
{
    // Rows are looked up together: one question for so many.
    private const int Together = 500;

    private readonly Dictionary<RowKey, int> _generations = [];
    private readonly HashSet<string> _met = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _columns = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<BatchRow> _created = [];
    private readonly List<BatchRow> _new = [];
    private readonly List<BatchRow> _unconfirmed = [];
    private readonly RowCounter _count = batch.NewInput();
    private readonly RowTally _tally = new();
    private IEnumerable<string>? _lastMet;
    private int _known;
    private int _before;
    private int _refused;
    private int _abandoned;
    private int _again;

    /// <summary>Makes the plan.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="invalid">Receives each row that is not sent, and why.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UgcLabException">StoreUnavailable, StoreDamaged.</exception>
    public async Task<BatchPlan> PlanAsync(IEnumerable<BatchInput> rows, Action<BatchInput, UgcLabException>? invalid = null, CancellationToken cancellationToken = default)
    {
        foreach (BatchInput[] some in rows.Chunk(Together))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await AddAsync(some, invalid, cancellationToken).ConfigureAwait(false);
        }

        return await DoneAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task AddAsync(BatchInput[] inputs, Action<BatchInput, UgcLabException>? invalid, CancellationToken cancellationToken)
    {
        List<BatchInput> sound = new(inputs.Length);
        foreach (BatchInput input in inputs)
        {
            Meet(input.Cells.Keys);
            if (input.Order is null)
            {
                Invalid(input, input.Refusal);
            }
            else if (input.Order.RowId is string id && !_ids.Add(id))
            {
                Invalid(input, new UgcLabException(UgcLabErrorKind.RowIdReused, $"RowId {Http.Redaction.Show(id)} is used by an earlier row of this input."));
            }
            else
            {
                sound.Add(input);
            }
        }

        IReadOnlyList<(BatchRow Row, UgcLabException? Failure)> found = await batch.FindAsync([.. sound.Select(input => input.Order!)], _count, cancellationToken).ConfigureAwait(false);
        for (int index = 0; index < sound.Count; index++)
        {
            if (found[index].Failure is UgcLabException reused)
            {
                Invalid(sound[index], reused);
            }
            else
            {
                Take(found[index].Row);
            }
        }

        void Invalid(BatchInput input, UgcLabException? why)
        {
            _tally.AddInvalid();
            estimator.AddInvalid();
            if (why is not null)
            {
                invalid?.Invoke(input, why);
            }
        }
    }

    // The rows of a sheet have one list of columns, which is the same a hundred thousand times.
    private void Meet(IEnumerable<string> columns)
    {
        if (!ReferenceEquals(columns, _lastMet))
        {
            _columns.AddRange(columns.Where(_met.Add));
            _lastMet = columns;
        }
    }

    private void Take(BatchRow row)
    {
        _tally.Add(row);
        _known += row.IsKnown ? 1 : 0;
        switch (RowVerdict.Of(row, buyAgain || (retryFailed && row.State is UgcRowState.Failed)))
        {
            case RowStep.Buy when buyAgain: _new.Add(row); break;
            case RowStep.Buy: Send(row, 1); break;
            case RowStep.BuyAgain when retryFailed && !buyAgain: Send(row, row.Created + 1); break;
            case RowStep.BuyAgain: _created.Add(row); break;
            case RowStep.GiveBack: _before++; break;
            case RowStep.Refused: _refused++; break;
            case RowStep.LetBe: _abandoned++; break;

            // Another process is sending it: this run waits for it, and for its jobs.
            case RowStep.UnderWay: Send(row, Math.Max(1, row.Created)); break;
            default: _unconfirmed.Add(row); break;
        }
    }

    private async Task<BatchPlan> DoneAsync(CancellationToken cancellationToken)
    {
        BatchQuery query = new(batch.Key.Workspace, batch.Key.BaseUri, batch.Name, WithCounts: true);
        BatchRecord? record = batch.Id is not null && await batch.Store.ReadBatchesAsync(query, cancellationToken).ConfigureAwait(false) is [BatchRecord known] ? known : null;

        // A generation that another process is creating now is joined, even if that process has ended when this plan is
        // carried out. One that was interrupted goes on; only when all rows have had it does another begin. What the service
        // refused may never have it, and holds up none.
        int last = _created.Count == 0 ? 0 : _created.Max(row => row.Created);
        bool isInterrupted = last > 1 && (_created.Any(row => row.Created < last) || _new.Any(row => row.State is UgcRowState.NotSent));
        int generation = record?.OpenGeneration ?? (isInterrupted ? last : last + 1);

        // A new row is created in the same generation as the others, or it would be behind them and be created once more.
        _new.ForEach(row => Send(row, generation));
        foreach (BatchRow row in _created)
        {
            if (row.Created < generation)
            {
                Send(row, generation);
            }
            else
            {
                _before++;
            }
        }

        return new BatchPlan
        {
            Batch = batch.Name,
            Rows = _tally.Rows,
            Invalid = _tally.Invalid,
            ToSend = _generations.Count,
            ToBuyAgain = _again,
            BoughtBefore = _before,
            RefusedBefore = _refused,
            Abandoned = _abandoned,
            Unconfirmed = _unconfirmed,
            NoLongerThere = (record?.States.Values.Sum() ?? 0) - _known,
            OpenVideos = record?.Unsaved ?? 0,
            Estimate = estimator.Total(),
            Generations = _generations,
            Generation = buyAgain && _generations.Count > 0 ? generation : null,
            Version = record?.Version ?? 0,
            Columns = _columns,
            Standing = _tally.Standing(batch.Name),
        };
    }

    private void Send(BatchRow row, int generation)
    {
        _generations[row.Key] = generation;
        _again += row.IsCreated ? 1 : 0;
        estimator.Count(row.Order.Request);
    }
}
