namespace UgcLab.PowerShell.Creation;

// Known is the row in its batch; null without a batch. Past has its jobs where there is nothing to create; else it is null.
internal sealed record RowToCreate(PurchaseRequest Purchase, BatchRow? Known, bool IsCreatedAgain, IReadOnlyList<UgcJob>? Past);

// The purchases of a cmdlet: within the spending limits of the run, and in a batch if one is named, which is opened at the first row. It
// asks for the confirmations that are needed, and counts.
internal sealed class PurchaseSession(CreationCmdlet cmdlet) : IAsyncDisposable
{
    private readonly ConfirmState _again = new();
    private readonly ConfirmState _unconfirmedAnswers = new();
    private BatchView? _batch;
    private SpendingLimit? _limit;
    private int _new;
    private int _before;
    private int _unconfirmed;
    private int _refused;
    private int _abandoned;
    private int _invalid;
    private bool _isChecked;
    private bool _isAnythingLeft;

    public void Check()
    {
        Invalid.ThrowIf(
            cmdlet.BuyAgain && !cmdlet.Force && !cmdlet.IsWhatIf && !cmdlet.CanAsk,
            "In a non-interactive session, specify -Force to create rows again.");
        Invalid.ThrowIf(
            cmdlet.Batch is null && (cmdlet.BuyAgain || cmdlet.OnUnconfirmed is not UgcOnUnconfirmed.Skip),
            $"{(cmdlet.BuyAgain ? "-BuyAgain" : "-OnUnconfirmed")} needs -Batch. "
                + "Without a batch, each row is created every time it is sent.");
    }

    public void CountInvalid() => _invalid++;

    public void CountWhatIf() => _new++;

    public async Task<RowToCreate> LookUpAsync(PurchaseRequest purchase, string name)
    {
        if (cmdlet.Batch is null)
        {
            return new RowToCreate(purchase, null, false, null);
        }

        BatchView batch = _batch ??= cmdlet.IsWhatIf ? await cmdlet.Batches.PreviewAsync(cmdlet.Batch)
            : await cmdlet.Client.OpenBatchAsync(cmdlet.Batch);
        BatchRow row = await CountingAsync(() => batch.FindAsync(purchase));
        RowDisposition step = RowDecision.Of(row, cmdlet.BuyAgain, cmdlet.OnUnconfirmed);
        if (step is RowDisposition.Ask)
        {
            step = await UnconfirmedPrompt.AskAndResolveAsync(cmdlet, batch, row, name, _unconfirmedAnswers) ? RowDisposition.Create
                : RowDisposition.HoldUnconfirmed;
        }

        if (step is RowDisposition.HoldUnconfirmed or RowDisposition.Refused
            && RowDecision.Failure(step, batch.Name, row, await batch.LastAsync(row)) is UgcLabException failure)
        {
            _ = step is RowDisposition.Refused ? _refused++ : _unconfirmed++;
            _isAnythingLeft |= step is not RowDisposition.Refused;
            throw failure;
        }

        if (step is RowDisposition.SkipAbandoned)
        {
            _abandoned++;
            cmdlet.WriteVerbose($"{name} of batch {batch.Name} was abandoned; it isn't sent again.");
            return new RowToCreate(purchase, row, false, []);
        }

        bool isDone = step is RowDisposition.ReturnExisting
            || (step is RowDisposition.CreateAgain && batch is OpenBatch open && row.Created >= await open.GenerationAsync());
        if (isDone || (step is RowDisposition.CreateAgain && !await IsConfirmedAgainAsync(row, name)))
        {
            _before++;
            cmdlet.WriteVerbose($"{name} was created before in batch {batch.Name}; nothing is sent.");
            return new RowToCreate(purchase, row, false, await batch.JobsAsync(row));
        }

        return new RowToCreate(purchase, row, step is RowDisposition.CreateAgain, null);
    }

    public async Task<IReadOnlyList<UgcJob>> CreateAsync(RowToCreate row, IProgress<UgcNotice> notices, CancellationToken cancellationToken)
    {
        if (!_isChecked)
        {
            await StoreCheck.RequireAsync(cmdlet, cmdlet.SessionInUse, cmdlet.Force, cmdlet.Folder, cancellationToken);
            _isChecked = true;
        }

        _limit ??= await cmdlet.Client.LimitSpendingAsync(cmdlet.MaxCredit, cmdlet.KeepCredit, cancellationToken);
        PurchaseRequest purchase = row.Purchase with { AllowUnknownPrice = cmdlet.Force };
        (IReadOnlyList<UgcJob> jobs, bool isNew) = await CountingAsync(async () =>
        {
            if (row.Known is null)
            {
                return ((await cmdlet.Client.Purchases.SendAsync(purchase, null, null, _limit, notices, cancellationToken)).Jobs, true);
            }

            OpenBatch batch = (OpenBatch)_batch!;
            int generation = cmdlet.BuyAgain ? await batch.GenerationAsync() : 1;
            return await batch.CreateAsync(
                row.Known with { Purchase = purchase }, generation, limit: _limit, notices: notices, cancellationToken: cancellationToken);
        });

        // Another process may have created the row meanwhile.
        _ = isNew ? _new++ : _before++;
        return jobs;
    }

