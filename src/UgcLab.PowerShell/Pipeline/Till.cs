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

    UgcOnUnknown OnUnknown { get; }

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
internal sealed class Till(AsyncCmdlet cmdlet, IBuying how, Func<UgcLabClient> client, Func<OpenBatch> open) : IDisposable
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

        if (how.Batch is null && (how.BuyAgain || how.OnUnknown is not UgcOnUnknown.Hold))
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"{(how.BuyAgain ? "-BuyAgain" : "-OnUnknown")} is about rows that a batch knows: give -Batch as well. Without a batch every row is bought as often as it comes.");
        }
    }

    /// <summary>A row had faults.</summary>
    public void Fault() => _faulty++;

    /// <summary>Looks a row up in the batch, and asks about it where that is wanted.</summary>
    /// <param name="order">What it buys.</param>
    /// <param name="name">How a question calls it.</param>
    /// <exception cref="UgcLabException">OutcomeUnknown, AlreadyBought, RowIdReused, the refusal of before, and why a batch cannot be opened.</exception>
    public Purchasable Take(Order order, string name)
    {
        if (how.Batch is null)
        {
            return new Purchasable(order, null, false, null);
        }

        _batch ??= open();
        BatchRow row = Taken(order);
        RowStep step = RowVerdict.Of(row, how.BuyAgain, how.OnUnknown);
        if (step is RowStep.Ask)
        {
            step = Doubt.IsSettled(cmdlet, _batch, row, name, _doubts) ? RowStep.Buy : RowStep.Hold;
        }

        if (RowVerdict.Failure(step, _batch.Name, row, _batch.Last(row)) is UgcLabException failure)
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

        if (step is RowStep.GiveBack || (step is RowStep.BuyAgain && !IsWantedAgain(row, name)))
        {
            _before++;
            cmdlet.WriteVerbose($"{name} was bought before in batch {_batch.Name}; nothing is sent.");
            return new Purchasable(order, row, false, _batch.Jobs(row));
        }

        return new Purchasable(order, row, step is RowStep.BuyAgain, null);
    }

    /// <summary>A row would be bought, under -WhatIf.</summary>
    public void Rehearse() => _new++;

    /// <summary>Buys.</summary>
    /// <exception cref="UgcLabException">All that <see cref="Purchase"/> throws.</exception>
    public async Task<IReadOnlyList<UgcJob>> BuyAsync(Purchasable row, IProgress<UgcNotice> notices, CancellationToken cancellationToken)
    {
        Order order = row.Order with { Brake = _brake ??= client().Brake(how.MaxCredit, how.KeepCredit) };
        try
        {
            IReadOnlyList<UgcJob> jobs = row.Known is null
                ? await client().Purchases.BuyAsync(order, notices, cancellationToken)
                : await _batch!.BuyAsync(row.Known with { Order = order }, row.Known.NextRound, notices, cancellationToken);
            _new++;
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
            (_new, isRehearsal ? "would be bought" : "new"), (_before, "bought before"), (_inDoubt, "in doubt"), (_refused, "refused"), (_abandoned, "given up"), (_faulty, "with faults"),
        }.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.Text}"));
        return $"Batch {_batch.Name}: {string.Join(", ", parts.DefaultIfEmpty("nothing was bought"))}.";
    }

    /// <summary>Lets go of the batch.</summary>
    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _batch?.Dispose();
        }
    }

    private BatchRow Taken(Order order)
    {
        try
        {
            return _batch!.Take(order);
        }
        catch (UgcLabException failure)
        {
            Count(failure);
            throw;
        }
    }

    private void Count(UgcLabException failure) => _ = failure switch
    {
        { Kind: UgcLabErrorKind.OutcomeUnknown or UgcLabErrorKind.AlreadyBought } => _inDoubt++,
        { Kind: UgcLabErrorKind.RowIdReused } => _faulty++,
        { StatusCode: not null } => _refused++,
        _ => 0,
    };

    private bool IsWantedAgain(BatchRow row, string name)
    {
        if (how.Force || cmdlet.IsRehearsal)
        {
            return true;
        }

        IReadOnlyList<UgcJob> jobs = _batch!.Jobs(row);
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
