using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <content>What is shown and asked before a batch is run.</content>
public sealed partial class InvokeUgcBatchCommand
{
    private async Task ShowAsync(BatchPlan plan)
    {
        WriteLine(plan.ToString());
        if (plan.ToSend > 0)
        {
            WriteLine($"{plan.Estimate}{(plan.Estimate.KnownCredits > MaxCredit ? " That is more than -MaxCredit allows, so it will stop before the end." : "")}");
        }

        foreach (BatchRow row in plan.Unconfirmed)
        {
            WriteReport(RowVerdict.Failure(RowVerdict.Of(row), _batch!.Name, row, await _batch.LastAsync(row))!, row.Order.InputRow, Doubt.NameOf(row));
        }
    }

    private async Task<bool> IsAnyResolvedAsync(BatchPlan plan)
    {
        bool isAny = false;
        foreach (BatchRow row in plan.Unconfirmed)
        {
            isAny |= await Doubt.IsResolvedAsync(this, _batch!, row, Doubt.NameOf(row), _doubts);
        }

        return isAny;
    }

    private int ReportFaults(CancellationToken cancellationToken)
    {
        int faulty = 0;
        foreach (BatchInput input in _rows!.All().Where(input => input.Refusal is not null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            faulty++;
            WriteReport(input.Refusal!, input.Source ?? input.Name, input.ToString());
        }

        _rows.EndOfTelling();

        // Before the question: what is odd about the rows is what the answer depends on.
        Notices.ShowUnread();
        return faulty;
    }

    private async Task<BatchPlan> PlanAsync(CancellationToken cancellationToken)
    {
        BatchPlanner planner = new(_batch!, await NewEstimatorAsync(), BuyAgain, RetryFailed);
        BatchPlan plan = await planner.PlanAsync(_rows!.All(), Report, cancellationToken);

        // Rows after -First are in the sheet all the same.
        return First is null ? plan : plan with { NoLongerThere = 0 };

        void Report(BatchInput input, UgcLabException failure)
        {
            if (input.Refusal is null && _reused.Add(input.Name))
            {
                WriteReport(failure, input.Source ?? input.Name, input.ToString());
            }
        }
    }

    // The plan that may be carried out; null for none. While a person was asked, another process may have changed the batch:
    // then it is planned again, and asked again if it costs more.
    private async Task<BatchPlan?> AllowedAsync(BatchPlan plan, CancellationToken cancellationToken)
    {
        while (IsAllowed(plan))
        {
            // What was agreed to is one more generation, whatever others have created since.
            BatchPlan now = plan;
            if (!IsWhatIf && await _batch!.IsChangedAsync(plan, cancellationToken))
            {
                _batch = await Batches.PreviewAsync(_batch.Name, cancellationToken);
                now = (await PlanAsync(cancellationToken)) with { Generation = plan.Generation };
            }

            if (now.ToSend <= plan.ToSend && now.Estimate.KnownCredits <= plan.Estimate.KnownCredits)
            {
                return now;
            }

            plan = now;
            await ShowAsync(plan);
        }

        return null;
    }

    // One question, before any money. What was bought earlier is waited for and saved without one.
    private bool IsAllowed(BatchPlan plan)
    {
        if (!ShouldProcess($"batch {plan.Batch}", plan.Action))
        {
            return false;
        }

        if (plan.ToSend == 0 || Force || WasConfirmed)
        {
            return true;
        }

        return CanAsk ? ShouldContinue(plan.Question, $"Batch {plan.Batch}")
            : MaxCredit is not null && plan.ToBuyAgain == 0 ? true
            : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, plan.ToBuyAgain == 0
                ? "Nobody can be asked here, so -MaxCredit has to say how much may be spent, or -Force that nobody needs to be asked."
                : "Nobody can be asked here, and to buy rows again has to be agreed to: -Force does.");
    }
}
