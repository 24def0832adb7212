using UgcLab.Batch;
using UgcLab.Ledger;

namespace UgcLab;

/// <summary>The batches of a state folder: what is in them, and what a person may decide about them. Needs no key and no network.</summary>
public sealed class Batches
{
    private readonly string _stateFolder;
    private readonly TimeProvider _clock;

    /// <summary>Takes the state folder; it need not exist.</summary>
    public Batches(string stateFolder, TimeProvider? clock = null) => (_stateFolder, _clock) = (stateFolder, clock ?? TimeProvider.System);

    /// <summary>The names of all batches.</summary>
    public IReadOnlyList<string> Names() => [.. BatchFolder.All(_stateFolder).Select(batch => batch.Name)];

    /// <summary>What a run would find in a batch, there or not, without opening it to write.</summary>
    /// <param name="name">The batch.</param>
    /// <param name="baseUri">The service that the run would be for; null when there is no session yet.</param>
    /// <exception cref="UgcLabException">ArgumentInvalid, BatchMismatch, HistoryUnreadable.</exception>
    public OpenBatch Preview(string name, Uri? baseUri = null)
    {
        BatchFolder folder = BatchFolder.Of(_stateFolder, name);
        string? made = folder.Exists ? folder.Manifest().BaseUri : null;
        return baseUri is not null && made is not null && made != baseUri.AbsoluteUri
            ? throw folder.Mismatch(made, baseUri)
            : new OpenBatch(Look(folder), null, baseUri ?? (made is null ? UgcLabClientOptions.Service : new Uri(made)));
    }

    /// <summary>How a batch stands. A process that writes to it is not disturbed.</summary>
    /// <exception cref="UgcLabException">BatchNotFound, HistoryUnreadable.</exception>
    public UgcBatch Get(string name)
    {
        BatchFolder folder = Existing(name);
        BatchIndex index = Look(folder).Read(index => index);
        ILookup<UgcRowState, RowEntry> states = index.Rows.Values.ToLookup(RowStates.Of);
        JobEntry[] jobs = [.. index.Rows.Values.SelectMany(row => row.Jobs)];
        bool inUse = folder.IsInUse();
        (string baseUri, DateTimeOffset? createdAt) = folder.Manifest();
        return new UgcBatch
        {
            Name = folder.Name,
            Rows = index.Rows.Count,
            NotSent = states[UgcRowState.NotSent].Count(),
            Sending = inUse ? states[UgcRowState.Sending].Count() : 0,
            Refused = states[UgcRowState.Refused].Count(),
            Unknown = states[UgcRowState.Unknown].Count() + (inUse ? 0 : states[UgcRowState.Sending].Count()),
            Abandoned = states[UgcRowState.Abandoned].Count(),
            Running = states[UgcRowState.Running].Count(),
            Finished = states[UgcRowState.Finished].Count(),
            Failed = states[UgcRowState.Failed].Count(),
            Saved = states[UgcRowState.Saved].Count(),
            BoughtTwice = index.Rows.Values.Count(row => row.IsDoubled),
            Videos = jobs.Length,
            CreditsCharged = jobs.Sum(job => job.Charged ?? 0),
            CreditsRefunded = jobs.Sum(job => job.Refunded ?? 0),
            IsInUse = inUse,
            BaseUri = baseUri,
            CreatedAt = createdAt,
            ChangedAt = File.Exists(folder.Ledger) ? File.GetLastWriteTimeUtc(folder.Ledger) : null,
            Folder = folder.Path,
        };
    }

