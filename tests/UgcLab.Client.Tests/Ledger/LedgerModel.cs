using UgcLab.Ledger;

namespace UgcLab.Client.Tests.Ledger;

/// <summary>What a row is by the rules alone: written from the rules and not from the code that keeps them.</summary>
internal sealed class ModelRow
{
    public bool OnDisk { get; set; }

    public string? Out { get; set; }

    public int OutRound { get; set; } = 1;

    /// <summary>Whether the last round that went out is the last that was bought.</summary>
    public bool WasLastBought => Bought.Count == 0 || Bought.Keys.Max() == OutRound;

    public bool InDoubt { get; set; }

    public bool GivenUp { get; set; }

    /// <summary>Whether a purchase of it was ever given up: it never goes out again.</summary>
    public bool Barred { get; set; }

    public bool Refused { get; set; }

    /// <summary>The jobs of each round that was bought.</summary>
    public SortedDictionary<int, List<string>> Bought { get; } = [];

    public bool TakenTwice { get; set; }

    public bool MayGoOut(int round) => Out is null && !InDoubt && !Barred && (Bought.Count == 0 || Bought.Keys.Max() < round);

    public void Accept(int round, IEnumerable<string> ids)
    {
        if (!Bought.TryGetValue(round, out List<string>? jobs))
        {
            Bought.Add(round, jobs = []);
        }

        jobs.AddRange(ids);
        (Out, InDoubt, Refused, GivenUp) = (null, false, false, false);
    }

    /// <summary>Nothing came of it: the row is what it was before.</summary>
    public void Back(bool refused = false, bool givenUp = false)
    {
        (Out, InDoubt, Barred) = (null, false, Barred || givenUp);
        (Refused, GivenUp) = (refused && Bought.Count == 0, givenUp && Bought.Count == 0);
    }

    public UgcRowState State(IReadOnlyDictionary<string, (UgcJobStatus Status, bool Saved)> jobs)
    {
        if (Out is not null || InDoubt)
        {
            return Out is null ? UgcRowState.Unknown : UgcRowState.Sending;
        }

        if (Bought.Count == 0)
        {
            return GivenUp ? UgcRowState.Abandoned : Refused ? UgcRowState.Refused : UgcRowState.NotSent;
        }

        (UgcJobStatus Status, bool Saved)[] last = [.. Bought[Bought.Keys.Max()].Select(id => jobs[id])];
        return last.Any(job => !job.Saved && job.Status is not (UgcJobStatus.Completed or UgcJobStatus.Failed or UgcJobStatus.Cancelled)) ? UgcRowState.Running
            : last.Any(job => !job.Saved && job.Status is UgcJobStatus.Completed) ? UgcRowState.Finished
            : last.Any(job => job.Status is UgcJobStatus.Failed or UgcJobStatus.Cancelled) ? UgcRowState.Failed
            : UgcRowState.Saved;
    }
}

/// <summary>A ledger and the model of it, led through the same steps by chance.</summary>
internal sealed class LedgerModel(int seed) : IDisposable
{
    private const int MostRows = 10;

    private readonly Random _chance = new(seed);
    private readonly Dictionary<RowKey, ModelRow> _model = [];
    private readonly Dictionary<string, (UgcJobStatus Status, bool Saved)> _jobs = [];
    private readonly List<string> _path = [];
    private LedgerDesk _desk = new();
    private BatchLedger? _ledger;

    public int Videos => _jobs.Count;

    public void Run(int steps)
    {
        _ledger = _desk.Open();
        for (int step = 0; step < steps; step++)
        {
            Order order = LedgerDesk.Row(_chance.Next(MostRows / 2));
            RowKey key = LedgerDesk.KeyOf(order, _chance.Next(1, 3));
            Take(order, key);
            Same(key);
            if (step % 50 == 0)
            {
                SameOnDisk();
            }
        }

        SameOnDisk();
    }

    public void Dispose()
    {
        _ledger?.Dispose();
        _desk.Dispose();
    }

