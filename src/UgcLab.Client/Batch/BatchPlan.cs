using UgcLab.Batch;
using UgcLab.Ledger;

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

    /// <summary>Rows in doubt. They are not sent.</summary>
    public IReadOnlyList<BatchRow> InDoubt { get; init; } = [];

    /// <summary>Rows of the batch that this input does not have.</summary>
    public int NoLongerThere { get; init; }

    /// <summary>Videos bought earlier that are still to be waited for or saved.</summary>
    public int OpenVideos { get; init; }

    /// <summary>What sending them costs, as far as is known.</summary>
    public required UgcEstimate Estimate { get; init; }

    /// <summary>The rows to send, and the round each is bought in.</summary>
    internal IReadOnlyDictionary<RowKey, int> Rounds { get; init; } = new Dictionary<RowKey, int>();

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
            (ToSend - ToBuyAgain, "to send"), (ToBuyAgain, "to buy again"), (BoughtBefore, "bought before"), (InDoubt.Count, "in doubt"),
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

/// <summary>Makes the plan of a run, row by row. It holds no rows, for there may be a hundred thousand.</summary>
/// <param name="batch">The batch; each row is planned in it.</param>
/// <param name="estimator">What rows cost.</param>
/// <param name="buyAgain">Whether what was bought is bought again.</param>
/// <param name="retryFailed">Whether rows whose videos were not made are bought again.</param>
public sealed class BatchPlanner(OpenBatch batch, Estimator estimator, bool buyAgain = false, bool retryFailed = false)
{
    private readonly Dictionary<RowKey, int> _rounds = [];
    private readonly HashSet<string> _met = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _columns = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<BatchRow> _bought = [];
    private readonly List<BatchRow> _new = [];
    private readonly List<BatchRow> _inDoubt = [];
    private readonly RowCounter _count = batch.NewInput();
    private readonly RowTally _tally = new();
    private IEnumerable<string>? _lastMet;
    private int _before;
    private int _refused;
    private int _abandoned;
    private int _again;

    /// <summary>Takes the next row. Returns what is wrong with it, if anything: such a row is not sent.</summary>
    public UgcLabException? Add(BatchInput input)
    {
        Meet(input.Cells.Keys);
        if (input.Order is null)
        {
            return Invalid(input.Refusal);
        }

        if (input.Order.RowId is string id && !_ids.Add(id))
        {
            return Invalid(new UgcLabException(UgcLabErrorKind.RowIdReused, $"RowId {Http.Redaction.Show(id)} stands for an earlier row of this input already."));
        }

        BatchRow row;
        try
        {
            row = batch.Take(input.Order, _count);
        }
        catch (UgcLabException reused)
        {
            return Invalid(reused);
        }

        Take(row);
        return null;
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

    private UgcLabException? Invalid(UgcLabException? why)
    {
        _tally.AddInvalid();
        estimator.AddInvalid();
        return why;
    }

    private void Take(BatchRow row)
    {
        _tally.Add(row);
        switch (RowVerdict.Of(row, buyAgain || (retryFailed && row.State is UgcRowState.Failed)))
        {
            case RowStep.Buy when buyAgain: _new.Add(row); break;
            case RowStep.Buy: Send(row, 1); break;
            case RowStep.BuyAgain when retryFailed && !buyAgain: Send(row, row.Bought + 1); break;
            case RowStep.BuyAgain: _bought.Add(row); break;
            case RowStep.GiveBack: _before++; break;
            case RowStep.Refused: _refused++; break;
            case RowStep.LetBe: _abandoned++; break;
            default: _inDoubt.Add(row); break;
        }
    }

    /// <summary>The plan, after the last row.</summary>
    public BatchPlan Done()
    {
        // A round of buying again that was broken off goes on; only when all rows have had it does another begin. What
        // the service refused may never have it, and holds up none.
        int last = _bought.Count == 0 ? 0 : _bought.Max(row => row.Bought);
        bool isBrokenOff = last > 1 && (_bought.Any(row => row.Bought < last) || _new.Any(row => row.State is UgcRowState.NotSent));
        int round = isBrokenOff ? last : last + 1;

        // A new row is bought in the same round as the others, or it would be behind them and be bought once more.
        _new.ForEach(row => Send(row, round));
        foreach (BatchRow row in _bought)
        {
            if (row.Bought < round)
            {
                Send(row, round);
            }
            else
            {
                _before++;
            }
        }

        (int known, int open) = batch.Ledger.Read(index => (index.Rows.Count, index.Open().Count()));
        return new BatchPlan
        {
            Batch = batch.Name,
            Rows = _tally.Rows,
            Invalid = _tally.Invalid,
            ToSend = _rounds.Count,
            ToBuyAgain = _again,
            BoughtBefore = _before,
            RefusedBefore = _refused,
            Abandoned = _abandoned,
            InDoubt = _inDoubt,
            NoLongerThere = known - (_tally.Rows - _tally.Invalid),
            OpenVideos = open,
            Estimate = estimator.Total(),
            Rounds = _rounds,
            Columns = _columns,
            Standing = _tally.Standing(batch.Name),
        };
    }

    private void Send(BatchRow row, int round)
    {
        _rounds[row.Key] = round;
        _again += row.IsBought ? 1 : 0;
        estimator.Count(row.Order.Request);
    }
}
