using Npgsql;

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
    private protected override async Task RequireOverAsync(SqlTransaction sql, PurchaseFacts purchase)
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