    private void Take(Order order, RowKey key)
    {
        int step = _chance.Next(100);
        ModelRow? row = _model.GetValueOrDefault(key);
        if (row is null)
        {
            Plan(order, key);
        }
        else if (row.Out is string purchase && step < 70)
        {
            Answer(order, key, row, purchase);
        }
        else if (row.InDoubt && step < 50)
        {
            Settle(key, row);
        }
        else if (step < 75)
        {
            Send(order, key, row);
        }
        else if (step < 92)
        {
            News(row);
        }
        else if (step < 95)
        {
            Plan(order, key);
        }
        else if (step < 97 && row is { Out: null, InDoubt: false, GivenUp: false, OnDisk: true, WasLastBought: true })
        {
            // The service answers what it was asked once a second time.
            Say("accept unasked", key);
            row.TakenTwice |= row.Bought.Count > 0;
            Accept(order, key, row, Guid.NewGuid().ToString("N"), row.OutRound);
        }
        else if (step < 99)
        {
            Reopen(key);
        }
        else
        {
            Crash(key);
        }
    }

    private void Plan(Order order, RowKey key)
    {
        Say("plan", key);
        _ledger!.Plan(key, null, order);
        _model.TryAdd(key, new ModelRow());
    }

    private void Send(Order order, RowKey key, ModelRow row)
    {
        int round = _chance.Next(1, 4);
        Say($"send in round {round}", key);
        string purchase = Guid.NewGuid().ToString("N");
        if (row.MayGoOut(round))
        {
            _ledger!.Book(key, round).Sending(purchase, 1, order, order.Request.ToJson());
            (row.Out, row.OutRound) = (purchase, round);
            Flushed();
        }
        else
        {
            UgcLabException error = Assert.Throws<UgcLabException>(() => _ledger!.Book(key, round).Sending(purchase, 1, order, order.Request.ToJson()));
            Assert.Equal(UgcLabErrorKind.AlreadyBought, error.Kind);
            Flushed();
        }
    }

    private void Answer(Order order, RowKey key, ModelRow row, string purchase)
    {
        int round = row.OutRound;
        switch (_chance.Next(6))
        {
            case 0:
                Say("not applied", key);
                LedgerDesk.NotApplied(_ledger!, key, purchase, round);
                row.Back();
                break;
            case 1:
                Say("not sent", key);
                LedgerDesk.End(_ledger!, key, purchase, "NotSent", round);
                row.Back();
                break;
            case 2:
                Say("refused", key);
                LedgerDesk.End(_ledger!, key, purchase, "Refused", round);
                row.Back(refused: true);
                break;
            case 3:
                Say("unknown", key);
                LedgerDesk.End(_ledger!, key, purchase, "Unknown", round);
                (row.Out, row.InDoubt) = (null, true);
                break;
            default:
                Say("accepted", key);
                Accept(order, key, row, purchase, round);
                break;
        }
    }

    private void Accept(Order order, RowKey key, ModelRow row, string purchase, int round)
    {
        string[] ids = _desk.Accept(_ledger!, order, key, purchase, round, _chance.Next(1, 4));
        row.Accept(round, ids);
        Array.ForEach(ids, id => _jobs[id] = (UgcJobStatus.Pending, false));
    }

    private void Settle(RowKey key, ModelRow row)
    {
        int how = _chance.Next(4);
        Say($"settle {how}", key);
        UgcBatchRow inDoubt = _desk.Batches.Rows(LedgerDesk.Name).Single(each => each.Key == key);
        switch (how)
        {
            case 0:
                _desk.Batches.Settle(inDoubt, UgcSettlement.NotCharged);
                row.Back();
                break;
            case 1:
                _desk.Batches.Settle(inDoubt, UgcSettlement.Abandoned);
                row.Back(givenUp: true);
                break;
            default:
                string id = $"cadopted{_jobs.Count:d6}";
                _desk.Batches.Settle(inDoubt, UgcSettlement.Adopted, [id]);
                row.Accept(row.OutRound, [id]);
                _jobs[id] = (UgcJobStatus.Pending, false);
                break;
        }

        Flushed();
    }

    private void News(ModelRow row)
    {
        string id = row.Bought.Count == 0 ? "cstranger" : row.Bought[row.Bought.Keys.Max()][0];
        if (_chance.Next(4) == 0)
        {
            Say($"saved {id}", null);
            LedgerDesk.Save(_ledger!, id);
            Seen(id, UgcJobStatus.Completed, true);
            return;
        }

        UgcJobStatus status = (UgcJobStatus)_chance.Next(Enum.GetValues<UgcJobStatus>().Length);
        Say($"{id} is {status}", null);
        LedgerDesk.See(_ledger!, id, status);
        Seen(id, status, false);
    }

    private void Seen(string id, UgcJobStatus status, bool saved)
    {
        if (_jobs.TryGetValue(id, out (UgcJobStatus Status, bool Saved) job))
        {
            // What has ended has ended, whatever an older word says.
            _jobs[id] = (HasEnded(job.Status) && !HasEnded(status) ? job.Status : status, job.Saved || saved);
        }
    }