    public string? Summary()
    {
        if (_batch is null)
        {
            return null;
        }

        IEnumerable<string> parts = new (int Count, string Text)[]
        {
            (_new, cmdlet.IsWhatIf ? "would be created" : "new"),
            (_before, "created before"),
            (_unconfirmed, "unconfirmed"),
            (_refused, "refused"),
            (_abandoned, "abandoned"),
            (_invalid, "invalid"),
        }.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Text}");
        return $"Batch {_batch.Name}: {string.Join(", ", parts.DefaultIfEmpty("nothing was created"))}.";
    }

    // All rows of the input were read. What is left of them, such as an unconfirmed one, is created by a later run in the same generation.
    public async Task EndAsync()
    {
        if (cmdlet.BuyAgain && !_isAnythingLeft && _batch is OpenBatch batch)
        {
            await batch.EndGenerationAsync(least: null);
        }
    }

    public ValueTask DisposeAsync() => (_batch as OpenBatch)?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<T> CountingAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (UgcLabException failure)
        {
            _isAnythingLeft |= failure.Kind is UgcLabErrorKind.OutcomeUnconfirmed || failure.Kind.Is(ErrorTraits.EndsSending);
            _ = failure switch
            {
                { Kind: UgcLabErrorKind.OutcomeUnconfirmed or UgcLabErrorKind.AlreadyCreated } => _unconfirmed++,
                { Kind: UgcLabErrorKind.RowIdReused or UgcLabErrorKind.RowNotIdentified } => _invalid++,
                { StatusCode: not null } => _refused++,
                _ => 0,
            };
            throw;
        }
    }

    private async Task<bool> IsConfirmedAgainAsync(BatchRow row, string name)
    {
        if (cmdlet.Force || cmdlet.IsWhatIf)
        {
            return true;
        }

        IReadOnlyList<UgcJob> jobs = await _batch!.JobsAsync(row);
        string when = jobs is [.., { CreatedAt: DateTimeOffset time }] ? $" at {Format.Time(time)}" : "";
        string price = jobs is [.., { TotalCreditsCharged: decimal cost }]
            ? $" It cost {Format.Amount(cost)} credits then." : " Its cost isn't known.";
        if (cmdlet.Agree($"{name} was created before in batch {_batch.Name}{when}.{price} Create it again?", "Create again", _again))
        {
            return true;
        }

        cmdlet.WriteVerbose(
            $"{name} isn't created again, because it wasn't confirmed. To create rows again without a prompt, specify -Force.");
        return false;
    }
}

// Asks a person about an unconfirmed row. -Force agrees to spending; it can't know whether a request was charged, so it isn't an answer
// here.
internal static class UnconfirmedPrompt
{
    public static string NameOf(BatchRow row) =>
        $"Row {row.Purchase.RowNumber}{(row.Purchase.Reference is null ? "" : $", {row.Purchase.Reference}")}";

    // Shows the evidence for and against a charge, asks, and resolves the row when it was not charged.
    public static async Task<bool> AskAndResolveAsync(AsyncCmdlet cmdlet, BatchView batch, BatchRow row, string name, ConfirmState answers)
    {
        if (cmdlet.IsWhatIf)
        {
            return false;
        }

        UgcHistoryEntry? last = await batch.LastAsync(row);
        string sent = last is null ? "" : $" at {Format.ExactTime(last.Time)}";
        string question = string.Join(Environment.NewLine,
        [
            $"{name} was sent{sent} in batch {batch.Name}, and its outcome is unconfirmed. {last?.Message}".TrimEnd(),
            .. last is null ? [] : await ReconciliationEvidence.OfAsync(last, batch.Store),
            "If it was charged, sending it again charges it a second time. Was it NOT charged, and should it be sent again?",
        ]);
        if (!cmdlet.Agree(question, "Unconfirmed", answers))
        {
            return false;
        }

        await batch.Store.ResolveAsync(last?.PurchaseId ?? "", UgcResolution.NotCharged, []);
        return true;
    }
}
