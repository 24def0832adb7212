namespace UgcLab.Ledger;

/// <summary>Opens the ledger of a batch: to write, with its lock, and everything settled that a crash left open; or to look.</summary>
internal static class LedgerOpening
{
    /// <summary>Takes the lock, reads what is there, and puts in doubt what was out when the last process ended.</summary>
    /// <exception cref="UgcLabException">BatchInUse, BatchMismatch, LedgerCorrupt, LedgerOnNetwork.</exception>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static BatchLedger Write(BatchFolder folder, Uri baseUri, TimeProvider clock)
    {
        FileLock held = FileLock.TryTake(folder.Lock) ?? throw folder.InUse();
        LedgerFile? file = null;
        try
        {
            using (FileLock? second = FileLock.TryTake(folder.Lock))
            {
                if (second is not null)
                {
                    throw new UgcLabException(UgcLabErrorKind.LedgerOnNetwork, $"The disk of {folder.Path} keeps no locks, so two processes could buy the same rows there. Nothing is bought.")
                    {
                        Advice = $"Set $env:{StateFolder.Variable} to a folder on a local disk.",
                    };
                }
            }

            DateTimeOffset now = clock.GetUtcNow();
            folder.WriteOwner(now);
            if (!File.Exists(folder.Ledger))
            {
                folder.Create(baseUri, now);
                file = LedgerFile.Create(folder.Ledger, clock);
                file.Intent(LedgerLine.Run());
                return new BatchLedger(folder, held, file, new BatchIndex());
            }

            string made = folder.Manifest().BaseUri;
            if (made != baseUri.AbsoluteUri)
            {
                throw folder.Mismatch(made, baseUri);
            }

            LedgerLoad load = LedgerLoad.Read(folder);
            Learn(load.Index, folder);
            if (load.Tail is not null)
            {
                LedgerLoad.Keep(folder, load.Tail, now);
            }

            file = LedgerFile.Continue(folder.Ledger, load.Length, load.Number, clock);
            return new BatchLedger(folder, held, file, load.Index) { FoundInDoubt = PutInDoubt(load, file) };
        }
        catch
        {
            file?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>The rows of a batch at this moment.</summary>
    public static BatchIndex Look(BatchFolder folder)
    {
        BatchIndex index = new();
        foreach (ReadLine line in File.Exists(folder.Ledger) ? LedgerReader.Read(folder.Ledger) : [])
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

    // Whoever waits for a job or saves it need not have the batch open.
    private static void Learn(BatchIndex index, BatchFolder folder)
    {
        foreach (ReadOnlyMemory<byte> line in History.JobLines(folder.StateFolder))
        {
            index.Learn(line.Span);
        }
    }

    // Before anything else happens: what was out when the last process ended may have been bought.
    private static List<RowKey> PutInDoubt(LedgerLoad load, LedgerFile file)
    {
        file.Intent(LedgerLine.Run());
        List<RowKey> doubtful = [];
        foreach ((RowKey key, RowEntry row) in load.Index.Rows.Where(row => row.Value.State is RowState.Sending))
        {
            doubtful.Add(key);
            file.Intent(LedgerLine.InDoubt(key, row.Purchase, "The process ended before an answer was written down.", load.Evidence));
        }

        foreach (RowKey key in load.Suspects())
        {
            doubtful.Add(key);
            file.Intent(LedgerLine.InDoubt(key, load.Index.Find(key)!.Purchase, "The last line of the ledger is damaged and may have spoken of this row.", load.Evidence));
        }

        doubtful.ForEach(load.Index.InDoubt);
        return doubtful;
    }
}
