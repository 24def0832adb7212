namespace UgcLab.Ledger;

/// <summary>What is done before a process may write to a batch: take its lock, read what there is, and put in doubt what was out.</summary>
/// <param name="Lock">Its lock, held.</param>
/// <param name="File">Its ledger, to go on at its end.</param>
/// <param name="Index">Its rows.</param>
/// <param name="InDoubt">The rows that were out, or that damage may have spoken of.</param>
internal sealed record LedgerOpening(FileLock Lock, LedgerFile File, BatchIndex Index, IReadOnlyList<RowKey> InDoubt)
{
    /// <summary>Opens a batch, and makes it when it is not there.</summary>
    /// <exception cref="UgcLabException">BatchInUse, BatchMismatch, LedgerCorrupt or LedgerOnNetwork.</exception>
    public static LedgerOpening Of(BatchFolder folder, Uri baseUri, TimeProvider clock)
    {
        FileLock held = FileLock.TryTake(folder.Lock) ?? throw folder.InUse();
        LedgerFile? file = null;
        try
        {
            RequireLocks(folder);
            DateTimeOffset now = clock.GetUtcNow();
            folder.WriteOwner(now);
            if (!System.IO.File.Exists(folder.Ledger))
            {
                folder.Create(baseUri, now);
                file = LedgerFile.Create(folder.Ledger, clock);
                file.Intent(LedgerLine.Run());
                return new LedgerOpening(held, file, new BatchIndex(), []);
            }

            RequireService(folder, folder.Manifest().BaseUri, baseUri);
            LedgerLoad load = LedgerLoad.Read(folder);
            string? evidence = load.Evidence;
            IReadOnlyList<RowKey> suspects = [];
            if (load.Suspects().Count > 0)
            {
                // In one step: whoever cuts the line off and dies has forgotten whom it was about.
                suspects = LedgerRepair.Run(folder, clock);
                load = LedgerLoad.Read(folder);
            }
            else if (load.Tail is not null)
            {
                LedgerLoad.Keep(folder, load.Tail, now);
            }

            Learn(load.Index, folder);
            file = LedgerFile.Continue(folder.Ledger, load.Length, load.Number, clock);
            return new LedgerOpening(held, file, load.Index, [.. suspects, .. PutInDoubt(load.Index, evidence, file)]);
        }
        catch
        {
            file?.Dispose();
            using (held)
            {
                folder.DeleteOwner();
            }

            throw;
        }
    }

    /// <summary>The rows of a batch at this moment.</summary>
    public static BatchIndex Look(BatchFolder folder)
    {
        BatchIndex index = new();
        foreach (ReadLine line in System.IO.File.Exists(folder.Ledger) ? LedgerReader.Read(folder.Ledger) : [])
        {
            if (line.Fault is LineFault.None or LineFault.Gap)
            {
                index.Apply(line.Bytes.Span);
            }
        }

        Learn(index, folder);
        if (!folder.IsInUse())
        {
            // Out, and nobody is there who sent it.
            index.Rows.Where(row => row.Value.State is RowState.Sending).Select(row => row.Key).ToList().ForEach(index.InDoubt);
        }

        return index;
    }

    /// <summary>A batch buys from one service, for ever.</summary>
    /// <exception cref="UgcLabException">BatchMismatch.</exception>
    public static void RequireService(BatchFolder folder, string made, Uri baseUri)
    {
        if (made != baseUri.AbsoluteUri)
        {
            throw folder.Mismatch(made, baseUri);
        }
    }

    // Whoever waits for a job or saves it need not have the batch open.
    private static void Learn(BatchIndex index, BatchFolder folder)
    {
        foreach (ReadOnlyMemory<byte> line in History.JobLines(folder.StateFolder))
        {
            index.Learn(line.Span);
        }
    }

    // With the lock held, another try must fail.
    private static void RequireLocks(BatchFolder folder)
    {
        using FileLock? second = FileLock.TryTake(folder.Lock);
        if (second is not null)
        {
            throw new UgcLabException(UgcLabErrorKind.LedgerOnNetwork, $"The disk of {folder.Path} keeps no locks, so two processes could buy the same rows there. Nothing is bought.")
            {
                Advice = $"Set $env:{StateFolder.Variable} to a folder on a local disk.",
            };
        }
    }

    // Before anything else happens: what was out when the last process ended may have been bought.
    private static RowKey[] PutInDoubt(BatchIndex index, string? evidence, LedgerFile file)
    {
        file.Intent(LedgerLine.Run());
        RowKey[] doubtful = [.. index.Rows.Where(row => row.Value.State is RowState.Sending).Select(row => row.Key)];
        foreach (RowKey key in doubtful)
        {
            file.Intent(LedgerLine.InDoubt(key, index.Find(key)!.Purchase, "The process ended before an answer was written down.", evidence));
            index.InDoubt(key);
        }

        return doubtful;
    }
}
