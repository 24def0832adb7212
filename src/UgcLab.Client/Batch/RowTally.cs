namespace UgcLab.Batch;

/// <summary>Counts rows by where they stand, and what they cost.</summary>
internal sealed class RowTally
{
    private readonly int[] _states = new int[Enum.GetValues<UgcRowState>().Length];
    private decimal _charged;
    private decimal _refunded;

    public int Rows { get; private set; }

    public int Invalid { get; private set; }

    public int this[UgcRowState state] => _states[(int)state];

    /// <summary>A row with faults.</summary>
    public void AddInvalid() => (Rows, Invalid) = (Rows + 1, Invalid + 1);

    /// <summary>A row that its batch has never heard of.</summary>
    public void AddNew()
    {
        Rows++;
        _states[(int)UgcRowState.NotSent]++;
    }

    public void Add(BatchRow row)
    {
        Rows++;
        _states[(int)row.State]++;
        _charged += row.Charged;
        _refunded += row.Refunded;
    }

    /// <summary>How the rows stand, as a result that says nothing yet of a run.</summary>
    public UgcBatchResult Standing(string batch) => new()
    {
        Batch = batch,
        Rows = Rows,
        Invalid = Invalid,
        NotSent = this[UgcRowState.NotSent],
        Refused = this[UgcRowState.Refused],
        Unconfirmed = this[UgcRowState.Unconfirmed] + this[UgcRowState.Sending],
        Abandoned = this[UgcRowState.Abandoned],
        Running = this[UgcRowState.Running],
        Finished = this[UgcRowState.Finished],
        Failed = this[UgcRowState.Failed],
        Saved = this[UgcRowState.Saved],
        TotalCreditsCharged = _charged,
        TotalCreditsRefunded = _refunded,
    };
}