    /// <summary>The rows of a batch, in the order in which they were planned.</summary>
    /// <exception cref="UgcLabException">BatchNotFound, HistoryUnreadable.</exception>
    public IReadOnlyList<UgcBatchRow> Rows(string name)
    {
        BatchFolder folder = Existing(name);
        BatchIndex index = Look(folder).Read(index => index);
        bool inUse = folder.IsInUse();
        HistoryFold fold = File.Exists(folder.Ledger) ? History.Of(folder) : new HistoryFold();
        ILookup<RowKey?, UgcHistoryEntry> purchases = fold.Written().ToLookup(entry => entry.Key);
        List<(RowKey Key, UgcHistoryEntry AsPlanned)> rows = [.. fold.Planned()];

        // Damage may have taken the line that says what a row is. The row is there, and may have to be settled.
        HashSet<RowKey> planned = [.. rows.Select(row => row.Key)];
        rows.AddRange(index.Rows.Where(row => !planned.Contains(row.Key)).Select(row => (row.Key, new UgcHistoryEntry { PurchaseId = row.Key.ToString() })));
        Lazy<(IReadOnlyList<UgcHistoryEntry> All, IReadOnlyList<ClipCount> Counts)> record = new(() =>
        {
            HistoryFold whole = new History(_stateFolder).ReadFold();
            return (whole.Entries(), whole.Counts);
        });
        return [.. rows.Select(each =>
        {
            // A row that was written since the index was read has not gone out as far as that knows.
            UgcHistoryEntry[] past = [.. purchases[each.Key]];
            UgcBatchRow row = Row(folder.Name, index.Find(each.Key) ?? new RowEntry(), each.Key, each.AsPlanned, past, inUse);
            return row.State is UgcRowState.Unknown && past.Length > 0 ? row with { Witnesses = new Listed<string>(Witnesses.Of(past[^1], record.Value.All, record.Value.Counts)) } : row;
        })];
    }

    /// <summary>Says what became of a row in doubt.</summary>
    /// <param name="row">The row, as <see cref="Rows"/> gave it.</param>
    /// <param name="settlement">What became of it.</param>
    /// <param name="ids">The jobs that it was found to have, for <see cref="UgcSettlement.Adopted"/>.</param>
    /// <exception cref="UgcLabException">RowNotInDoubt, JobIdInvalid, BatchInUse, HistoryUnwritable.</exception>
    public UgcBatchRow Settle(UgcBatchRow row, UgcSettlement settlement, IReadOnlyList<string>? ids = null)
    {
        BatchFolder folder = Existing(row.Batch);
        using (BatchLedger ledger = BatchLedger.OpenOrCreate(folder, new Uri(folder.Manifest().BaseUri), _clock, allowNetwork: true))
        {
            RowEntry? entry = ledger.Read(index => index.Find(row.Key));
            if (entry is null || entry.State is not RowState.Unknown)
            {
                throw new UgcLabException(UgcLabErrorKind.RowNotInDoubt, $"{row} is not in doubt: it is {(entry is null ? "not in the batch" : RowStates.Of(entry).ToString())}.");
            }

            // What somebody found out about one purchase says nothing of another; and of a row that was not in doubt then, nobody was asked.
            if (row.State is not UgcRowState.Unknown || row.PurchaseId != entry.Purchase)
            {
                throw new UgcLabException(UgcLabErrorKind.RowNotInDoubt, $"{row} has come into doubt since it was listed, when it was {row.State}.")
                {
                    Advice = $"Get-UgcBatch '{row.Batch}' -Row -State Unknown lists it as it is now.",
                };
            }

            IReadOnlyList<UgcJob> jobs = Settlements.Adopted(new History(_stateFolder), settlement, ids);
            ledger.Settle(row.Key, settlement.ToString(), jobs);
        }

        return Rows(row.Batch).First(each => each.Key == row.Key);
    }

    /// <summary>Writes a damaged ledger anew, and returns the rows that it had to put in doubt.</summary>
    /// <exception cref="UgcLabException">BatchNotFound, BatchInUse, LedgerCorrupt, HistoryUnwritable.</exception>
    public IReadOnlyList<UgcBatchRow> Repair(string name)
    {
        BatchFolder folder = Existing(name);
        IReadOnlyList<RowKey> doubtful;
        using (BatchLedger.LockWhole(folder))
        {
            try
            {
                doubtful = LedgerRepair.Run(folder, _clock);
            }
            catch (Exception error) when (LedgerFile.IsOfDisk(error))
            {
                throw StateFolder.Unwritable(folder.Path, error);
            }
        }

        HashSet<RowKey> wanted = [.. doubtful];
        return [.. Rows(name).Where(row => wanted.Contains(row.Key))];
    }

