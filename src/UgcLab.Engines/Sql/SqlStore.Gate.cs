namespace UgcLab.Engines.Sql;

internal abstract partial class SqlStore
{
    private static readonly TimeSpan InFlightWait = TimeSpan.FromMilliseconds(200);

    public virtual async Task<GateAnswer> BeginAttemptAsync(AttemptRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(TransactionKind.Begin, sql => DecideAsync(sql, request), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DbException error) when (IsDuplicate(error))
        {
            return new GateAnswer.Refused(Damaged("its indexes refuse a second purchase that its rows allow"));
        }
    }

    // Until when a purchase that is recorded now may be sent.
    private protected virtual SendDeadline? NewDeadline() => null;

    private async Task<GateAnswer> DecideAsync(SqlTransaction sql, AttemptRequest request)
    {
        await SweepAsync(sql).ConfigureAwait(false);
        await AddAccountAsync(sql, request.Account).ConfigureAwait(false);
        await AdjustToClockAsync(sql, request.Account.Id).ConfigureAwait(false);
        request = request with { Price = await PriceAsync(sql, request).ConfigureAwait(false) };
        GateAnswer? no = request.Row is null ? null : await CheckRowAsync(sql, request).ConfigureAwait(false);
        no ??= await CheckInFlightAsync(sql, request).ConfigureAwait(false);
        no ??= await CheckLimitsAsync(sql, request.Account.Id, request.Limits, RateEventKind.Creation, isBackground: false, Now)
            .ConfigureAwait(false);
        no ??= await CheckDailyLimitAsync(sql, request).ConfigureAwait(false);
        if (no is not null)
        {
            return no;
        }

        // This attempt replaces one that never reached the service. The purchase takes its time, by which a day's limit counts.
        if (await sql.NumberAsync(
            "SELECT 1 FROM purchase WHERE purchase = @purchase AND state <> 'NotSent'", ("@purchase", request.Purchase)) is not null)
        {
            return new GateAnswer.Refused(Damaged($"purchase {request.Purchase} ended before this attempt of it"));
        }

        // It may be answered until then: its sending may begin as late as the deadline.
        SendDeadline? deadline = NewDeadline();
        TimeSpan longest = request.Timeout + (deadline?.Length ?? TimeSpan.Zero);
        string slot = await AddEventAsync(sql, request.Account.Id, RateEventKind.Creation, longest).ConfigureAwait(false);
        await RecordSendingAsync(sql, request, slot).ConfigureAwait(false);
        return new GateAnswer.Allowed(slot, deadline);
    }

    // What was charged last for the kind, or else the documented price. Members of a later version make it unknown, and so does a price
    // below zero, which would raise what is left of the limit.
    private static async Task<decimal?> PriceAsync(SqlTransaction sql, AttemptRequest request)
    {
        if (request.Request.Key.IsPriceUnknown)
        {
            return null;
        }

        UgcPrice? learned = await PriceAsync(sql, request.Request.Key);
        return (learned is null ? request.Price : learned.Credits * request.Request.Outputs) is decimal price and >= 0 ? price : null;
    }

    // What the row's purchases say about another one. The row's own record has to agree with them.
    private async Task<GateAnswer?> CheckRowAsync(SqlTransaction sql, AttemptRequest request)
    {
        (long batch, RowRecord row, int generation) = (request.Row!.Batch, request.Row.Row, request.Row.Generation);
        List<PurchaseFacts> purchases = await FactsAsync(
            sql, "p.batch = @batch AND p.row_key = @key", ("@batch", batch), ("@key", row.Key));
        RowState? known = (await FindRowsAsync(sql, batch, [row.Key]).ConfigureAwait(false)).GetValueOrDefault(row.Key);
        RowState now = RowRules.Of(row.Key, known?.Content ?? row.Content, [.. purchases.Select(Fact)], []);
        if ((known?.Created ?? 0) != now.Created || (known?.IsAbandoned ?? false) != now.IsAbandoned
            || (known is null ? purchases.Count > 0 : !RowRules.SameMoney(known.State, now.State)))
        {
            throw Damaged($"the records of row {row.Key} of batch {batch.ToString(CultureInfo.InvariantCulture)} do not agree");
        }

        if (known is not null && known.Content != row.Content)
        {
            return new GateAnswer.Refused(
                new UgcLabException(UgcLabErrorKind.RowIdReused, "The row's RowId stands for a row with another content in this batch."));
        }

        foreach (PurchaseFacts other in purchases.Where(other => other.Id != request.Purchase))
        {
            GateAnswer? no = other.State switch
            {
                UgcPurchaseState.Sending =>
                    new GateAnswer.Wait(InFlightWait, await InFlightAsync(sql, other).ConfigureAwait(false), IsInFlight: true),
                UgcPurchaseState.Unconfirmed => Refused(
                    UgcLabErrorKind.OutcomeUnconfirmed, "An earlier request for this row is unconfirmed, so it is not sent again.",
                    "Check the service's dashboard, then record the outcome with Resolve-UgcBatchRow."),
                UgcPurchaseState.Abandoned => Refused(UgcLabErrorKind.AlreadyCreated, "This row was abandoned, so it is not sent again."),
                UgcPurchaseState.Accepted or UgcPurchaseState.Answered
                    when other.Generation >= generation || other.Generation > request.Row.Known =>
                    new GateAnswer.AlreadyCreated(await PurchaseAsync(sql, other.Id).ConfigureAwait(false)),
                _ => null,
            };
            if (no is not null)
            {
                return no;
            }
        }

        return null;
    }

