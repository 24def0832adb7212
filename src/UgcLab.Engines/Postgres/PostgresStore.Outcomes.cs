using System.Text.Json;
using System.Text.Json.Serialization;

namespace UgcLab.Engines.Postgres;

/// <content>Paid requests across a connection that is lost and comes back.</content>
internal sealed partial class PostgresStore
{
    // Purchases for which it isn't known whether their record was committed. None of them was sent.
    private readonly HashSet<string> _uncertain = [];
    private string[] _resolved = [];

    private long _entered;

    public override async Task<GateAnswer> BeginAttemptAsync(AttemptRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.BeginAttemptAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (UgcLabException lost) when (lost.Kind is UgcLabErrorKind.StoreUnreachable)
        {
            lock (_uncertain)
            {
                _uncertain.Add(request.Purchase);
            }

            throw;
        }
    }

    public override async Task<AttemptResult> EndAttemptAsync(string purchase, AttemptOutcome outcome)
    {
        try
        {
            AttemptResult result = await base.EndAttemptAsync(purchase, outcome).ConfigureAwait(false);
            if (_storeId is string store)
            {
                _local.Remove(store, purchase);
            }

            return result;
        }
        catch (UgcLabException unwritten) when (_storeId is string store

            // A database that went back doesn't have the purchase, and this file is then the only record of its jobs.
            && (unwritten.Kind.Is(ErrorTraits.StoreFailure) || unwritten.Kind is UgcLabErrorKind.RowNotUnconfirmed)
            && _local.Keep(store, purchase, outcome) is string file)
        {
            _hasToDeliver |= MayPass(unwritten);
            throw unwritten.WithMessage($"{unwritten.Message} It is kept in {file}, and this machine tries to record it.");
        }
    }

    // The machine that sent it may only have lost its connection to the store.
    private protected override async Task RequireNoLateAnswerAsync(SqlTransaction sql, PurchaseFacts purchase)
    {
        if (await sql.NumberAsync(
            "SELECT latest FROM rate_event WHERE slot = @slot AND latest > @now", ("@slot", purchase.Slot), ("@now", Now)) is long latest)
        {
            throw new UgcLabException(UgcLabErrorKind.RowNotUnconfirmed,
                $"Purchase {purchase.Id} may still be answered until {Stored.Time(latest).ToLocalTime():HH:mm:ss}, because the machine "
                    + "that sent it may only have lost its connection to the store.",
                "Resolve it as not charged after that time.");
        }
    }

    // A purchase for which it isn't known whether its record was committed was not sent. Only this process knows that.
    private async Task ResolveAsync(SqlTransaction sql, TransactionKind kind)
    {
        lock (_uncertain)
        {
            _resolved = kind is TransactionKind.Read or TransactionKind.Count ? [] : [.. _uncertain];
        }

        foreach (string purchase in _resolved)
        {
            foreach (PurchaseFacts sending in await FactsAsync(
                sql, "p.purchase = @purchase AND p.owner = @me AND p.state IN ('Sending', 'Unconfirmed')", ("@purchase", purchase),
                ("@me", Owner)))
            {
                await EndUnsentAsync(sql, sending).ConfigureAwait(false);
            }
        }
    }

    private void Committed(TransactionKind kind)
    {
        if (kind is TransactionKind.Read or TransactionKind.Count)
        {
            return;
        }

        lock (_uncertain)
        {
            _uncertain.ExceptWith(_resolved);
        }

        if (kind is TransactionKind.Begin or TransactionKind.Outcome && _entered > _epoch)
        {
            _epoch = _entered;
            _local.Saw(_storeId!, _epoch);
        }
    }

