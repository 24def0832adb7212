using System.Runtime.InteropServices;
using UgcLab.Rows;

namespace UgcLab.Batch;

/// <summary>Gives the rows of an input their keys. Equal rows are rows of their own, so it counts them.</summary>
internal sealed class RowCounter(Uri baseUri)
{
    private readonly object _gate = new();
    private readonly Dictionary<RowKey, int> _occurrences = [];

    /// <summary>An input begins from its first row.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _occurrences.Clear();
        }
    }

    /// <summary>The key of the next row.</summary>
    public RowKey Next(Order order)
    {
        RowKey key = RowKey.Of(order, baseUri);
        if (order.RowId is not null)
        {
            return key;
        }

        lock (_gate)
        {
            return key with { Occurrence = ++CollectionsMarshal.GetValueRefOrAddDefault(_occurrences, key, out _) };
        }
    }
}
