using UgcLab.Batch;
using UgcLab.Ledger;

namespace UgcLab;

/// <summary>A batch as a rehearsal sees it: it knows its rows as <see cref="OpenBatch"/> does, takes no lock and writes nothing.</summary>
public sealed class BatchPreview
{
    private readonly BatchFolder _folder;
    private readonly BatchIndex _index;
    private readonly bool _isInUse;
    private readonly Uri _baseUri;
    private readonly RowCounter _rows;

    internal BatchPreview(BatchFolder folder, BatchIndex index, bool isInUse, Uri baseUri) =>
        (_folder, _index, _isInUse, _baseUri, _rows) = (folder, index, isInUse, baseUri, new RowCounter(baseUri));

    /// <summary>Its name.</summary>
    public string Name => _folder.Name;

    /// <summary>An input begins from its first row.</summary>
    public void BeginInput() => _rows.Begin();

    /// <summary>Finds the row of an order; one that is not in the batch is NotSent.</summary>
    /// <exception cref="UgcLabException">RowIdReused.</exception>
    public BatchRow Take(Order order)
    {
        RowKey key = _rows.Next(order);
        if (_index.Find(key) is not RowEntry known)
        {
            return new BatchRow(order, UgcRowState.NotSent) { Key = key };
        }

        if (order.RowId is string id && known.Content is string content && content != RowKey.Content(order.Request, _baseUri).ToString()[..RowKey.HashLength])
        {
            throw _folder.Reused(id);
        }

        // Out, and nobody is there who sent it: its run ended.
        BatchRow row = BatchRow.Of(order, key, known);
        return row.State is UgcRowState.Sending && !_isInUse ? row with { State = UgcRowState.Unknown } : row;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