    /// <summary>Removes the record of a batch. Its videos stay.</summary>
    /// <param name="name">The batch.</param>
    /// <param name="includeUnsaved">Whether it goes though videos of it were paid for and are not on the disk: their ids stand nowhere else.</param>
    /// <exception cref="UgcLabException">BatchNotFound, BatchInUse, BatchNotSettled, LedgerCorrupt, HistoryUnwritable.</exception>
    public void Remove(string name, bool includeUnsaved = false)
    {
        BatchFolder folder = Existing(name);
        byte[] manifest;
        try
        {
            using (BatchLedger.LockWhole(folder))
            {
                if (File.Exists(folder.Ledger))
                {
                    RequireSettled(folder, LedgerLoad.Read(folder), includeUnsaved);
                }

                manifest = folder.Unname();
            }

            // Out of the way first: a process that makes the batch anew at this moment must not have its files deleted.
            string gone = Path.Combine(Path.GetDirectoryName(folder.Path)!, $".{folder.Name}-{Guid.NewGuid():N}");
            try
            {
                Directory.Move(folder.Path, gone);
            }
            catch
            {
                // Windows moves no folder while somebody reads in it. Without its name it would be neither a batch nor gone.
                folder.Rename(manifest);
                throw;
            }

            Directory.Delete(gone, recursive: true);
        }
        catch (Exception error) when (LedgerFile.IsOfDisk(error))
        {
            throw StateFolder.Unwritable(folder.Path, error);
        }
    }

    private static void RequireSettled(BatchFolder folder, LedgerLoad load, bool includeUnsaved)
    {
        int doubtful = load.Index.Rows.Values.Count(row => row.State is RowState.Unknown or RowState.Sending) + load.Suspects().Count;
        if (doubtful > 0)
        {
            throw new UgcLabException(UgcLabErrorKind.BatchNotSettled, $"{Money.Say.Count(doubtful, "row")} of batch {folder.Name} {(doubtful == 1 ? "is" : "are")} in doubt: the ledger is all there is to settle {(doubtful == 1 ? "it" : "them")} by.")
            {
                Advice = $"Get-UgcBatch '{folder.Name}' -Row -State Unknown shows them, Resolve-UgcBatchRow settles them.",
            };
        }

        foreach (ReadOnlyMemory<byte> line in History.JobLines(folder.StateFolder))
        {
            load.Index.Learn(line.Span);
        }

        int unsaved = includeUnsaved ? 0 : load.Index.Open().Count();
        if (unsaved > 0)
        {
            throw new UgcLabException(UgcLabErrorKind.BatchNotSettled, $"{Money.Say.Count(unsaved, "video")} of batch {folder.Name} {(unsaved == 1 ? "was" : "were")} paid for and not saved, as far as the record knows: {(unsaved == 1 ? "its id stands" : "their ids stand")} nowhere else.")
            {
                Advice = $"(Get-UgcBatch '{folder.Name}' -Row).Jobs | Wait-UgcJob | Save-UgcVideo saves them. -IncludeUnsaved removes the batch all the same.",
            };
        }
    }

    private static UgcBatchRow Row(string batch, RowEntry entry, RowKey key, UgcHistoryEntry planned, UgcHistoryEntry[] purchases, bool inUse)
    {
        UgcHistoryEntry? last = purchases.LastOrDefault();
        UgcRowState state = RowStates.Of(entry);
        return new UgcBatchRow
        {
            Batch = batch,
            Key = key,
            RowNumber = planned.RowNumber,
            RowId = planned.RowId,
            Reference = planned.Reference,
            State = state is UgcRowState.Sending && !inUse ? UgcRowState.Unknown : state,
            Kind = planned.Kind,
            Model = planned.Model,
            Duration = planned.Duration,
            Variants = planned.Variants,
            Prompt = planned.Prompt,
            ProjectId = planned.ProjectId,
            Cells = planned.Cells,
            Jobs = new Listed<UgcJob>(purchases.SelectMany(purchase => purchase.Jobs)),
            SentAt = last?.Time,
            Message = last?.Message,
            Evidence = last?.Evidence,
            RequestId = last?.RequestId,
            PurchaseId = entry.Purchase,
            IsBoughtTwice = entry.IsDoubled,
        };
    }

    private static BatchLedger Look(BatchFolder folder)
    {
        try
        {
            return BatchLedger.Preview(folder);
        }
        catch (Exception error) when (LedgerFile.IsOfDisk(error))
        {
            throw new UgcLabException(UgcLabErrorKind.HistoryUnreadable, $"The ledger of batch {folder.Name} cannot be read. {Http.Redaction.Show(error.Message, 300)}", error);
        }
    }

    private BatchFolder Existing(string name)
    {
        BatchFolder folder = BatchFolder.Of(_stateFolder, name);
        return folder.Exists ? folder : throw new UgcLabException(UgcLabErrorKind.BatchNotFound, $"There is no batch {Http.Redaction.Show(name)} in {_stateFolder}.")
        {
            Advice = "Get-UgcBatch lists them. One that was rehearsed with the simulator ends with its session.",
        };
    }
}