    private static bool HasEnded(UgcJobStatus status) => status is UgcJobStatus.Completed or UgcJobStatus.Failed or UgcJobStatus.Cancelled;

    private void Reopen(RowKey key)
    {
        Say("closed and opened", key);
        _ledger!.Dispose();
        Flushed();
        Opened();
    }

    // Another place with what stands on the disk at this moment is what a process finds after the last one was killed.
    private void Crash(RowKey key)
    {
        Say("killed and opened", key);
        LedgerDesk next = new();
        Directory.CreateDirectory(Path.Combine(next.State, "batches", LedgerDesk.Name));
        foreach (string file in Directory.GetFiles(_desk.Folder.Path).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(next.State, "batches", LedgerDesk.Name, Path.GetFileName(file)));
        }

        _ledger!.Dispose();
        _desk.Dispose();
        (_desk, int already) = (next, _jobs.Count);
        _desk.Skip(already);
        foreach (RowKey lost in _model.Where(row => !row.Value.OnDisk).Select(row => row.Key).ToArray())
        {
            _model.Remove(lost);
        }

        Opened();
    }

    private void Opened()
    {
        RowKey[] wereOut = [.. _model.Where(row => row.Value.Out is not null).Select(row => row.Key)];
        _ledger = _desk.Open();
        Assert.Equal(wereOut.Order(Comparer), _ledger.FoundInDoubt.Order(Comparer));
        foreach (RowKey key in wereOut)
        {
            (_model[key].Out, _model[key].InDoubt) = (null, true);
        }

        foreach (RowKey key in _model.Keys)
        {
            Same(key);
        }

        SameOnDisk();
    }

    private static Comparer<RowKey> Comparer { get; } = Comparer<RowKey>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));

    private void Flushed()
    {
        foreach (ModelRow row in _model.Values)
        {
            row.OnDisk = true;
        }
    }

    private void Same(RowKey key)
    {
        ModelRow? model = _model.GetValueOrDefault(key);
        (UgcRowState? State, bool Doubled, int Jobs, string Rounds) real = _ledger!.Read(index => index.Find(key) is RowEntry row
            ? ((UgcRowState?)UgcLab.Batch.RowStates.Of(row), row.IsDoubled, row.Jobs.Count, string.Join(' ', Enumerable.Range(1, 4).Where(row.CanSend)))
            : (null, false, 0, "1 2 3 4"));
        Assert.True(
            real == (model?.State(_jobs), model?.TakenTwice ?? false, model?.Bought.Values.Sum(ids => ids.Count) ?? 0, string.Join(' ', Enumerable.Range(1, 4).Where(round => model?.MayGoOut(round) ?? true))),
            $"Seed {seed}: {real} and not {model?.State(_jobs)}, after:\n{string.Join('\n', _path.Where(step => step.Contains(key.ToString(), StringComparison.Ordinal)).TakeLast(20))}");
    }

    private void SameOnDisk()
    {
        UgcBatch batch = _desk.Batches.Get(LedgerDesk.Name);
        IReadOnlyList<UgcBatchRow> rows = _desk.Batches.Rows(LedgerDesk.Name);
        Dictionary<RowKey, ModelRow> written = _model.Where(row => row.Value.OnDisk).ToDictionary();
        Dictionary<UgcRowState, int> counts = written.Values.GroupBy(row => row.State(_jobs)).ToDictionary(same => same.Key, same => same.Count());

        Assert.Equal(written.Count, batch.Rows);
        Assert.Equal(
            [.. Enum.GetValues<UgcRowState>().Select(state => counts.GetValueOrDefault(state))],
            (int[])[batch.NotSent, batch.Sending, batch.Refused, batch.Unknown, batch.Abandoned, batch.Running, batch.Finished, batch.Failed, batch.Saved]);
        Assert.Equal(written.Values.Count(row => row.TakenTwice), batch.BoughtTwice);
        Assert.Equal(_jobs.Count, batch.Videos);
        Assert.Equal(written.Count, rows.Count);
        Assert.All(rows, row =>
        {
            Assert.Equal(written[row.Key].State(_jobs), row.State);
            Assert.Equal(written[row.Key].Bought.Values.SelectMany(ids => ids).Order(StringComparer.Ordinal), row.Jobs.Select(job => job.UgcId).Order(StringComparer.Ordinal));
        });
    }

    private void Say(string what, RowKey? key) => _path.Add($"{key} {what}");
}
