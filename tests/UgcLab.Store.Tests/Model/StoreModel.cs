using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace UgcLab.Store.Tests.Model;

/// <summary>A store and the model of it, led through the same steps by chance. Several stores on one database stand for processes.</summary>
internal sealed class StoreModel : IDisposable
{
    private const int Rows = 6;
    private const int Stores = 3;

    private static readonly StoreAccount[] Accounts = [new("0123456789abcdef", "https://service.test/"), new("fedcba9876543210", "https://service.test/")];

    private readonly TestStore _place;
    private readonly int _seed;
    private readonly Random _chance;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
    private readonly List<ModelPurchase> _purchases = [];
    private readonly Dictionary<string, ModelJob> _jobs = [];
    private readonly HashSet<int> _planned = [];
    private readonly List<string> _path = [];
    private readonly IStoreEngine[] _stores;
    private long _batch;
    private int _numbers;

    public StoreModel(TestStore place, int seed)
    {
        (_place, _seed, _chance) = (place, seed, new Random(seed));
        _stores = [.. Enumerable.Range(0, Stores).Select(_ => place.Open(_clock))];
    }

    private IStoreEngine Any => _stores[_chance.Next(Stores)];

    public async Task RunAsync(int steps)
    {
        foreach (IStoreEngine store in _stores)
        {
            _batch = await OpenAsync(store);
        }

        for (int step = 0; step < steps; step++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1 + _chance.Next(60_000)));
            int row = _chance.Next(Rows);
            await StepAsync(row);
            await SameRowAsync(row);
            if (step % 50 == 49)
            {
                await SameAllAsync();
            }
        }

        await SameAllAsync();
    }

    public void Dispose() => _place.Dispose();

    private async Task StepAsync(int row)
    {
        ModelPurchase? open = Pick(purchase => purchase.Row == row && purchase.State is UgcPurchaseState.Sending);
        ModelPurchase? lost = Pick(purchase => purchase.Row == row && purchase.State is UgcPurchaseState.Unconfirmed);
        ModelPurchase? any = Pick(purchase => purchase.Row == row);
        switch (_chance.Next(100))
        {
            case < 30 when open is not null:
                await EndAsync(open);
                break;
            case < 40 when Pick(purchase => purchase.State is UgcPurchaseState.Sending) is ModelPurchase sending:
                await EndAsync(sending);
                break;
            case < 50 when lost is not null:
                await ResolveAsync(lost);
                break;
            case < 60 when any is not null:
                await EndAsync(any);
                break;
            case < 63:
                await BeginAsync(null);
                break;
            case < 80:
                await BeginAsync(row);
                break;
            case < 92:
                await SeeAsync();
                break;
            case < 94:
                await PlanAsync();
                break;
            case < 95:
                Say("clear", row);
                await Any.ClearPurchasesAsync(_clock.GetUtcNow(), isPreview: false);
                break;
            case < 97:
                await ReplaceAsync(isKilled: false);
                break;
            default:
                await ReplaceAsync(isKilled: true);
                break;
        }
    }

    private async Task BeginAsync(int? row)
    {
        IStoreEngine store = Any;

        // Another attempt of a purchase that the service did not take, or a purchase of its own.
        ModelPurchase? again = _chance.Next(2) == 0 ? Pick(purchase => purchase.Row == row && purchase.State is UgcPurchaseState.NotSent) : null;
        ModelPurchase purchase = again ?? new ModelPurchase(NewId("p"), row, row is null ? 1 : _chance.Next(1, 4), Accounts[_chance.Next(2)]) { Owner = store };
        HashSet<string> allowed = row is int number ? RowOf(number).Answers(purchase.Generation, purchase.Id) : [];
        if (allowed.Count == 0)
        {
            allowed.Add(_purchases.Any(other => other.Account == purchase.Account && other.State is UgcPurchaseState.Sending) ? "wait" : "go");
        }

        GateAnswer answer = await store.BeginAttemptAsync(
            new AttemptRequest
            {
                Purchase = purchase.Id,
                Attempt = again is null ? 1 : again.Attempts + 1,
                Account = purchase.Account,
                Limits = UgcLimits.None,
                Timeout = TimeSpan.FromMinutes(3),
                Request = Record(row ?? 0).Request,
                Row = row is int planned ? new RowAttempt(_batch, Record(planned), purchase.Generation, null) : null,
            },
            CancellationToken.None);
        string said = answer switch
        {
            GateAnswer.Allowed => "go",
            GateAnswer.Wait { IsInFlight: true } => "wait",
            GateAnswer.AlreadyCreated created when RowPurchases(row!.Value).Any(other => other.Id == created.Purchase.Id && other.IsCreated && other.Generation >= purchase.Generation) => "created",
            GateAnswer.Refused refused => refused.Why.Kind.ToString(),
            _ => answer.ToString(),
        };
        Say($"begin {purchase.Id} in generation {purchase.Generation}: {said}", row);
        Require(allowed.Contains(said), $"the gate says {said}, and the rules say {string.Join(" or ", allowed)}", row);
        if (said != "go")
        {
            return;
        }

        (purchase.State, purchase.Owner, purchase.Attempts) = (UgcPurchaseState.Sending, store, again is null ? 1 : again.Attempts + 1);
        _ = row is int sent && _planned.Add(sent);

        // In the order of their last attempts.
        _purchases.Remove(purchase);
        _purchases.Add(purchase);
    }

    private async Task EndAsync(ModelPurchase purchase)
    {
        UgcPurchaseState state = _chance.Next(8) switch
        {
            0 => UgcPurchaseState.NotSent,
            1 => UgcPurchaseState.Refused,
            2 or 3 => UgcPurchaseState.Unconfirmed,
            4 => UgcPurchaseState.Answered,
            _ => UgcPurchaseState.Accepted,
        };
        string? refusal = state is UgcPurchaseState.Refused ? (_chance.Next(2) == 0 ? nameof(UgcLabErrorKind.RequestRefused) : nameof(UgcLabErrorKind.InsufficientCredits)) : null;
        JobRecord[] jobs = [];
        if (state is UgcPurchaseState.Accepted)
        {
            jobs = [.. Enumerable.Range(0, _chance.Next(1, 4)).Select(index => new JobRecord { UgcId = NewId("c"), Variant = index, Charged = 10.1m })];
            if (_chance.Next(12) == 0 && _jobs.Count > 0)
            {
                jobs[0] = jobs[0] with { UgcId = _jobs.Keys.ElementAt(_chance.Next(_jobs.Count)) };
            }
        }

        bool isCreated = state is UgcPurchaseState.Accepted or UgcPurchaseState.Answered;
        bool isOpen = purchase.State is UgcPurchaseState.Sending or UgcPurchaseState.Unconfirmed;
        bool isLate = isCreated && purchase.State is UgcPurchaseState.NotCharged or UgcPurchaseState.Abandoned;
        bool isDoubled = isCreated && (isOpen || isLate) && purchase.Row is int row
            && RowPurchases(row).Any(other => other != purchase && other.IsCreated && other.Generation == purchase.Generation);
        bool addsJobs = isCreated && (isOpen || isLate || purchase.IsCreated);
        string[] taken = addsJobs ? [.. jobs.Select(job => job.UgcId).Where(id => _purchases.Any(other => other != purchase && other.Jobs.Any(job => job.Id == id)))] : [];

        AttemptResult result = await purchase.Owner.EndAttemptAsync(purchase.Id, new AttemptOutcome { State = state, Refusal = refusal, Jobs = jobs });

        Say($"end {purchase.Id}, which is {purchase.State}, as {state} with {jobs.Length} jobs", purchase.Row);
        Require(result.IsDoubled == isDoubled, $"doubled is {result.IsDoubled}", purchase.Row);
        Require(result.JobsOfOthers.SequenceEqual(taken), $"taken are {string.Join(", ", result.JobsOfOthers)} and not {string.Join(", ", taken)}", purchase.Row);
        if (isOpen || isLate)
        {
            (purchase.State, purchase.Refusal) = (state, refusal);
        }

        foreach (JobRecord job in jobs.Where(job => addsJobs && !_jobs.ContainsKey(job.UgcId)))
        {
            Add(purchase, job.UgcId, job.Charged);
        }
    }

    private async Task ResolveAsync(ModelPurchase purchase)
    {
        UgcResolution resolution = (UgcResolution)_chance.Next(3);
        string id = NewId("c");
        Say($"resolve {purchase.Id} as {resolution}", purchase.Row);
        await Any.ResolveAsync(purchase.Id, resolution, resolution is UgcResolution.Adopted ? [id] : []);
        (purchase.State, purchase.Refusal) = (resolution switch
        {
            UgcResolution.Adopted => UgcPurchaseState.Accepted,
            UgcResolution.NotCharged => UgcPurchaseState.NotCharged,
            _ => UgcPurchaseState.Abandoned,
        }, null);
        if (resolution is UgcResolution.Adopted)
        {
            Add(purchase, id, null);
        }
    }

    private async Task SeeAsync()
    {
        ModelJob? job = _jobs.Count == 0 ? null : _jobs.Values.ElementAt(_chance.Next(_jobs.Count));
        string id = job?.Id ?? "unheard";
        if (_chance.Next(4) == 0)
        {
            Say($"save {id}", null);
            await Any.RecordSavedAsync(new SavedRecord(id, "/videos/" + id, null, 17));
            job?.Save();
            return;
        }

        UgcJobStatus status = (UgcJobStatus)_chance.Next(Enum.GetValues<UgcJobStatus>().Length);
        decimal? refunded = status is UgcJobStatus.Failed ? 10.1m : null;
        Say($"{id} is {status}", null);
        await Any.RecordJobAsync(new UgcJob { UgcId = id, StatusText = status.ToString().ToUpperInvariant(), CreditsRefunded = refunded, Status = status });
        job?.See(status, refunded);
    }

    private async Task PlanAsync()
    {
        int[] rows = [.. Enumerable.Range(0, Rows).Where(_ => _chance.Next(3) == 0)];
        Say($"plan {string.Join(' ', rows)}", null);
        await Any.PlanRowsAsync(_batch, [.. rows.Select(Record)]);
        _planned.UnionWith(rows);
    }

    // A process ends, well or killed, and another begins. What it had in flight is unconfirmed; only a killed one that lives on after all can still answer.
    private async Task ReplaceAsync(bool isKilled)
    {
        int index = _chance.Next(Stores);
        IStoreEngine gone = _stores[index];
        Say($"store {index} {(isKilled ? "killed" : "closed")}", null);
        if (isKilled)
        {
            _place.Kill(gone);
        }
        else
        {
            await gone.DisposeAsync();
        }

        _stores[index] = _place.Open(_clock);
        foreach (ModelPurchase purchase in _purchases.Where(purchase => purchase.Owner == gone))
        {
            purchase.Owner = isKilled ? gone : _stores[index];
            purchase.State = purchase.State is UgcPurchaseState.Sending ? UgcPurchaseState.Unconfirmed : purchase.State;
        }

        Require(await OpenAsync(_stores[index]) == _batch, "the batch is another one", null);
    }

    private async Task SameRowAsync(int row)
    {
        RowState? real = (await Any.FindRowsAsync(_batch, [Record(row).Key])).GetValueOrDefault(Record(row).Key);
        ModelRow model = RowOf(row);
        Require((real is not null) == _planned.Contains(row), "it is there or not", row);
        if (real is not null)
        {
            Same((real.State, real.Created, real.IsAbandoned, real.IsDoubled), (model.State, model.Created, model.IsAbandoned, model.IsDoubled), row);
            Same((real.Videos, real.Unsaved, real.Charged, real.Refunded), (model.Videos, model.Unsaved, model.Charged, model.Refunded), row);
        }
    }

    private async Task SameAllAsync()
    {
        for (int row = 0; row < Rows; row++)
        {
            await SameRowAsync(row);
        }

        List<PurchaseRecord> real = [];
        await foreach (PurchaseRecord purchase in Any.ReadPurchasesAsync(new PurchaseFilter { OldestFirst = true }))
        {
            real.Add(purchase);
        }

        Same(string.Join('\n', real.Select(purchase => Text(purchase.Id, purchase.State, purchase.Generation, purchase.Jobs.Select(job => job.UgcId)))),
            string.Join('\n', _purchases.Select(purchase => Text(purchase.Id, purchase.State, purchase.Generation, purchase.Jobs.Select(job => job.Id)))), null);
        List<string> unsaved = [];
        await foreach (PurchaseRecord purchase in Any.ReadPurchasesAsync(new PurchaseFilter { Unsaved = true, OldestFirst = true }))
        {
            unsaved.Add(purchase.Id);
        }

        Same(string.Join('\n', unsaved), string.Join('\n', _purchases.Where(purchase => purchase.Jobs.Any(job => job.IsUnsaved)).Select(purchase => purchase.Id)), null);
        BatchRecord batch = (await Any.ReadBatchesAsync(new BatchQuery(WithCounts: true)))[0];
        ModelRow[] rows = [.. _planned.Select(RowOf)];
        foreach (UgcRowState state in Enum.GetValues<UgcRowState>())
        {
            Same((state, batch.States.GetValueOrDefault(state)), (state, rows.Count(row => row.State == state)), null);
        }

        Same((batch.Doubled, batch.Videos, batch.Unsaved), (rows.Count(row => row.IsDoubled), rows.Sum(row => row.Videos), rows.Sum(row => row.Unsaved)), null);
        Same((batch.Charged, batch.Refunded), (rows.Sum(row => row.Charged), rows.Sum(row => row.Refunded)), null);
        // A store that is used after its session was ended connects again, and its run counts again.
        Same(_place.ComesBack ? Math.Min(batch.Runs.Count, Stores) : batch.Runs.Count, Stores, null);
    }

    private static string Text(string id, UgcPurchaseState state, int generation, IEnumerable<string> jobs) =>
        string.Create(CultureInfo.InvariantCulture, $"{id} {state} {generation} {string.Join(' ', jobs.Order(StringComparer.Ordinal))}");

    private static RowRecord Record(int row) => new()
    {
        Key = string.Create(CultureInfo.InvariantCulture, $"{row:d32}-1"),
        Content = string.Create(CultureInfo.InvariantCulture, $"{row:d32}"),
        Request = new RequestRecord { Key = new PriceKey("product-video", "kling-2.6", "5", null, false), RowNumber = row, Json = "{}" },
    };

    private string NewId(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{++_numbers:d8}");

    private void Add(ModelPurchase purchase, string id, decimal? charged)
    {
        ModelJob job = new(id, charged);
        _jobs.Add(id, job);
        purchase.Jobs.Add(job);
    }

    private static async Task<long> OpenAsync(IStoreEngine store) =>
        (await store.OpenBatchAsync(new BatchKey(Accounts[0].BaseUri, "", "model"), Guid.NewGuid().ToString("N"), null)).Id;

    private ModelPurchase? Pick(Func<ModelPurchase, bool> which)
    {
        ModelPurchase[] some = [.. _purchases.Where(which)];
        return some.Length == 0 ? null : some[_chance.Next(some.Length)];
    }

    private List<ModelPurchase> RowPurchases(int row) => _purchases.FindAll(purchase => purchase.Row == row);

    private ModelRow RowOf(int row) => new(RowPurchases(row));

    private void Say(string what, int? row) => _path.Add(string.Create(CultureInfo.InvariantCulture, $"{(row is int one ? $"row {one}" : "")}: {what}"));

    private void Same<T>(T real, T model, int? row) => Require(Equals(real, model), $"it is\n{real}\nand by the rules\n{model}", row);

    private void Require(bool isTrue, string what, int? row) => Assert.True(
        isTrue, $"Seed {_seed}, step {_path.Count}, row {row}: {what}\nafter:\n{string.Join('\n', _path.Where(step => row is null || step.StartsWith($"row {row}:", StringComparison.Ordinal) || step[0] == ':').TakeLast(30))}");
}
