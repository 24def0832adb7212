using System.Globalization;
using System.Management.Automation;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>What every cmdlet that buys lets its user say about money and batches; the parameters stand on the cmdlet, their meaning in <see cref="Till"/>.</summary>
internal interface IBuying
{
    decimal? MaxCredit { get; }

    decimal? KeepCredit { get; }

    string? Batch { get; }

    SwitchParameter BuyAgain { get; }

    UgcOnUnconfirmed OnUnconfirmed { get; }

    SwitchParameter Force { get; }
}

/// <summary>A row on its way to the till.</summary>
/// <param name="Order">What it buys.</param>
/// <param name="Known">As its batch knows it; null without a batch.</param>
/// <param name="IsBoughtAgain">Whether it was bought before.</param>
/// <param name="Past">Its jobs, where there is nothing to buy; else null.</param>
internal sealed record Purchasable(Order Order, BatchRow? Known, bool IsBoughtAgain, IReadOnlyList<UgcJob>? Past);

/// <summary>
/// Where a cmdlet buys: within the bounds of the run, and in a batch if one is named, which is opened at the first row. It
/// asks what has to be asked, and counts.
/// </summary>
/// <param name="cmdlet">Who asks and tells.</param>
/// <param name="how">What was typed.</param>
/// <param name="client">The client, made when it is needed.</param>
/// <param name="open">Opens the batch: to buy in, or under -WhatIf to look at.</param>
internal sealed class Till(AsyncCmdlet cmdlet, IBuying how, Func<UgcLabClient> client, Func<Task<OpenBatch>> open) : IAsyncDisposable
{
    private readonly Answers _again = new();
    private readonly Answers _doubts = new();
    private OpenBatch? _batch;
    private CreditBrake? _brake;
    private int _new;
    private int _before;
    private int _inDoubt;
    private int _refused;
    private int _abandoned;
    private int _faulty;
    private bool _isClosed;

