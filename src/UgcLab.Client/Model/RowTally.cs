namespace UgcLab;

// Counts rows of an input by state, and what they cost.
internal sealed class RowTally
{
    private readonly int[] _states = new int[Enum.GetValues<UgcRowState>().Length];

    public int Rows => Invalid + _states.Sum();
    public int Invalid { get; set; }
    public decimal Charged { get; private set; }
    public decimal Refunded { get; private set; }

    public int this[UgcRowState state] => _states[(int)state];

    public void Add(UgcRowState state, decimal charged, decimal refunded)
    {
        _states[(int)state]++;
        Charged += charged;
        Refunded += refunded;
    }
}