    // One paid request of an account at a time: side by side would gain nothing, and make more than one row unconfirmed when the
    // network fails.
    private async Task<GateAnswer?> CheckInFlightAsync(SqlTransaction sql, AttemptRequest request)
    {
        List<PurchaseFacts> sending = await FactsAsync(
            sql, "p.account = @account AND p.state = 'Sending' AND p.purchase <> @purchase",
            ("@account", request.Account.Id), ("@purchase", request.Purchase));
        return sending.Count == 0 ? null
            : new GateAnswer.Wait(InFlightWait, await InFlightAsync(sql, sending[0]).ConfigureAwait(false), IsInFlight: true);
    }

    private async Task<GateAnswer?> CheckDailyLimitAsync(SqlTransaction sql, AttemptRequest request)
    {
        if (await DailyLimitAsync(sql, request.Account.Id).ConfigureAwait(false) is not decimal limit)
        {
            return null;
        }

        decimal spent = await SpentTodayAsync(sql, request.Account.Id).ConfigureAwait(false);
        string said = $"The limit of {Format.Amount(limit)} credits a day leaves {Format.Amount(Math.Max(0, limit - spent))}";
        return request.Price switch
        {
            null when request.AllowUnknownPrice && spent < limit => null,
            null when spent < limit => Refused(
                UgcLabErrorKind.SpendingLimit, $"{said}, and the price of this request is not known. It was not sent.",
                "Specify -Force to send requests whose price is not known."),
            decimal price when spent + price <= limit => null,
            _ => Refused(
                UgcLabErrorKind.SpendingLimit,
                $"{said}{(request.Price is decimal price ? $", and this request costs {Format.Amount(price)}" : "")}. It was not sent.",
                "Run the command again tomorrow, or raise the limit with Connect-UgcLab -MaxCreditPerDay."),
        };
    }

    private async Task RecordSendingAsync(SqlTransaction sql, AttemptRequest request, string slot)
    {
        PurchaseFacts purchase = new()
        {
            Id = request.Purchase,
            Account = request.Account.Id,
            Owner = Owner,
            Batch = request.Row?.Batch,
            RowKey = request.Row?.Row.Key,
            Generation = request.Row?.Generation ?? 1,
            State = UgcPurchaseState.Sending,
            Price = request.Price,
        };
        if (request.Row is RowAttempt row)
        {
            int added = await AddRowAsync(sql, row.Batch, row.Row).ConfigureAwait(false);
            await CountAsync(sql, row.Batch, new RowState { Key = row.Row.Key }, added).ConfigureAwait(false);
        }

        await sql.InsertAsync(
            "purchase",
            """
            (purchase) DO UPDATE SET owner = excluded.owner, attempt = excluded.attempt, run = excluded.run,
              slot = excluded.slot, state = 'Sending', began = excluded.began, ended = NULL, request = excluded.request,
              price = excluded.price, refusal = NULL, status = NULL, code = NULL, message = NULL, request_id = NULL, sum = excluded.sum
              WHERE purchase.state = 'NotSent'
            """,
            [.. RequestArgs(request.Row is null ? request.Request : request.Request with { Json = null, Cells = null }),
                ("@purchase", request.Purchase), ("@account", request.Account.Id), ("@owner", Owner), ("@batch", purchase.Batch),
                ("@row_key", purchase.RowKey), ("@generation", purchase.Generation), ("@attempt", request.Attempt),
                ("@run", request.Row?.Run), ("@slot", slot), ("@state", purchase.State), ("@began", Now), ("@price", request.Price),
                ("@sum", MoneySum.Of(purchase))]);
        await RefreshRowAsync(sql, purchase.Batch, purchase.RowKey).ConfigureAwait(false);
    }

    private static async Task<string> InFlightAsync(SqlTransaction sql, PurchaseFacts purchase)
    {
        OwnerRecord? owner = await sql.FirstAsync(
            "SELECT host, pid, began FROM owner WHERE owner = @owner", ReadOwner, ("@owner", purchase.Owner));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"A request is in flight in {owner} since {purchase.Began.ToLocalTime():HH:mm:ss}; one is sent at a time.");
    }

    private static OwnerRecord ReadOwner(SqlRow row) => new(row.Text(), row.Whole(), row.Time());

    private static GateAnswer.Refused Refused(UgcLabErrorKind kind, string message, string? advice = null) =>
        new(new UgcLabException(kind, message, advice));

    private static RowFact Fact(PurchaseFacts purchase) => new(purchase.Id, purchase.State, purchase.Generation, purchase.Refusal);
}