    /// <summary>Finds what cannot be meant.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid.</exception>
    public void Check()
    {
        if (how.BuyAgain && !how.Force && !cmdlet.IsRehearsal && !cmdlet.CanAsk)
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, "Nobody can be asked here, and to buy rows again has to be agreed to: -Force does.");
        }

        if (how.Batch is null && (how.BuyAgain || how.OnUnconfirmed is not UgcOnUnconfirmed.Skip))
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"{(how.BuyAgain ? "-BuyAgain" : "-OnUnconfirmed")} is about rows that a batch knows: give -Batch as well. Without a batch every row is bought as often as it comes.");
        }
    }

    /// <summary>A row had faults.</summary>
    public void Fault() => _faulty++;

    /// <summary>Looks a row up in the batch, and asks about it where that is wanted.</summary>
    /// <param name="order">What it buys.</param>
    /// <param name="name">How a question calls it.</param>
    /// <exception cref="UgcLabException">OutcomeUnconfirmed, AlreadyCreated, RowIdReused, the refusal of before, and why a batch cannot be opened.</exception>
    public async Task<Purchasable> TakeAsync(Order order, string name)
    {
        if (how.Batch is null)
        {
            return new Purchasable(order, null, false, null);
        }

        _batch ??= await open();
        BatchRow row = await TakenAsync(order);
        RowStep step = RowVerdict.Of(row, how.BuyAgain, how.OnUnconfirmed);
        if (step is RowStep.Ask)
        {
            step = await Doubt.IsResolvedAsync(cmdlet, _batch, row, name, _doubts) ? RowStep.Buy : RowStep.Hold;
        }

        if (step is RowStep.Hold or RowStep.Refused && RowVerdict.Failure(step, _batch.Name, row, await _batch.LastAsync(row)) is UgcLabException failure)
        {
            _ = step is RowStep.Refused ? _refused++ : _inDoubt++;
            throw failure;
        }

        if (step is RowStep.LetBe)
        {
            _abandoned++;
            cmdlet.WriteVerbose($"{name} of batch {_batch.Name} was given up; it is not sent again.");
            return new Purchasable(order, row, false, []);
        }

        if (step is RowStep.GiveBack || (step is RowStep.BuyAgain && !await IsWantedAgainAsync(row, name)))
        {
            _before++;
            cmdlet.WriteVerbose($"{name} was bought before in batch {_batch.Name}; nothing is sent.");
            return new Purchasable(order, row, false, await _batch.JobsAsync(row));
        }

        return new Purchasable(order, row, step is RowStep.BuyAgain, null);
    }

    /// <summary>A row would be bought, under -WhatIf.</summary>
    public void Rehearse() => _new++;

    /// <summary>Buys.</summary>
    /// <exception cref="UgcLabException">All that <see cref="PurchaseService"/> throws.</exception>
    public async Task<IReadOnlyList<UgcJob>> BuyAsync(Purchasable row, IProgress<UgcNotice> notices, CancellationToken cancellationToken)
    {
        _brake ??= await client().BrakeAsync(how.MaxCredit, how.KeepCredit, cancellationToken);
        Order order = row.Order with { Brake = _brake, AllowUnknownPrice = how.Force };
        try
        {
            (IReadOnlyList<UgcJob> jobs, bool isNew) = row.Known is null
                ? (await client().Purchases.BuyAsync(order, notices, cancellationToken), true)
                : await _batch!.BuyAsync(row.Known with { Order = order }, how.BuyAgain ? await _batch.GenerationAsync() : 1, claims: false, notices, cancellationToken);

            // Another process may have created the row meanwhile.
            _ = isNew ? _new++ : _before++;
            return jobs;
        }
        catch (UgcLabException failure)
        {
            Count(failure);
            throw;
        }
    }

    /// <summary>What came of all rows, in a line; null without a batch.</summary>
    public string? Summary(bool isRehearsal)
    {
        if (_batch is null)
        {
            return null;
        }

        IEnumerable<string> parts = new (int Count, string Text)[]
        {
            (_new, isRehearsal ? "would be bought" : "new"), (_before, "bought before"), (_inDoubt, "unconfirmed"), (_refused, "refused"), (_abandoned, "given up"), (_faulty, "with faults"),
        }.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.Text}"));
        return $"Batch {_batch.Name}: {string.Join(", ", parts.DefaultIfEmpty("nothing was bought"))}.";
    }

    /// <summary>Lets go of the batch.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            await (_batch?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private async Task<BatchRow> TakenAsync(Order order)
    {
        try
        {
            return await _batch!.FindAsync(order);
        }
        catch (UgcLabException failure)
        {
            Count(failure);
            throw;
        }
    }

    private void Count(UgcLabException failure) => _ = failure switch
    {
        { Kind: UgcLabErrorKind.OutcomeUnconfirmed or UgcLabErrorKind.AlreadyCreated } => _inDoubt++,
        { Kind: UgcLabErrorKind.RowIdReused } => _faulty++,
        { StatusCode: not null } => _refused++,
        _ => 0,
    };

    private async Task<bool> IsWantedAgainAsync(BatchRow row, string name)
    {
        if (how.Force || cmdlet.IsRehearsal)
        {
            return true;
        }

        IReadOnlyList<UgcJob> jobs = await _batch!.JobsAsync(row);
        string when = jobs is [.., { CreatedAt: DateTimeOffset time }] ? string.Create(CultureInfo.InvariantCulture, $" at {time.ToLocalTime():yyyy-MM-dd HH:mm}") : "";
        string price = jobs is [.., { TotalCreditsCharged: decimal cost }] ? string.Create(CultureInfo.InvariantCulture, $" It cost {cost:#,0.######} credits then.") : " What it cost is not known.";
        if (cmdlet.Agree($"{name} was bought before in batch {_batch.Name}{when}.{price} Buy it once more?", "Buy again", _again))
        {
            return true;
        }

        cmdlet.WriteVerbose($"{name} is not bought again: {(_again.NoToAll ? "no to all" : "nobody said yes")}. -Force says yes to all.");
        return false;
    }
}