    // Outcomes that this process, or earlier ones of this machine, could not record.
    private async Task DeliverAsync()
    {
        if (_storeId is null)
        {
            await TransactAsync(TransactionKind.Count, _ => Task.FromResult(true), CancellationToken.None).ConfigureAwait(false);
        }

        foreach ((string purchase, AttemptOutcome outcome) in _local.Read(_storeId!))
        {
            try
            {
                await EndAttemptAsync(purchase, outcome).ConfigureAwait(false);
            }
            catch (UgcLabException unwritten) when (MayPass(unwritten))
            {
                // The next transaction tries again; this one continues without it.
                _hasToDeliver = true;
                return;
            }
            catch (UgcLabException missing) when (missing.Kind is UgcLabErrorKind.RowNotUnconfirmed or UgcLabErrorKind.StoreDamaged)
            {
                // A database that went back doesn't have the purchase. The file stays: it is the only record of these jobs.
            }
        }
    }

    private static bool MayPass(UgcLabException unwritten) =>
        unwritten.Kind is UgcLabErrorKind.StoreUnavailable or UgcLabErrorKind.StoreUnreachable;
}

// What this machine keeps of a shared store: outcomes of paid requests that the database could not take, to be delivered at the next
// connection of any process here, and how far the database was when this machine last wrote to it.
internal sealed class LocalOutcomes(string folder)
{
    private readonly string _folder = Path.Combine(folder, "shared");

    // Keeps an outcome, and returns the file. One that another attempt may follow isn't kept.
    public string? Keep(string store, string purchase, AttemptOutcome outcome)
    {
        if (outcome.State is UgcPurchaseState.NotSent)
        {
            return null;
        }

        PrivateFolder.Make(_folder);
        string path = PathOf(store, purchase);
        using (FileStream file = new(path + ".new", PrivateFolder.Options(FileMode.Create, FileAccess.Write, FileShare.None)))
        {
            JsonSerializer.Serialize(file, outcome, OutcomeJson.Default.AttemptOutcome);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        PrivateFolder.Flush(_folder);
        return path;
    }

    public IEnumerable<(string Purchase, AttemptOutcome Outcome)> Read(string store)
    {
        foreach (string path in Directory.Exists(_folder) ? Directory.GetFiles(_folder, $"{store}-*.json") : [])
        {
            if (TryRead(path) is AttemptOutcome outcome)
            {
                yield return (Path.GetFileNameWithoutExtension(path)[(store.Length + 1)..], outcome);
            }
        }
    }

    // The database has it. Delivering it again changes nothing.
    public void Remove(string store, string purchase) => Attempt(() => File.Delete(PathOf(store, purchase)));

    // The state of a store that this machine has seen; 0 for none.
    public long EpochOf(string store)
    {
        string text = "";
        Attempt(() => text = File.ReadAllText(EpochPath(store)));
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seen) ? seen : 0;
    }

    // Remembers it. A crash of the machine may lose the last ones, because it only helps to notice a database that went back.
    public void Saw(string store, long epoch) => Attempt(() =>
    {
        PrivateFolder.Make(_folder);
        using FileStream file = new(EpochPath(store), PrivateFolder.Options(FileMode.Create, FileAccess.Write, FileShare.ReadWrite));

        // Of one length, because two processes may write at the same time.
        file.Write(System.Text.Encoding.ASCII.GetBytes(epoch.ToString("D19", CultureInfo.InvariantCulture)));
    });

    // Null where another process delivers it now, or it isn't one of ours.
    private static AttemptOutcome? TryRead(string path)
    {
        AttemptOutcome? outcome = null;
        Attempt(() => outcome = JsonSerializer.Deserialize(File.ReadAllBytes(path), OutcomeJson.Default.AttemptOutcome));
        return outcome;
    }

    private static void Attempt(Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // Each caller can do without it.
        }
    }

    private string PathOf(string store, string purchase) => Path.Combine(_folder, $"{store}-{purchase}.json");

    private string EpochPath(string store) => Path.Combine(_folder, $"{store}.epoch");
}

[JsonSerializable(typeof(AttemptOutcome))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class OutcomeJson : JsonSerializerContext;
