using System.Runtime.InteropServices;

namespace UgcLab.Ledger;

/// <summary>Counts equal rows within one input: the first, the second, and so on are rows of their own.</summary>
internal sealed class RowCount
{
    private readonly Dictionary<(ulong, ulong), int> _seen = [];

    public RowKey Next(RowKey content)
    {
        lock (_seen)
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, (content.High, content.Low), out _);
            return content with { Occurrence = ++count };
        }
    }
}
